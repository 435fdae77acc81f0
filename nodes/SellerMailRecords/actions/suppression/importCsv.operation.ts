import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { SuppressionFileSummary, SuppressionImport } from '../../../../core/consent/suppressionFile.flow';
import { shopField } from '../../../shared/fields';
import { addHint } from '../../../shared/hint';
import { runPerItem, type ItemResult } from '../../../shared/runPerItem';
import { withCore } from '../../../shared/withCore';
import { everyShopField, readScope } from '../personFields';
import { readShop } from '../readShop';
import { mapperField, saveRows } from '../recordRows';
import { REASON_OPTIONS, SCOPE_OPTIONS } from './reasons';

const show = { resource: ['suppression'], operation: ['importCsv'] };
const FIELDS = [
	{ name: '(Ignore This Column)', value: '' }, { name: 'E-Mail', value: 'email' }, { name: 'Ends At', value: 'endsAt' }, { name: 'Note', value: 'note' }, { name: 'Reason', value: 'reason' },
	{ name: 'Since', value: 'startsAt' }, { name: 'Stops (Marketing or All)', value: 'scope' },
];

export const description: INodeProperties[] = [
	shopField(show),
	everyShopField(show, 'Whether they hold for every shop in the store. Default: off.'),
	{
		displayName: 'Addresses From', name: 'addressesFrom', type: 'options', noDataExpression: true, displayOptions: { show }, default: 'binary',
		options: [{ name: 'CSV File', value: 'binary', description: 'A file that came with the item' }, { name: 'Items', value: 'items', description: 'One address an item' }],
	},
	{ displayName: 'Binary Field', name: 'binaryField', type: 'string', default: 'data', required: true, displayOptions: { show: { ...show, addressesFrom: ['binary'] } }, hint: 'The name of the input field with the CSV file' },
	mapperField({ ...show, addressesFrom: ['items'] }, 'getSuppressionFields'),
	{ displayName: 'Reason', name: 'reason', type: 'options', default: 'unsubscribe', displayOptions: { show }, options: REASON_OPTIONS, description: 'Of rows that name none' },
	{ displayName: 'Stops', name: 'scope', type: 'options', default: 'marketing', displayOptions: { show }, options: SCOPE_OPTIONS, description: 'In rows that do not say' },
	{ displayName: 'Source', name: 'source', type: 'string', default: '', required: true, displayOptions: { show }, placeholder: 'list of the old mail tool', description: 'Where the list comes from; kept with each' },
	{
		displayName: 'Columns', name: 'columns', type: 'fixedCollection', typeOptions: { multipleValues: true }, placeholder: 'Add column', default: {}, displayOptions: { show: { ...show, addressesFrom: ['binary'] } },
		description: 'Columns are recognised by their names; say here where that goes wrong',
		options: [{ name: 'column', displayName: 'Column', values: [
			{ displayName: 'Column', name: 'name', type: 'string', default: '', description: 'As in the first line of the file' },
			{ displayName: 'Field', name: 'field', type: 'options', options: FIELDS, default: '', description: 'What it holds' },
		] }],
	},
	{
		displayName: 'Options', name: 'options', type: 'collection', placeholder: 'Add option', default: {}, displayOptions: { show },
		options: [
			{
				displayName: 'Date Order', name: 'dateOrder', type: 'options', default: 'mdy', description: 'How 3/4/2026 is read. Default: such dates are refused as ambiguous.',
				options: [{ name: 'Day First', value: 'dmy' }, { name: 'Month First', value: 'mdy' }],
			},
			{ displayName: 'Delimiter', name: 'delimiter', type: 'string', default: '', placeholder: ';', description: 'Default: found out from the file' },
			{ displayName: 'Rejected Rows to Show', name: 'maxRejected', type: 'number', typeOptions: { minValue: 0 }, default: 1000, description: 'All are counted; so many come out one by one' },
			{ displayName: 'Time Zone', name: 'timeZone', type: 'string', default: '', placeholder: 'Europe/Madrid', description: "Of times that name none. Default: the shop's." },
		],
	},
];

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	if (this.getNodeParameter('addressesFrom', 0) === 'items') {
		return await saveRows(this, async (core, _shopId, rows, reading) => await core.consent.importSuppressions(rows, { ...readRequest(this, 0), reading }));
	}
	return await withCore(this, async (core) => await runPerItem(this, 2, async (item, itemIndex) => {
		const summary = await core.consent.importSuppressionsCsv(await readFile(this, itemIndex), { ...readRequest(this, itemIndex), ...readFileOptions(this, itemIndex) });
		hintSummary(this, summary);
		const { rejectedRows, ...rest } = summary;
		const rejected = rejectedRows.map((row): ItemResult => ({ output: 1, json: { ...item.json, rejected: { ...row } } }));
		return [{ output: 0, json: { ...item.json, import: { ...rest } } }, ...rejected];
	}));
}

function readRequest(context: IExecuteFunctions, itemIndex: number): SuppressionImport {
	return {
		shopId: readScope(context, itemIndex, readShop(context, itemIndex)),
		reason: context.getNodeParameter('reason', itemIndex) as SuppressionImport['reason'],
		scope: context.getNodeParameter('scope', itemIndex) === 'all' ? 'all' : 'marketing',
		source: String(context.getNodeParameter('source', itemIndex)),
	};
}

function readFileOptions(context: IExecuteFunctions, itemIndex: number) {
	const { delimiter, maxRejected, dateOrder, timeZone } = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
	const columns = context.getNodeParameter('columns.column', itemIndex, []) as Array<{ name: string; field: string }>;
	return {
		delimiter: delimiter ? String(delimiter) : undefined,
		maxRejected: maxRejected === undefined ? undefined : Number(maxRejected),
		corrections: Object.fromEntries(columns.map(({ name, field }) => [name, field])),
		reading: { ...(dateOrder ? { dateOrder: dateOrder === 'dmy' ? 'dmy' as const : 'mdy' as const } : {}), ...(timeZone ? { timeZone: String(timeZone) } : {}) },
	};
}

async function readFile(context: IExecuteFunctions, itemIndex: number) {
	const field = String(context.getNodeParameter('binaryField', itemIndex));
	const binary = context.helpers.assertBinaryData(itemIndex, field);
	return binary.id ? await context.helpers.getBinaryStream(binary.id) : await context.helpers.getBinaryDataBuffer(itemIndex, field);
}

function hintSummary(context: IExecuteFunctions, { rows, added, unchanged, rejected, rejectedRows }: SuppressionFileSummary): void {
	const number = (count: number): string => count.toLocaleString('en');
	const [first] = rejectedRows;
	const words = `${number(rows)} rows: ${number(added)} added, ${number(unchanged)} unchanged, ${number(rejected)} rejected`;
	addHint(context, first ? `${words}; the first: line ${first.line}, ${first.field}: ${first.reason}.` : `${words}.`, first ? 'warning' : 'info');
}
