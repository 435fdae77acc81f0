import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { ItemDelivery, SendItem, SendOptions, SendReport } from '../../../core/campaign/campaign.flow';
import { mayBePlanned } from '../../../core/campaign/testPlace';
import { buyerSchema, mailSchema, segmentSchema, type MailPurpose } from '../../../core/contract/items';
import { itemDataOf } from '../../../core/contract/itemData';
import { parseItemKey } from '../../../core/contract/parseItem';
import { WAITING_FOR_WINNER } from '../../../core/delivery/ports';
import type { Core } from '../../../core/openCore';
import { SellerMailError } from '../../../core/shared/errors';
import { isTimeZone } from '../../../core/shared/timeZone';
import type { SenderProfile } from '../../../core/shop/senderProfile';
import { staffLanguageOf } from '../../shared/staffLanguage';
import { toErrorItem } from '../../shared/runPerItem';
import { toNodeError } from '../../shared/toNodeError';
import { hintReport, toRunError, type Waiting } from './hintReport';
import { ACCEPTED, NOT_SENT, SCHEDULED, isWaiting, toDeliveryItem } from './deliveryItem';
import { readSendOptions } from './readSendOptions';
import { readSwitches, settleSwitches } from './readSwitches';

interface ParsedItem {
	itemIndex: number;
	item: INodeExecutionData;
	send: SendItem;
	purpose: MailPurpose;
	switchedOff: string[];
}

/** Buyers as items: one delivery each, answered on Accepted, Scheduled or Not Sent. */
export async function sendItems(context: IExecuteFunctions, core: Core, sender: SenderProfile): Promise<INodeExecutionData[][]> {
	const outputs: INodeExecutionData[][] = [[], [], []];
	const parsed = leaveOutTestRest(parseAll(context, outputs), outputs);
	const reports: Array<SendReport & { waiting: Waiting }> = [];
	for (const group of Map.groupBy(parsed, ({ send, purpose }) => `${send.buyer.shop} ${purpose}`).values()) {
		const report = await sendGroup(core, sender, group, (purpose) => readGroupOptions(context, group, purpose)).catch((error: unknown) => {
			for (const entry of group) pushFailed(context, outputs, entry, error);
		});
		if (!report) continue;
		reports.push({ ...report, waiting: sumWaiting(report.deliveries) });
		const language = await staffLanguageOf(core, report.campaign.shopId);
		for (const [index, entry] of group.entries()) push(context, outputs, entry, report.deliveries[index], report, language);
	}
	hintReport(context, reports);
	return outputs;
}

function sumWaiting(deliveries: ItemDelivery[]): Waiting {
	const waiting = deliveries.filter((delivery) => isWaiting(delivery) && delivery.cause !== WAITING_FOR_WINNER);
	return { count: waiting.length, nextDueAt: waiting.reduce<number | null>((first, { dueAt }) => Math.min(first ?? dueAt, dueAt), null) };
}

/** Items of one shop and purpose go out together. */
async function sendGroup(
	core: Core, sender: SenderProfile, group: ParsedItem[], readOptions: (purpose: MailPurpose) => SendOptions,
): Promise<(SendReport & { deliveries: ItemDelivery[] }) | undefined> {
	const [first] = group;
	if (!first) return undefined;
	return await core.campaigns.sendItems(first.send.buyer.shop, sender, group.map(({ send }) => send), readOptions(first.purpose));
}

function readGroupOptions(context: IExecuteFunctions, group: ParsedItem[], purpose: MailPurpose): SendOptions {
	const options = readSendOptions(context, purpose);
	return { ...options, switchedOff: settleSwitches(context, options.campaign, group.map(({ switchedOff }) => switchedOff)) };
}

/** Hold-out, a rest that can't get the winner, and whom the segment left out, go to Not Sent unplanned. */
function leaveOutTestRest(parsed: ParsedItem[], outputs: INodeExecutionData[][]): ParsedItem[] {
	return parsed.filter((entry) => {
		const leftOut = entry.item.json.leftOut;
		if (mayBePlanned(entry.send.variant, entry.send.mail.contentId) && leftOut === undefined) return true;
		const [cause, message] = leftOut === undefined ? [entry.send.variant, 'Left out of the test on purpose.'] : [`left-out:${String(leftOut)}`, 'The segment left this buyer out.'];
		const delivery = { state: 'notPlanned', code: null, cause, message, nextStep: 'Nothing.' };
		outputs[NOT_SENT]?.push({ json: { ...entry.item.json, delivery }, pairedItem: { item: entry.itemIndex } });
		return false;
	});
}

/** Reads every item before anything is planned: without Continue On Fail one bad item stops the node with nothing sent. */
function parseAll(context: IExecuteFunctions, outputs: INodeExecutionData[][]): ParsedItem[] {
	return context.getInputData().flatMap((item, itemIndex) => {
		try {
			return [parse(item, itemIndex)];
		} catch (error) {
			if (!context.continueOnFail()) throw toNodeError(context.getNode(), error, itemIndex);
			outputs[NOT_SENT]?.push(toErrorItem(context, item, error, itemIndex));
			return [];
		}
	});
}

function parse(item: INodeExecutionData, itemIndex: number): ParsedItem {
	const buyer = parseItemKey(buyerSchema, item.json, 'buyer', { itemIndex, madeBy: 'Segment Buyers' });
	refuseUnknownTimeZone(buyer.timeZone, itemIndex);
	const mail = parseItemKey(mailSchema, item.json, 'mail', { itemIndex, madeBy: 'Render Template' });
	const segment = item.json.segment === undefined ? undefined : parseItemKey(segmentSchema, item.json, 'segment', { itemIndex, madeBy: 'Segment Buyers' });
	const variant = typeof item.json.variant === 'string' ? item.json.variant : 'A';
	return { itemIndex, item, purpose: mail.purpose, switchedOff: readSwitches(item, itemIndex), send: { buyer, mail, occasion: segment?.occasion ?? '', variant, data: itemDataOf(item.json.data) } };
}

/** Refused before planning: a window can't be computed for it, and it would stop all the others of its group. */
function refuseUnknownTimeZone(timeZone: string, itemIndex: number): void {
	if (isTimeZone(timeZone)) return;
	throw new SellerMailError('INPUT_INVALID', {
		message: `Item ${itemIndex}: \`buyer.timeZone\` is no time zone (\`${timeZone.slice(0, 60)}\`).`,
		nextStep: 'Use a name such as Europe/Madrid or America/New_York; Segment Buyers fills it in.',
		context: { itemIndex, field: 'buyer.timeZone' },
	});
}

function push(context: IExecuteFunctions, outputs: INodeExecutionData[][], entry: ParsedItem, delivery: ItemDelivery | undefined, report: SendReport, language: 'en' | 'zh'): void {
	if (!delivery) return;
	const isHeldUp = isWaiting(delivery) && delivery.state !== 'sending' && !delivery.code;
	if (isHeldUp && report.run.error) return pushFailed(context, outputs, entry, toRunError(report.run.error));
	const output = isWaiting(delivery) ? SCHEDULED : delivery.state === 'accepted' && delivery.isNew ? ACCEPTED : NOT_SENT;
	const json = { ...entry.item.json, delivery: toDeliveryItem(delivery, report.campaign.name, language) };
	outputs[output]?.push({ json: json as INodeExecutionData['json'], pairedItem: { item: entry.itemIndex } });
}

/** Ends the node, or with Continue On Fail hands the item on with its error. */
function pushFailed(context: IExecuteFunctions, outputs: INodeExecutionData[][], entry: ParsedItem, error: unknown): void {
	if (!context.continueOnFail()) throw toNodeError(context.getNode(), error, entry.itemIndex);
	outputs[NOT_SENT]?.push(toErrorItem(context, entry.item, error, entry.itemIndex));
}
