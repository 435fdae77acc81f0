import { makeTimedIds } from '../shared/ids';
import type { Random } from '../shared/random';
import { hashIdentity } from './addressHash';
import type { Buyer } from './buyer';
import { isSameBuyer, mergeBuyer, type BuyerDraft, type ShopContext } from './mergeBuyer';
import { isSameAge } from './mergeFields';
import type { BuyerWriter } from './ports';

export interface ResolvedBuyer {
	buyer: Buyer;
	/** false: nothing new was said about him */
	isChanged: boolean;
}

/**
 * The buyers that the drafts are about, created or changed as needed, each written once; in the order of the drafts.
 * Several drafts may be about one buyer.
 */
export async function resolveBuyers(deps: { random: Random }, writer: BuyerWriter, context: ShopContext, drafts: BuyerDraft[]): Promise<ResolvedBuyer[]> {
	const hashes = drafts.map((draft) => hashIdentity(context.hashKey, draft));
	const current = new Map((await writer.readBuyersByHash([...new Set(hashes)])).map((buyer) => [buyer.emailHash, buyer]));
	const toWrite = new Set<string>();
	const nextId = makeTimedIds(deps.random, 'b', context.now, drafts.length);
	const isChanged = drafts.map((draft, index) => {
		const emailHash = hashes[index] ?? '';
		const before = current.get(emailHash);
		const after = mergeBuyer(context, before, draft, { id: before?.id ?? nextId(), emailHash });
		const isNews = !before || !isSameBuyer(before, after);
		// other news must know how old this row was, though it said nothing new
		if (!isNews && before.sourceUpdatedAt >= after.sourceUpdatedAt && isSameAge(before.fieldAges, after.fieldAges)) return false;
		current.set(emailHash, after);
		toWrite.add(emailHash);
		return isNews;
	});
	await writer.writeBuyers([...current.values()].filter((buyer) => toWrite.has(buyer.emailHash)));
	return drafts.map((_draft, index) => ({ buyer: find(current, hashes[index]), isChanged: isChanged[index] ?? false }));
}

function find(current: Map<string, Buyer>, emailHash: string | undefined): Buyer {
	const buyer = current.get(emailHash ?? '');
	if (!buyer) throw new Error('a resolved buyer is missing');
	return buyer;
}
