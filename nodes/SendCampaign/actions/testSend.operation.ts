import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { TestSendReport, TestSendRequest } from '../../../core/campaign/testSend.flow';
import { buyerSchema, contentSchema, mailSchema } from '../../../core/contract/items';
import { itemDataOf } from '../../../core/contract/itemData';
import { parseItemKey } from '../../../core/contract/parseItem';
import { addHint } from '../../shared/hint';
import { readSender } from '../../shared/readSender';
import { runPerItem } from '../../shared/runPerItem';
import { toNodeError } from '../../shared/toNodeError';
import { withCore } from '../../shared/withCore';
import { readSwitches } from './readSwitches';

const show = { operation: ['testSend'] };

export const description: INodeProperties[] = [
	{
		displayName: 'Send To', name: 'to', type: 'string', default: '', required: true, displayOptions: { show }, placeholder: 'you@lumen-home.com, boss@lumen-home.com',
		description: 'Your own addresses, separated by commas, ten at most. The subject begins with [Test]; nothing is counted, and the links in it unsubscribe nobody.',
	},
	{
		displayName: 'Options', name: 'testOptions', type: 'collection', placeholder: 'Add option', default: {}, displayOptions: { show },
		options: [
			{ displayName: 'Address May Be a Buyer\'s', name: 'mayBeBuyer', type: 'boolean', default: false, description: 'Whether an address that belongs to a buyer of the shop too may get the test. Default: off.' },
			{
				displayName: 'Mails', name: 'mails', type: 'options', default: 'first', description: 'Default: First Item Only',
				options: [
					{ name: 'Every Item, Language and Variant', value: 'all', description: 'One test mail each; with many items that is many mails' },
					{ name: 'First Item Only', value: 'first', description: 'Of an audience: its first sample' },
				],
			},
		],
	},
];

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const sender = await readSender(this).catch((error: unknown) => { throw toNodeError(this.getNode(), error); });
	const options = this.getNodeParameter('testOptions', 0, {}) as { mayBeBuyer?: boolean; mails?: string };
	return await withCore(this, async (core) => await runPerItem(this, 1, async (item, itemIndex) => {
		if (options.mails !== 'all' && itemIndex > 0) return { output: 0, json: { ...item.json, test: { sent: [], note: 'Only the first item is sent as a test.' } } };
		const to = String(this.getNodeParameter('to', itemIndex, '')).split(/[,;\s]+/);
		const found = readMails(item, itemIndex);
		const reports: TestSendReport[] = [];
		for (const mail of options.mails === 'all' ? found : found.slice(0, 1)) {
			reports.push(await core.campaigns.testSend(sender, { ...mail, to, mayBeBuyer: options.mayBeBuyer, switchedOff: readSwitches(item, itemIndex) }));
		}
		for (const report of reports) hint(this, report);
		return reports.map((report) => ({ output: 0, json: { ...item.json, compliance: { ...report.compliance }, test: { subject: report.subject, sent: report.sent } } }));
	}));
}

type Mail = Pick<TestSendRequest, 'shopId' | 'buyer' | 'mail' | 'data'>;

/** A rendered mail, or an audience's samples. */
function readMails(item: INodeExecutionData, itemIndex: number): Mail[] {
	if (item.json.mail === undefined && item.json.content !== undefined) {
		const content = parseItemKey(contentSchema, item.json, 'content', { itemIndex, madeBy: 'Render Template' });
		return content.samples.map(({ buyer, mail, data }) => ({ shopId: buyer.shop, buyer, mail, data: itemDataOf(data) }));
	}
	const buyer = parseItemKey(buyerSchema, item.json, 'buyer', { itemIndex, madeBy: 'Segment Buyers' });
	const mail = parseItemKey(mailSchema, item.json, 'mail', { itemIndex, madeBy: 'Render Template' });
	return [{ shopId: buyer.shop, buyer, mail, data: itemDataOf(item.json.data) }];
}

function hint(context: IExecuteFunctions, { compliance, sent }: TestSendReport): void {
	const findings = compliance.findings.slice(0, 3).map(({ rule, message }) => `${rule}: ${message}`).join(' ');
	if (compliance.outcome === 'violation') return addHint(context, `Not sent: the mail breaks a rule. ${findings}`, 'danger');
	const accepted = sent.filter(({ state }) => state === 'accepted').length;
	const refused = sent.find(({ state }) => state !== 'accepted');
	addHint(context, `Test: ${accepted} of ${sent.length} accepted.${refused ? ` ${refused.reply}` : ''} Compliance: ${compliance.outcome}${findings ? `. ${findings}` : '.'}`, accepted < sent.length || findings ? 'warning' : 'info');
}
