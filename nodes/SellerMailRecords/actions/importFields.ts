import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { shopField } from '../../shared/fields';
import { mapperField } from './recordRows';

/** The panel of an import; `mapper` is the method that lists its fields, `fields` are what a column can be corrected to. */
export function importFields(resource: string, mapper: string, fields: INodePropertyOptions[]): INodeProperties[] {
	const show = { resource: [resource], operation: ['import'] };
	const showEvidence = { ...show, mode: ['import'] };
	return [
		shopField(show),
		{
			displayName: 'Mode', name: 'mode', type: 'options', noDataExpression: true, displayOptions: { show }, default: 'import',
			options: [
				{ name: 'Import', value: 'import', description: 'Save the rows; what is wrong with one is said on Rejected' },
				{ name: 'Inspect', value: 'inspect', description: 'Show the columns of a file, what they are taken for, and its first five rows; saves nothing' },
			],
		},
		{
			displayName: 'Rows From', name: 'fileFrom', type: 'options', noDataExpression: true, displayOptions: { show }, default: 'binary',
			options: [
				{ name: 'Binary Field', value: 'binary', description: 'A CSV file that came with the item' },
				{ name: 'Items', value: 'items', description: 'Each item is a row' },
				{ name: 'Text', value: 'text', description: 'The lines of a CSV file themselves' },
			],
		},
		{ displayName: 'Binary Field', name: 'binaryField', type: 'string', default: 'data', required: true, displayOptions: { show: { ...show, fileFrom: ['binary'] } }, hint: 'The name of the input field with the file' },
		{ displayName: 'Text', name: 'text', type: 'string', typeOptions: { rows: 4 }, default: '', required: true, displayOptions: { show: { ...show, fileFrom: ['text'] } }, placeholder: 'order_id,email,order_date' },
		...evidenceFields(showEvidence),
		mapperField(show, mapper, FILE_WORDS),
		optionsField(show, fields),
	];
}

/** What an import has to say about itself. */
function evidenceFields(show: Record<string, string[]>): INodeProperties[] {
	return [
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
	];
}

const FILE_WORDS = {
	valuesLabel: 'Columns',
	description: 'Automatically: columns and item fields are recognised by their names, in English, Chinese, Portuguese and Spanish. Manually: of a file, type for each field the name of its column (Inspect shows them); of items, say where its value is.',
};

function optionsField(show: Record<string, string[]>, fields: INodePropertyOptions[]): INodeProperties {
	return {
		displayName: 'Options', name: 'options', type: 'collection', placeholder: 'Add option', default: {}, displayOptions: { show },
		options: [
			columnsField(fields),
			{ displayName: 'Currency', name: 'currency', type: 'string', default: '', placeholder: 'BRL', description: "Of amounts that name none. Default: the shop's." },
			{
				displayName: 'Date Order', name: 'dateOrder', type: 'options', default: 'mdy', description: 'How 3/4/2026 is read. Default: found out from the file; of items such dates are refused as ambiguous.',
				options: [{ name: 'Day First', value: 'dmy' }, { name: 'Month First', value: 'mdy' }],
			},
			{ displayName: 'Delimiter', name: 'delimiter', type: 'string', default: '', placeholder: ';', description: 'Default: found out from the file' },
			{
				displayName: 'Encoding', name: 'encoding', type: 'options', default: 'utf-8', description: 'Default: UTF-8, or what the file itself says',
				options: [
					{ name: 'Big5', value: 'big5' }, { name: 'EUC-KR', value: 'euc-kr' }, { name: 'GB18030 (Chinese Excel)', value: 'gb18030' }, { name: 'Shift JIS', value: 'shift_jis' },
					{ name: 'UTF-16 BE', value: 'utf-16be' }, { name: 'UTF-16 LE', value: 'utf-16le' }, { name: 'UTF-8', value: 'utf-8' }, { name: 'Windows-1252 (Western Excel)', value: 'windows-1252' },
				],
			},
			{ displayName: 'Rejected Rows to Show', name: 'maxRejected', type: 'number', typeOptions: { minValue: 0 }, default: 1000, description: 'So many come out one by one; the file of rejected rows holds all' },
			{ displayName: 'Time Zone', name: 'timeZone', type: 'string', default: '', placeholder: 'America/Sao_Paulo', description: "Of times that name none. Default: the shop's." },
		],
	};
}

function columnsField(fields: INodePropertyOptions[]): INodeProperties {
	return {
		displayName: 'Column Corrections',
		name: 'columns',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add column',
		default: {},
		description: 'With fields mapped automatically, of a file: what a column really holds, where its name misleads. The result shows what was used.',
		options: [{
			name: 'column', displayName: 'Column', values: [
				{ displayName: 'Column', name: 'name', type: 'string', default: '', placeholder: 'order_purchase_timestamp', description: 'As in the first line of the file' },
				{ displayName: 'Field', name: 'field', type: 'options', options: [{ name: '(Ignore This Column)', value: '' }, ...fields], default: '', description: 'What it holds' },
			],
		}],
	};
}
