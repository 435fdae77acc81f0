import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { PickOptions } from '../../../core/campaign/abTest.flow';
import { VARIANT_NAMES } from '../../../core/segment/variants';
import { campaignField, shopField } from '../../shared/fields';
import { addHintLines } from '../../shared/hint';
import { readNumber } from '../../shared/readNumber';
import { runPerItem } from '../../shared/runPerItem';
import { withCore } from '../../shared/withCore';
import { METRIC_OPTIONS } from './testOption';

const show = { operation: ['pickWinner'] };

export const description: INodeProperties[] = [
	shopField(show),
	campaignField(show, { isRequired: true, description: 'The campaign whose A/B test is to be settled' }),
	{
		displayName: 'Pick',
		name: 'pick',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show },
		options: [
			{ name: 'A Variant of My Choice', value: 'named', description: 'At once, whatever the numbers say' },
			{ name: 'The Winner, Else the Best So Far', value: 'bestSoFar', description: 'After the wait there is always one, proven or not' },
			{ name: 'The Winner, Else Nothing Yet', value: 'test', description: 'Only what the significance test proves; until then the rest goes on waiting' },
		],
		default: 'test',
		description: 'Sends nothing by itself: the rest gets the winner, and the next Send Due sends it. Once picked it stays so.',
	},
	{ displayName: 'Variant', name: 'variant', type: 'options', options: VARIANT_NAMES.map((name) => ({ name, value: name })), default: 'A', displayOptions: { show: { ...show, pick: ['named'] } } },
	{
		displayName: 'Options',
		name: 'pickOptions',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: { show, hide: { pick: ['named'] } },
		options: [
			{ displayName: 'Confidence (%)', name: 'confidence', type: 'number', typeOptions: { minValue: 50, maxValue: 99.9, numberPrecision: 1 }, default: 95, description: 'All looks at the test together are wrong at most this seldom: 95 means once in twenty tests of equal variants. Default: 95.' },
			{ displayName: 'Decided By', name: 'metric', type: 'options', options: METRIC_OPTIONS, default: 'order', description: 'Default: as set when the campaign was sent' },
			{ displayName: 'Minimum Sample', name: 'minimumSample', type: 'number', typeOptions: { minValue: 1 }, default: 100, description: 'Recipients of each variant, below which nothing is tested; rare outcomes need more by themselves. Default: 100.' },
			{ displayName: 'Orders Within (Days)', name: 'orderWindowDays', type: 'number', typeOptions: { minValue: 1, maxValue: 365 }, default: 7, description: "A buyer's order counts so long after his mail was accepted. Default: 7." },
		],
	},
];

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await withCore(this, async (core) => await runPerItem(this, 1, async (item, itemIndex) => {
		const shop = String(this.getNodeParameter('shop', itemIndex, '', { extractValue: true }));
		const campaign = String(this.getNodeParameter('campaign', itemIndex, '', { extractValue: true }));
		const options = readPick(this, itemIndex);
		const report = await core.campaigns.pickWinner(shop, campaign, options);
		const isOther = options.mode?.kind === 'named' && report.winner !== options.mode.variant;
		const stays = isOther ? ['It was decided before, and a decision stays: nothing was changed.'] : [];
		addHintLines(this, [...stays, `${report.campaign}: ${report.message}`, report.nextStep], report.winner === null || isOther ? 'warning' : 'info');
		return { output: 0, json: { ...item.json, test: { shop, ...report } } };
	}));
}

function readPick(context: IExecuteFunctions, itemIndex: number): PickOptions {
	const kind = context.getNodeParameter('pick', itemIndex, 'test') as NonNullable<PickOptions['mode']>['kind'];
	if (kind === 'named') return { mode: { kind, variant: String(context.getNodeParameter('variant', itemIndex, '')) } };
	const { metric, confidence, minimumSample, orderWindowDays } = context.getNodeParameter('pickOptions', itemIndex, {}) as IDataObject;
	return {
		mode: { kind },
		...(metric === undefined ? {} : { metric: metric as PickOptions['metric'] }),
		...(confidence === undefined ? {} : { confidence: readNumber(confidence, { label: 'Confidence (%)', least: 50, most: 99.9 }) / 100 }),
		...(minimumSample === undefined ? {} : { minimumSample: readNumber(minimumSample, { label: 'Minimum Sample', least: 1 }) }),
		...(orderWindowDays === undefined ? {} : { orderWindowDays: readNumber(orderWindowDays, { label: 'Orders Within (Days)', least: 1, most: 365 }) }),
	};
}
