import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { campaignField } from '../../shared/fields';
import { readSender } from '../../shared/readSender';
import { toNodeError } from '../../shared/toNodeError';
import { withCore } from '../../shared/withCore';
import { sendAudiences } from './sendAudiences';
import { sendItems } from './sendItems';
import { testOption } from './testOption';

const show = { operation: ['send'] };

export const description: INodeProperties[] = [
	campaignField(show, { isRequired: true, description: 'Each buyer gets one mail per campaign and occasion (a cart, an order), however often this runs. A new season is a new name.' }),
	{
		displayName: 'When',
		name: 'when',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show },
		options: [
			{ name: 'At Once', value: 'atOnce', description: 'Now, whatever the time is where the buyer lives. Marketing still waits for the hours that the law sets in some countries (Colombia, South Africa).' },
			{ name: "Buyer's Local Window", value: 'localWindow', description: "Inside the send window of the buyer's site, in the buyer's own time zone, and inside the hours that his country's law leaves to marketing; what is not due yet is scheduled" },
			{ name: 'From a Time', value: 'from', description: "In the buyer's window, but not before a given time" },
		],
		default: 'localWindow',
	},
	{ displayName: 'Not Before', name: 'from', type: 'dateTime', default: '', required: true, displayOptions: { show: { operation: ['send'], when: ['from'] } } },
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: { show },
		options: [
			testOption,
			{ displayName: 'Not After', name: 'notAfter', type: 'dateTime', default: '', description: 'What has not left by then is not sent at all. Default: no limit.' },
			{
				displayName: 'Send Once Per',
				name: 'sendOncePer',
				type: 'options',
				options: [
					{ name: 'Buyer', value: 'buyer', description: 'One mail a buyer in this campaign' },
					{ name: 'Occasion', value: 'occasion', description: 'One mail for each cart, order or repurchase cycle' },
				],
				default: 'occasion',
				description: 'Default: Occasion',
			},
			{ displayName: 'Stop After (Minutes)', name: 'maxMinutes', type: 'number', typeOptions: { minValue: 1 }, default: 30, description: 'The rest stays planned and goes out with the next Send Due. Default: no limit.' },
		],
	},
];

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const items = this.getInputData();
	const sender = await readSender(this).catch((error: unknown) => { throw toNodeError(this.getNode(), error); });
	return await withCore(this, async (core) => {
		const isAudience = items.some((item) => item.json.audience !== undefined);
		return isAudience ? await sendAudiences(this, core, sender) : await sendItems(this, core, sender);
	});
}
