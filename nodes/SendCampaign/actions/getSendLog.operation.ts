import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { explainCause } from '../../../core/campaign/causes';
import type { SendLogEntry } from '../../../core/campaign/ports';
import { campaignField, shopField } from '../../shared/fields';
import { addHint, sayCount } from '../../shared/hint';
import { readNumber } from '../../shared/readNumber';
import { runPerItem } from '../../shared/runPerItem';
import { withCore } from '../../shared/withCore';
import { readInstant } from './readSendOptions';

const show = { operation: ['getSendLog'] };
const STATES = ['accepted', 'blocked', 'bounced', 'canceled', 'complained', 'deferred', 'delivered', 'failed', 'planned', 'uncertain'];

export const description: INodeProperties[] = [
	shopField(show),
	campaignField(show, { isRequired: false, description: 'Leave empty for all campaigns of the shop' }),
	{
		displayName: 'States',
		name: 'states',
		type: 'multiOptions',
		displayOptions: { show },
		options: STATES.map((value) => ({ name: `${value.charAt(0).toUpperCase()}${value.slice(1)}`, value })),
		default: [],
		description: 'Leave empty for all. Uncertain: the mail may have arrived or not, and a person has to decide.',
	},
	{ displayName: 'Limit', name: 'limit', type: 'number', typeOptions: { minValue: 1 }, default: 50, displayOptions: { show }, description: 'Max number of results to return' },
	{
		displayName: 'Options', name: 'logOptions', type: 'collection', placeholder: 'Add option', default: {}, displayOptions: { show },
		options: [
			{ displayName: 'Cause', name: 'cause', type: 'string', default: '', placeholder: 'mailbox-full', description: 'A cause as the log shows it, or its beginning. Default: all.' },
			{ displayName: 'Changed Since', name: 'since', type: 'dateTime', default: '', description: 'Default: since ever' },
			{ displayName: 'Delivery ID', name: 'deliveryId', type: 'string', default: '', description: 'Only this delivery. Default: all.' },
			{ displayName: 'With Every Attempt', name: 'withAttempts', type: 'boolean', default: false, description: 'Whether to add each try with the server\'s answer. Default: off, the last one only.' },
		],
	},
];

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await withCore(this, async (core) => await runPerItem(this, 1, async (_item, itemIndex) => {
		const shop = String(this.getNodeParameter('shop', itemIndex, '', { extractValue: true }));
		const campaign = String(this.getNodeParameter('campaign', itemIndex, '', { extractValue: true })) || undefined;
		const states = [this.getNodeParameter('states', itemIndex, [])].flat();
		const { cause, since, deliveryId, withAttempts } = this.getNodeParameter('logOptions', itemIndex, {}) as IDataObject;
		const { staffLanguage } = await core.shops.get(shop);
		const limit = readNumber(this.getNodeParameter('limit', itemIndex, 50), { label: 'Limit', least: 1 });
		const entries = await core.campaigns.log(shop, {
			campaign, states, limit, withAttempts: withAttempts === true,
			cause: cause ? String(cause) : undefined, deliveryId: deliveryId ? String(deliveryId) : undefined,
			since: since ? readInstant(this, since, 'Changed Since') : undefined,
		});
		addHint(this, sayFound(entries.length, limit));
		return entries.map((entry) => ({ output: 0, json: inThreeLevels(entry, staffLanguage) }));
	}));
}

function sayFound(count: number, limit: number): string {
	if (count === 0) return 'No mail in the log fits. Take filters away to see more.';
	return count < limit ? `${sayCount(count, 'mail')} found.` : `The newest ${sayCount(count, 'mail')}; raise Limit for older ones.`;
}

/** `code` first level, `cause` second, the server's own codes and words third (requirement M13). */
function inThreeLevels(entry: SendLogEntry, language: 'en' | 'zh'): Record<string, unknown> {
	const smtpCode = entry.reply === null ? null : entry.code;
	return { ...entry, smtpCode, ...(entry.cause ? explainCause(entry.cause, language) : {}) };
}
