import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { explainCause } from '../../../core/campaign/causes';
import type { Core } from '../../../core/openCore';
import { SellerMailError } from '../../../core/shared/errors';
import { campaignField, shopField } from '../../shared/fields';
import { addHint, sayCount } from '../../shared/hint';
import { readNumber } from '../../shared/readNumber';
import { runPerItem, type ItemResult } from '../../shared/runPerItem';
import { withCore } from '../../shared/withCore';
import { readCampaign } from './readCampaign';

const show = { operation: ['settleUncertain'] };
const NOTHING = 'Nothing is uncertain.';
const DECIDED = { operation: ['settleUncertain'], decision: ['leave', 'resend'] };

export const description: INodeProperties[] = [
	shopField(show),
	campaignField(show, { isRequired: false, description: 'Leave empty for all campaigns of the shop' }),
	{
		displayName: 'Decision',
		name: 'decision',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show },
		options: [
			{ name: 'Leave', value: 'leave', description: 'They count as perhaps arrived, are never sent again, and are listed no more' },
			{ name: 'List', value: 'list', description: 'Only show them, with the beginning of the Message-ID to look for in the mail server\'s log' },
			{ name: 'Resend', value: 'resend', description: 'They are sent again with the next Send Due. Whoever did get the mail gets it twice.' },
		],
		default: 'list',
	},
	{ displayName: 'Delivery ID', name: 'deliveryId', type: 'string', default: '', displayOptions: { show: DECIDED }, placeholder: 'd_7Qm2…', description: 'One delivery, as List shows it. Leave empty for all that are uncertain.' },
	{
		displayName: 'Some May Get It Twice', name: 'isTwiceAccepted', type: 'boolean', default: false, displayOptions: { show: { operation: ['settleUncertain'], decision: ['resend'] } },
		description: 'Whether you accept that people who did get the mail get it a second time. Without it nothing is sent again.',
	},
	{ displayName: 'Limit', name: 'limit', type: 'number', typeOptions: { minValue: 1 }, default: 50, displayOptions: { show: { operation: ['settleUncertain'], decision: ['list'] } }, description: 'Max number of results to return' },
];

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await withCore(this, async (core) => await runPerItem(this, 1, async (item, itemIndex) => {
		const decision = String(this.getNodeParameter('decision', itemIndex, 'list'));
		if (decision === 'list') return await list(this, core, itemIndex);
		return { output: 0, json: { ...item.json, uncertain: await settle(this, core, itemIndex, decision) } };
	}));
}

async function list(context: IExecuteFunctions, core: Core, itemIndex: number): Promise<ItemResult[]> {
	const { shop, campaign } = readCampaign(context, itemIndex);
	const { staffLanguage } = await core.shops.get(shop);
	const limit = readNumber(context.getNodeParameter('limit', itemIndex, 50), { label: 'Limit', least: 1 });
	const entries = await core.campaigns.listUncertain(shop, { campaign: campaign || undefined }, limit);
	const more = entries.length === limit ? ' There may be more: raise Limit.' : '';
	addHint(context, entries.length === 0 ? NOTHING : `${sayCount(entries.length, 'mail')} may have arrived or not.${more}`, entries.length === 0 ? 'info' : 'warning');
	return entries.map((entry) => {
		const { message, nextStep } = explainCause(entry.cause ?? 'connection-lost', staffLanguage);
		return { output: 0, json: { ...entry, messageIdStart: `<${entry.deliveryId}@`, message, nextStep } };
	});
}

async function settle(context: IExecuteFunctions, core: Core, itemIndex: number, decision: string): Promise<Record<string, unknown>> {
	const { shop, campaign } = readCampaign(context, itemIndex);
	await core.shops.get(shop);
	const choice = { campaign: campaign || undefined, deliveryId: String(context.getNodeParameter('deliveryId', itemIndex, '')).trim() || undefined };
	if (decision === 'resend' && context.getNodeParameter('isTwiceAccepted', itemIndex, false) !== true) throw notAccepted();
	const ids = decision === 'resend' ? await core.campaigns.resendUncertain(shop, choice) : await core.campaigns.leaveUncertain(shop, choice);
	const said = decision === 'resend' ? 'planned again for the next Send Due' : 'left as it is, and listed no more';
	addHint(context, ids.length === 0 ? NOTHING : `${sayCount(ids.length, 'uncertain mail')}: ${said}.`, decision === 'resend' && ids.length > 0 ? 'warning' : 'info');
	return { shop, ...choice, decision, count: ids.length, deliveryIds: ids };
}

function notAccepted(): SellerMailError {
	return new SellerMailError('INPUT_INVALID', {
		message: 'Nothing was sent again: “Some May Get It Twice” is off.',
		nextStep: 'Look at the list and the mail server\'s log first; then turn it on, or choose Leave.', context: { field: 'isTwiceAccepted' },
	});
}
