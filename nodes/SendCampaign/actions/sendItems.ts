import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { isMailed, type ItemDelivery, type SendItem, type SendReport } from '../../../core/campaign/campaign.flow';
import { buyerSchema, mailSchema, segmentSchema, type MailPurpose } from '../../../core/contract/items';
import { parseItemKey } from '../../../core/contract/parseItem';
import type { Core } from '../../../core/openCore';
import { SellerMailError } from '../../../core/shared/errors';
import type { SenderProfile } from '../../../core/shop/senderProfile';
import { toErrorItem } from '../../shared/runPerItem';
import { toNodeError } from '../../shared/toNodeError';
import { hintReport } from './hintReport';
import { ACCEPTED, NOT_SENT, SCHEDULED, toDeliveryItem } from './deliveryItem';
import { readSendOptions } from './readSendOptions';

interface ParsedItem {
	itemIndex: number;
	item: INodeExecutionData;
	send: SendItem;
	purpose: MailPurpose;
}

/** Buyers as items: one delivery each, answered on Accepted, Scheduled or Not Sent. */
export async function sendItems(context: IExecuteFunctions, core: Core, sender: SenderProfile): Promise<INodeExecutionData[][]> {
	const outputs: INodeExecutionData[][] = [[], [], []];
	const parsed = leaveOutTestRest(parseAll(context, outputs), outputs);
	const reports: SendReport[] = [];
	for (const group of Map.groupBy(parsed, ({ send, purpose }) => `${send.buyer.shop} ${purpose}`).values()) {
		const [first] = group;
		if (!first) continue;
		const options = readSendOptions(context, first.purpose);
		const report = await core.campaigns.sendItems(first.send.buyer.shop, sender, group.map(({ send }) => send), options);
		reports.push(report);
		for (const [index, entry] of group.entries()) push(context, outputs, entry, report.deliveries[index], report);
	}
	hintReport(context, reports);
	return outputs;
}

/** Hold-out and waiting rest of a test, and whom the segment left out, go to Not Sent unplanned. */
function leaveOutTestRest(parsed: ParsedItem[], outputs: INodeExecutionData[][]): ParsedItem[] {
	return parsed.filter((entry) => {
		const leftOut = entry.item.json.leftOut;
		if (isMailed(entry.send.variant) && leftOut === undefined) return true;
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
			outputs[ACCEPTED]?.push(toErrorItem(context, item, error, itemIndex));
			return [];
		}
	});
}

function parse(item: INodeExecutionData, itemIndex: number): ParsedItem {
	const buyer = parseItemKey(buyerSchema, item.json, 'buyer', { itemIndex, madeBy: 'Segment Buyers' });
	const mail = parseItemKey(mailSchema, item.json, 'mail', { itemIndex, madeBy: 'Render Template' });
	const segment = item.json.segment === undefined ? undefined : parseItemKey(segmentSchema, item.json, 'segment', { itemIndex, madeBy: 'Segment Buyers' });
	const variant = typeof item.json.variant === 'string' ? item.json.variant : 'A';
	return { itemIndex, item, purpose: mail.purpose, send: { buyer, mail, occasion: segment?.occasion ?? '', variant } };
}

function push(context: IExecuteFunctions, outputs: INodeExecutionData[][], entry: ParsedItem, delivery: ItemDelivery | undefined, report: SendReport): void {
	if (!delivery) return;
	const isWaiting = delivery.state === 'planned' || delivery.state === 'deferred' || delivery.state === 'claimed';
	if (isWaiting && report.run.error && !delivery.code) return pushUnsent(context, outputs, entry, report.run.error);
	const output = isWaiting ? SCHEDULED : delivery.state === 'accepted' && delivery.isNew ? ACCEPTED : NOT_SENT;
	const json = { ...entry.item.json, delivery: toDeliveryItem(delivery, report.campaign.name) };
	outputs[output]?.push({ json: json as INodeExecutionData['json'], pairedItem: { item: entry.itemIndex } });
}

/** The server can't be used: what was planned stays planned, and each item that waits for it says so. */
function pushUnsent(context: IExecuteFunctions, outputs: INodeExecutionData[][], entry: ParsedItem, error: unknown): void {
	const cause = error instanceof SellerMailError ? error : new SellerMailError('SMTP_UNREACHABLE', { message: (error as Error).message, cause: error });
	if (!context.continueOnFail()) throw toNodeError(context.getNode(), cause, entry.itemIndex);
	outputs[ACCEPTED]?.push(toErrorItem(context, entry.item, cause, entry.itemIndex));
}
