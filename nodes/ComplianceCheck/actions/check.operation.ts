import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { MailToCheck } from '../../../core/compliance/compliance.flow';
import { toEnvelope } from '../../../core/compliance/senderEnvelope';
import { buyerSchema, contentSchema, mailSchema, type ComplianceItem, type ContentItem, type Outcome } from '../../../core/contract/items';
import { itemDataOf } from '../../../core/contract/itemData';
import { parseItemKey } from '../../../core/contract/parseItem';
import type { Core } from '../../../core/openCore';
import type { SenderProfile } from '../../../core/shop/senderProfile';
import { readSender } from '../../shared/readSender';
import { toErrorItem } from '../../shared/runPerItem';
import { toNodeError } from '../../shared/toNodeError';
import { withCore } from '../../shared/withCore';
import { hintChecks } from './hintChecks';

const PASS = 0;
const NEEDS_REVIEW = 1;
const BLOCKED = 2;
const OUTPUT_OF_REVIEW: Readonly<Record<string, number>> = { review: NEEDS_REVIEW, pass: PASS, block: BLOCKED };

export const description: INodeProperties[] = [
	{
		displayName: 'Mails are checked with the rules for their own purpose; consent is read from the store at this moment. What is found is kept in the shop\'s compliance record.',
		name: 'notice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Needs Review Counts As',
				name: 'needsReviewAs',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Blocked', value: 'block', description: 'What nobody has looked at is not sent' },
					{ name: 'Needs Review', value: 'review', description: 'Leaves by the output of its own' },
					{ name: 'Pass', value: 'pass', description: 'Goes on with what passed; violations stay blocked' },
				],
				default: 'review',
				description: 'Where mails go that break no law but should be looked at',
			},
		],
	},
];

/** What one item holds to check: a mail, or the samples of an audience's content. */
interface Parsed {
	item: INodeExecutionData;
	itemIndex: number;
	shop: string | undefined;
	mail?: MailToCheck;
	samples?: ContentItem['samples'];
}

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const outputs: INodeExecutionData[][] = [[], [], []];
	const parsed = parseAll(this, outputs);
	const results = await withCore(this, async (core) => {
		try {
			return await checkAll(core, parsed, await readSender(this));
		} catch (error) {
			throw toNodeError(this.getNode(), error);
		}
	});
	const { needsReviewAs = 'review' } = this.getNodeParameter('options', 0, {}) as { needsReviewAs?: string };
	for (const [index, { item, itemIndex }] of parsed.entries()) {
		const compliance = results[index];
		if (!compliance) continue;
		const json = { ...item.json, compliance } as INodeExecutionData['json'];
		outputs[outputOf(compliance.outcome, needsReviewAs)]?.push({ json, pairedItem: { item: itemIndex }, ...(item.binary ? { binary: item.binary } : {}) });
	}
	hintChecks(this, results, parsed.filter(({ samples }) => samples?.length === 0).length);
	return outputs;
}

function outputOf(outcome: Outcome, needsReviewAs: string): number {
	if (outcome === 'violation') return BLOCKED;
	return outcome === 'needsReview' ? (OUTPUT_OF_REVIEW[needsReviewAs] ?? NEEDS_REVIEW) : PASS;
}

function parseAll(context: IExecuteFunctions, outputs: INodeExecutionData[][]): Parsed[] {
	return context.getInputData().flatMap((item, itemIndex) => {
		try {
			return [parse(item, itemIndex)];
		} catch (error) {
			if (!context.continueOnFail()) throw toNodeError(context.getNode(), error, itemIndex);
			outputs[PASS]?.push(toErrorItem(context, item, error, itemIndex));
			return [];
		}
	});
}

function parse(item: INodeExecutionData, itemIndex: number): Parsed {
	const where = { itemIndex, madeBy: 'Render Template' };
	if (item.json.content !== undefined) {
		const { samples } = parseItemKey(contentSchema, item.json, 'content', where);
		return { item, itemIndex, shop: samples[0]?.buyer.shop, samples };
	}
	const mail = parseItemKey(mailSchema, item.json, 'mail', where);
	const buyer = item.json.buyer === undefined ? undefined : parseItemKey(buyerSchema, item.json, 'buyer', { itemIndex, madeBy: 'Segment Buyers' });
	return { item, itemIndex, shop: buyer?.shop, mail: { mail, buyer, data: itemDataOf(item.json.data) } };
}

/** All mails of a shop in one go, so that consent is read for all of them at once. Answers in the order of the items. */
async function checkAll(core: Core, parsed: readonly Parsed[], sender: SenderProfile): Promise<ComplianceItem[]> {
	const { brand } = sender;
	const options = { envelope: toEnvelope(sender) };
	const results: ComplianceItem[] = [];
	for (const [shop, group] of Map.groupBy([...parsed.entries()], ([, entry]) => entry.shop)) {
		const mails = group.flatMap(([index, { mail }]) => (mail ? [{ index, mail }] : []));
		const checks = await core.compliance.checkMails(shop, mails.map(({ mail }) => mail), brand, options);
		for (const [at, { index }] of mails.entries()) if (checks[at]) results[index] = checks[at];
		for (const [index, { samples }] of group) if (samples) results[index] = await core.compliance.checkSamples(shop, samples, brand, options);
	}
	return results;
}
