import type { BuyerItem, MailItem } from '../contract/items';
import type { DeliveryPlan } from '../delivery/ports';
import { SellerMailError } from '../shared/errors';
import type { StoredContent } from '../template/ports';
import type { TestPlace } from './testPlace';

interface ContentDeps {
	contents: { getMany(ids: string[]): Promise<Map<string, StoredContent>> };
	saveMails(shopId: string, mails: MailItem[]): Promise<string[]>;
}

interface Item {
	buyer: BuyerItem;
	mail: MailItem;
	data?: Record<string, unknown>;
}

type ItemContent = Pick<DeliveryPlan, 'template' | 'contentId' | 'data'>;

/**
 * What each item's delivery is made of: its finished mail; for the rest of a test the template that the mail was made from,
 * because the winner is not known yet. `isKept` false: a mail to somebody who was erased since must not get into the store.
 * @throws SellerMailError INPUT_INVALID, NOT_FOUND
 */
export async function contentOfItems(deps: ContentDeps, shopId: string, items: readonly Item[], places: readonly TestPlace[], isKept: (item: Item) => boolean): Promise<ItemContent[]> {
	const isRest = (_item: Item, index: number): boolean => places[index]?.rest !== undefined;
	await refuseWithoutTemplate(deps, shopId, items.filter(isRest));
	const finished = items.filter((item, index) => !isRest(item, index) && isKept(item));
	const ids = new Map((await deps.saveMails(shopId, finished.map(({ mail }) => mail))).map((id, index) => [finished[index], id]));
	return items.map((item, index) => ({
		template: item.mail.template ?? '', contentId: (isRest(item, index) ? item.mail.contentId : ids.get(item)) ?? '', data: item.data ?? {},
	}));
}

async function refuseWithoutTemplate({ contents }: ContentDeps, shopId: string, items: readonly Item[]): Promise<void> {
	const ids = [...new Set(items.map(({ mail }) => mail.contentId ?? ''))];
	const found = ids.length === 0 ? new Map<string, StoredContent>() : await contents.getMany(ids);
	const isTemplate = (id: string): boolean => found.get(id)?.kind === 'template' && found.get(id)?.shopId === shopId;
	if (ids.every(isTemplate)) return;
	throw new SellerMailError('INPUT_INVALID', {
		message: 'A mail of the A/B test\'s rest does not say which template it was made from (`mail.contentId`), so it can not get the winner.',
		nextStep: 'Render it with Render Template (not as a sample) and the same Seller Mail Store credential, or use the output Audience of Segment Buyers.',
		context: { field: 'mail.contentId' },
	});
}
