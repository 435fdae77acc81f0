import type { Readable } from 'node:stream';
import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { ImportSummary } from '../../../core/buyer/import.flow';
import type { ImportRequest } from '../../../core/buyer/importRequest';
import { shopField } from '../../shared/fields';
import { addHint } from '../../shared/hint';
import { runPerItem, type ItemResult } from '../../shared/runPerItem';
import { withCore } from '../../shared/withCore';
import { readShop } from './readShop';

type Kind = ImportRequest['kind'];

/** The panel of an import; `fields` are what a column can be mapped to. */
export function importFields(resource: string, fields: INodePropertyOptions[]): INodeProperties[] {
	const show = { resource: [resource], operation: ['importCsv'] };
	return [
		shopField(show),
		{
			displayName: 'File From', name: 'fileFrom', type: 'options', noDataExpression: true, displayOptions: { show }, default: 'binary',
			options: [{ name: 'Binary Field', value: 'binary', description: 'A file that came with the item' }, { name: 'Text', value: 'text', description: 'The lines themselves' }],
		},
		{ displayName: 'Binary Field', name: 'binaryField', type: 'string', default: 'data', required: true, displayOptions: { show: { ...show, fileFrom: ['binary'] } }, hint: 'The name of the input field with the file' },
		{ displayName: 'Text', name: 'text', type: 'string', typeOptions: { rows: 4 }, default: '', required: true, displayOptions: { show: { ...show, fileFrom: ['text'] } }, placeholder: 'order_id,email,order_date' },
		{ displayName: 'Authorised By', name: 'authorisedBy', type: 'string', default: '', required: true, displayOptions: { show }, placeholder: 'Li Wei, head of operations', description: 'Who decided that these data may be imported; kept as evidence' },
		{ displayName: 'Source', name: 'source', type: 'string', default: '', required: true, displayOptions: { show }, placeholder: 'order export of the marketplace, October', description: 'Where the data come from; kept as evidence' },
		{
			displayName: 'Consent Basis', name: 'consentBasis', type: 'options', displayOptions: { show }, default: 'none',
			options: [
				{ name: 'Double Opt-In', value: 'double_opt_in', description: 'They asked for marketing and confirmed it by mail' },
				{ name: 'Explicit', value: 'explicit', description: 'They ticked a box or signed' },
				{ name: 'Imported List', value: 'import', description: 'The source says that they agreed' },
				{ name: 'None', value: 'none', description: 'No consent to marketing; mail about orders only' },
				{ name: 'Soft Opt-In', value: 'soft_opt_in', description: 'They bought something similar; counts only where the law knows it' },
			],
			description: 'On what basis these buyers may get marketing. Stored for each of them as evidence.',
		},
		columnsField(show, fields),
		{
			displayName: 'Options', name: 'options', type: 'collection', placeholder: 'Add option', default: {}, displayOptions: { show },
			options: [
				{ displayName: 'Currency', name: 'currency', type: 'string', default: '', placeholder: 'BRL', description: "Of amounts that name none. Default: the shop's." },
				{
					displayName: 'Date Order', name: 'dateOrder', type: 'options', default: 'mdy', description: 'How 3/4/2026 is read. Default: found out from the file.',
					options: [{ name: 'Day First', value: 'dmy' }, { name: 'Month First', value: 'mdy' }],
				},
				{ displayName: 'Delimiter', name: 'delimiter', type: 'string', default: '', placeholder: ';', description: 'Default: found out from the file' },
				{
					displayName: 'Encoding', name: 'encoding', type: 'options', default: 'utf-8', description: 'Default: UTF-8',
					options: [
						{ name: 'GB18030 (Chinese Excel)', value: 'gb18030' }, { name: 'Shift JIS', value: 'shift_jis' }, { name: 'UTF-16', value: 'utf-16le' }, { name: 'UTF-8', value: 'utf-8' },
						{ name: 'Windows-1252 (Western Excel)', value: 'windows-1252' },
					],
				},
				{ displayName: 'Rejected Rows to Show', name: 'maxRejected', type: 'number', typeOptions: { minValue: 0 }, default: 1000, description: 'All are counted; so many come out one by one' },
				{ displayName: 'Time Zone', name: 'timeZone', type: 'string', default: '', placeholder: 'America/Sao_Paulo', description: "Of times that name none. Default: the shop's." },
			],
		},
	];
}

function columnsField(show: Record<string, string[]>, fields: INodePropertyOptions[]): INodeProperties {
	return {
		displayName: 'Columns',
		name: 'columns',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add column',
		default: {},
		displayOptions: { show },
		description: 'Columns are recognised by their names; say here where that goes wrong. The result shows what was used.',
		options: [{
			name: 'column', displayName: 'Column', values: [
				{ displayName: 'Column', name: 'name', type: 'string', default: '', placeholder: 'order_purchase_timestamp', description: 'As in the first line of the file' },
				{ displayName: 'Field', name: 'field', type: 'options', options: [{ name: '(Ignore This Column)', value: '' }, ...fields], default: '', description: 'What it holds' },
			],
		}],
	};
}

/** Imports the file of each item: a summary on Done, rejected rows on Rejected. */
export async function importFiles(context: IExecuteFunctions, kind: Kind): Promise<INodeExecutionData[][]> {
	return await withCore(context, async (core) => await runPerItem(context, 2, async (item, itemIndex) => {
		const source = await openSource(context, itemIndex);
		const summary = await core.buyers.importCsv(readRequest(context, kind, itemIndex), source);
		hintSummary(context, summary);
		const { rejectedRows, ...rest } = summary;
		const rejected = rejectedRows.map((row): ItemResult => ({ output: 1, json: { ...item.json, rejected: { ...row } } }));
		return [{ output: 0, json: { ...item.json, import: { ...rest } } }, ...rejected];
	}));
}

function readRequest(context: IExecuteFunctions, kind: Kind, itemIndex: number): ImportRequest {
	const text = (name: string): string => String(context.getNodeParameter(name, itemIndex, ''));
	const columns = context.getNodeParameter('columns.column', itemIndex, []) as Array<{ name: string; field: string }>;
	const options = Object.fromEntries(Object.entries(context.getNodeParameter('options', itemIndex, {}) as IDataObject).filter(([, value]) => value !== ''));
	return {
		shopId: readShop(context, itemIndex), kind, authorisedBy: text('authorisedBy'), source: text('source'), consentBasis: text('consentBasis') as ImportRequest['consentBasis'],
		corrections: Object.fromEntries(columns.map(({ name, field }) => [name, field])), ...options,
	};
}

async function openSource(context: IExecuteFunctions, itemIndex: number): Promise<Readable | Buffer | string> {
	if (context.getNodeParameter('fileFrom', itemIndex) === 'text') return String(context.getNodeParameter('text', itemIndex, ''));
	const field = String(context.getNodeParameter('binaryField', itemIndex));
	const binary = context.helpers.assertBinaryData(itemIndex, field);
	return binary.id ? await context.helpers.getBinaryStream(binary.id) : await context.helpers.getBinaryDataBuffer(itemIndex, field);
}

function hintSummary(context: IExecuteFunctions, { rows, imported, unchanged, rejected, rejectedRows }: ImportSummary): void {
	const number = (count: number): string => count.toLocaleString('en');
	const [first] = rejectedRows;
	const words = `${number(rows)} rows: ${number(imported)} imported, ${number(unchanged)} unchanged, ${number(rejected)} rejected`;
	addHint(context, first ? `${words}; the first: line ${first.line}, ${first.column || first.field}: ${first.reason}.` : `${words}.`, first ? 'warning' : 'info');
}
