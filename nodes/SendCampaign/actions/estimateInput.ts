import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Estimate } from '../../../core/billing/estimate';
import type { EstimateRecipient } from '../../../core/billing/ports';
import { audienceSchema, buyerSchema, contentSchema, mailSchema, segmentSchema, type MailPurpose } from '../../../core/contract/items';
import { parseItemKey } from '../../../core/contract/parseItem';
import type { Core } from '../../../core/openCore';
import { SellerMailError } from '../../../core/shared/errors';
import { isTimeZone } from '../../../core/shared/timeZone';
import { runPerItem, toErrorItem } from '../../shared/runPerItem';
import { toNodeError } from '../../shared/toNodeError';
import { readSendOptions } from './readSendOptions';

/** Audiences: each gives its item with the estimate. The content is not needed yet; where it is there, its purpose counts. */
export async function estimateAudiences(context: IExecuteFunctions, core: Core, estimates: Estimate[]): Promise<INodeExecutionData[][]> {
	return await runPerItem(context, 1, async (item, itemIndex) => {
		const audience = parseItemKey(audienceSchema, item.json, 'audience', { itemIndex, madeBy: 'Segment Buyers' });
		const purpose = item.json.content === undefined ? purposeOf(audience.purpose) : parseItemKey(contentSchema, item.json, 'content', { itemIndex, madeBy: 'Render Template' }).purpose;
		const estimate = await core.billing.estimate(audience.shop, { ...readSendOptions(context, purpose), recipients: { audienceId: (await core.segments.getAudience(audience.id)).id } });
		estimates.push(estimate);
		return { output: 0, json: { ...item.json, estimate: { ...estimate } } };
	});
}

interface ParsedItem {
	itemIndex: number;
	item: INodeExecutionData;
	shop: string;
	purpose: MailPurpose;
	recipient: EstimateRecipient;
}

/** Buyers as items: one estimate for those of one shop and purpose. */
export async function estimateItems(context: IExecuteFunctions, core: Core, estimates: Estimate[]): Promise<INodeExecutionData[][]> {
	const output: INodeExecutionData[] = [];
	for (const group of Map.groupBy(parseAll(context, output), ({ shop, purpose }) => `${shop} ${purpose}`).values()) {
		const estimate = await estimateGroup(context, core, group).catch((error: unknown) => {
			for (const { item, itemIndex } of group) pushFailed(context, output, item, error, itemIndex);
		});
		if (!estimate) continue;
		estimates.push(estimate);
		output.push({ json: { estimate } as unknown as INodeExecutionData['json'], pairedItem: group.map(({ itemIndex }) => ({ item: itemIndex })) });
	}
	return [output];
}

async function estimateGroup(context: IExecuteFunctions, core: Core, group: ParsedItem[]): Promise<Estimate | undefined> {
	const [first] = group;
	if (!first) return undefined;
	return await core.billing.estimate(first.shop, { ...readSendOptions(context, first.purpose), recipients: group.map(({ recipient }) => recipient) });
}

/** Ends the node, or with Continue On Fail hands the item on with its error. */
function pushFailed(context: IExecuteFunctions, output: INodeExecutionData[], item: INodeExecutionData, error: unknown, itemIndex: number): void {
	if (!context.continueOnFail()) throw toNodeError(context.getNode(), error, itemIndex);
	output.push(toErrorItem(context, item, error, itemIndex));
}

function parseAll(context: IExecuteFunctions, output: INodeExecutionData[]): ParsedItem[] {
	return context.getInputData().flatMap((item, itemIndex) => {
		try {
			return [parse(item, itemIndex)];
		} catch (error) {
			pushFailed(context, output, item, error, itemIndex);
			return [];
		}
	});
}

function parse(item: INodeExecutionData, itemIndex: number): ParsedItem {
	const { id, shop, site, timeZone, country } = parseItemKey(buyerSchema, item.json, 'buyer', { itemIndex, madeBy: 'Segment Buyers' });
	if (!isTimeZone(timeZone)) throw unknownTimeZone(timeZone, itemIndex);
	const purpose = item.json.mail === undefined ? 'marketing' : parseItemKey(mailSchema, item.json, 'mail', { itemIndex, madeBy: 'Render Template' }).purpose;
	const occasion = item.json.segment === undefined ? '' : parseItemKey(segmentSchema, item.json, 'segment', { itemIndex, madeBy: 'Segment Buyers' }).occasion;
	const variant = item.json.leftOut !== undefined ? 'left-out' : typeof item.json.variant === 'string' ? item.json.variant : 'A';
	return { itemIndex, item, shop, purpose, recipient: { buyerId: id, occasion, variant, buyer: { site, timeZone, country } } };
}

function unknownTimeZone(timeZone: string, itemIndex: number): SellerMailError {
	return new SellerMailError('INPUT_INVALID', {
		message: `Item ${itemIndex}: \`buyer.timeZone\` is no time zone (\`${timeZone.slice(0, 60)}\`).`,
		nextStep: 'Use a name such as Europe/Madrid or America/New_York; Segment Buyers fills it in.', context: { itemIndex, field: 'buyer.timeZone' },
	});
}

/** Audiences keep the purpose that they were made for. */
function purposeOf(purpose: unknown): MailPurpose {
	return purpose === 'transactional' ? 'transactional' : 'marketing';
}
