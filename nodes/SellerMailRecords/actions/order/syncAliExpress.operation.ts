import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { OrderSyncRequest, OrderSyncResult } from '../../../../core/aliExpress/orderSync.flow';
import { SECOND_MS } from '../../../../core/shared/clock';
import { SellerMailError } from '../../../../core/shared/errors';
import { parseInstant } from '../../../../core/shared/instant';
import { shopField } from '../../../shared/fields';
import { addHint } from '../../../shared/hint';
import { runPerItem, type ItemResult } from '../../../shared/runPerItem';
import { withCore } from '../../../shared/withCore';
import { toAccountInput } from '../../../shared/readAliExpress';
import { readShop } from '../readShop';

const show = { resource: ['order'], operation: ['syncAliExpress'] };

export const description: INodeProperties[] = [
	shopField(show),
	{
		displayName: 'Orders Changed Since', name: 'changedSince', type: 'options', noDataExpression: true, default: 'lastSync', displayOptions: { show },
		options: [
			{ name: 'A Time', value: 'time', description: 'At most 179 days back' },
			{ name: 'The Last Sync', value: 'lastSync', description: 'The first time: the last 7 days' },
		],
		description: 'Which orders are read. Reading one twice does no harm.',
	},
	{ displayName: 'Time', name: 'since', type: 'dateTime', default: '', required: true, displayOptions: { show: { ...show, changedSince: ['time'] } } },
	{
		displayName: 'Options', name: 'syncOptions', type: 'collection', placeholder: 'Add option', default: {}, displayOptions: { show },
		options: [
			{ displayName: 'Detail Method', name: 'detailMethod', type: 'string', default: '', placeholder: 'aliexpress.solution.order.info.get', description: 'Should AliExpress rename it. Default: that of Methods.' },
			{ displayName: 'List Method', name: 'listMethod', type: 'string', default: '', placeholder: 'aliexpress.solution.order.get', description: 'Should AliExpress rename it. Default: that of Methods.' },
			{
				displayName: 'Methods', name: 'family', type: 'options', default: 'solution', description: "Which ones the app may call depends on its permissions. Default: the Solution API's.",
				options: [{ name: 'Solution API', value: 'solution' }, { name: 'Trade API (Older)', value: 'trade' }],
			},
			{ displayName: 'Overlap (Hours)', name: 'overlapHours', type: 'number', typeOptions: { minValue: 1, maxValue: 168 }, default: 1, description: 'So much before the last sync is read again. Default: 1 hour.' },
			{ displayName: 'Pause Between Calls (Seconds)', name: 'pauseSeconds', type: 'number', typeOptions: { minValue: 0, maxValue: 60, numberPrecision: 2 }, default: 1, description: 'AliExpress does not say how many calls it allows. Default: 1 second.' },
			{ displayName: 'Stop After (Orders)', name: 'maxOrders', type: 'number', typeOptions: { minValue: 1 }, default: 1000, description: 'The next sync goes on from there. Default: no limit.' },
		],
	},
];

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await withCore(this, async (core) => await runPerItem(this, 2, async (item, itemIndex) => {
		const account = toAccountInput(await this.getCredentials('sellerMailAliExpressApi', itemIndex));
		const request = { shopId: readShop(this, itemIndex), account, since: readSince(this, itemIndex), ...readOptions(this, itemIndex), signal: this.getExecutionCancelSignal() };
		const { rejectedOrders, ...result } = await core.aliExpress.syncOrders(request);
		const nextStep = sayNextStep(result);
		addHint(this, `${sayCounts(result)} ${nextStep}`.trim(), result.rejected > 0 || result.stoppedBy ? 'warning' : 'info');
		const rejected = rejectedOrders.map((order): ItemResult => ({ output: 1, json: { ...item.json, rejected: order } }));
		return [{ output: 0, json: { ...item.json, sync: { shop: request.shopId, ...result, nextStep } } }, ...rejected];
	}));
}

function readSince(context: IExecuteFunctions, itemIndex: number): number | undefined {
	if (context.getNodeParameter('changedSince', itemIndex) !== 'time') return undefined;
	const since = parseInstant(context.getNodeParameter('since', itemIndex), { timeZone: context.getTimezone() });
	if (since !== undefined) return since;
	throw new SellerMailError('INPUT_INVALID', { message: '“Time” is not a time.', nextStep: 'Pick one from the calendar, e.g. 2026-11-20 08:00.', context: { field: 'since' } });
}

function readOptions(context: IExecuteFunctions, itemIndex: number): Partial<OrderSyncRequest> {
	const { family, listMethod, detailMethod, overlapHours, pauseSeconds, maxOrders } = context.getNodeParameter('syncOptions', itemIndex, {}) as IDataObject;
	return {
		family: family === 'trade' ? 'trade' : 'solution', listMethod: String(listMethod ?? ''), detailMethod: String(detailMethod ?? ''),
		...(overlapHours === undefined ? {} : { overlapHours: Number(overlapHours) }), ...(maxOrders === undefined ? {} : { maxOrders: Number(maxOrders) }),
		...(pauseSeconds === undefined ? {} : { gapMs: Math.max(0, Number(pauseSeconds)) * SECOND_MS }),
	};
}

type Counts = Omit<OrderSyncResult, 'rejectedOrders'>;

function sayCounts({ read, new: added, changed, unchanged, withoutAddress, rejected }: Counts): string {
	const number = (count: number): string => count.toLocaleString('en');
	return `${number(read)} orders read: ${number(added)} new, ${number(changed)} changed, ${number(unchanged)} unchanged, ${number(rejected)} rejected; ${number(withoutAddress)} without an address.`;
}

function sayNextStep({ stoppedBy, rejected, withoutAddress }: Counts): string {
	if (stoppedBy) return 'Not all of it was read: the next sync goes on from there.';
	if (rejected > 0) return 'See the Rejected output; what it names is read again when it changes, or with an earlier “Time”.';
	return withoutAddress > 0 ? 'AliExpress hides addresses: such buyers are counted, and never mailed.' : '';
}
