import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { Diagnosis } from '../../../core/delivery/diagnosis';
import type { Core } from '../../../core/openCore';
import { campaignField, shopField } from '../../shared/fields';
import { addHintLines } from '../../shared/hint';
import { runPerItem } from '../../shared/runPerItem';
import { withCore } from '../../shared/withCore';

const show = { operation: ['diagnose'] };
/** In the hint; all of it is in the item. */
const MOST_EVIDENCE = 4;

export const description: INodeProperties[] = [
	shopField(show),
	{
		displayName: 'Diagnose',
		name: 'about',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show },
		options: [
			{ name: 'Campaign', value: 'campaign', description: 'What does not go out, why, at which mailbox providers, and what waits for what' },
			{ name: 'Delivery', value: 'delivery', description: 'One mail to one buyer: everything that happened to it, and what would happen now' },
			{ name: 'Server Reply', value: 'reply', description: 'What the words of a mail server mean; from the send log, a bounce mail or a mail program' },
		],
		default: 'campaign',
	},
	campaignField({ ...show, about: ['campaign'] }, { isRequired: true, description: 'The campaign to look at' }),
	{
		displayName: 'Delivery ID',
		name: 'deliveryId',
		type: 'string',
		required: true,
		default: '={{ $json.deliveryId }}',
		placeholder: 'd_7Qm2…',
		displayOptions: { show: { ...show, about: ['delivery'] } },
		description: 'As Get Send Log shows it. Default: the one of the incoming item.',
	},
	{
		displayName: 'Server Reply',
		name: 'reply',
		type: 'string',
		typeOptions: { rows: 4 },
		required: true,
		default: '',
		placeholder: '550-5.7.26 This mail has been blocked because the sender is unauthenticated.',
		displayOptions: { show: { ...show, about: ['reply'] } },
		description: 'The words of the mail server, with its codes if there are any. Addresses in it are left out of the answer.',
	},
];

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await withCore(this, async (core) => await runPerItem(this, 1, async (_item, itemIndex) => {
		const diagnosis = await diagnose(this, core, itemIndex);
		addHintLines(this, [`${diagnosis.summary} ${diagnosis.nextStep}`, ...diagnosis.evidence.slice(0, MOST_EVIDENCE)], diagnosis.code === null ? 'info' : 'warning');
		return { output: 0, json: { diagnosis } };
	}));
}

async function diagnose(context: IExecuteFunctions, core: Core, itemIndex: number): Promise<Diagnosis> {
	const shop = String(context.getNodeParameter('shop', itemIndex, '', { extractValue: true }));
	const text = (name: string): string => String(context.getNodeParameter(name, itemIndex, '', { extractValue: true }) ?? '');
	switch (context.getNodeParameter('about', itemIndex) as 'campaign' | 'delivery' | 'reply') {
		case 'campaign': return await core.diagnose.campaign(shop, text('campaign'));
		case 'delivery': return await core.diagnose.delivery(shop, text('deliveryId'));
		case 'reply': return await core.diagnose.reply(shop, text('reply'));
	}
}
