import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties, ResourceMapperValue } from 'n8n-workflow';
import type { RowResult } from '../../../core/buyer/recordBatches.flow';
import type { Core } from '../../../core/openCore';
import { shopField } from '../../shared/fields';
import { addHint } from '../../shared/hint';
import { toErrorItem } from '../../shared/runPerItem';
import { toNodeError } from '../../shared/toNodeError';
import { withCore } from '../../shared/withCore';
import { readShop } from './readShop';

/** *Shop* and the field mapper of a resource whose rows come in as items. `mapping` is the method that lists its fields. */
export function rowFields(resource: string, operation: string, mapping: string): INodeProperties[] {
	const show = { resource: [resource], operation: [operation] };
	return [
		shopField(show),
		mapperField(show, mapping),
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			displayOptions: { show },
			options: [
				{
					displayName: 'Date Order', name: 'dateOrder', type: 'options', default: 'mdy', description: 'How 3/4/2026 is read. Default: such dates are refused as ambiguous.',
					options: [{ name: 'Day First', value: 'dmy' }, { name: 'Month First', value: 'mdy' }],
				},
				{ displayName: 'Time Zone', name: 'timeZone', type: 'string', default: '', placeholder: 'Europe/Madrid', description: "Of times that name none. Default: the shop's." },
			],
		},
	];
}

/** The field mapper alone. `words`: what stands on its side of the values, and how columns find their fields. */
export function mapperField(show: Record<string, string[]>, mapping: string, words = ITEM_WORDS): INodeProperties {
	return {
		displayName: 'Fields',
		name: 'fields',
		type: 'resourceMapper',
		noDataExpression: true,
		default: { mappingMode: 'autoMapInputData', value: null },
		required: true,
		displayOptions: { show },
		description: words.description,
		typeOptions: {
			resourceMapper: {
				resourceMapperMethod: mapping, mode: 'map', valuesLabel: words.valuesLabel, fieldWords: { singular: 'field', plural: 'fields' },
				addAllFields: false, multiKeyMatch: false, supportAutoMap: true,
			},
		},
	};
}

const ITEM_WORDS = { valuesLabel: 'Values', description: 'Automatically: the item has the field names below. Manually: say for each field where its value is.' };

type Save = (core: Core, shopId: string, rows: unknown[], options: { timeZone?: string; dateOrder?: 'mdy' | 'dmy' }) => Promise<RowResult[]>;

/** Saves all items together and sorts them onto Done (with what became of them) and Rejected (with field and reason). */
export async function saveRows(context: IExecuteFunctions, save: Save): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	try {
		const rows = items.map((item, itemIndex) => readRow(context, item, itemIndex));
		const { timeZone, dateOrder } = context.getNodeParameter('options', 0, {}) as IDataObject;
		const results = await withCore(context, async (core) => await save(core, readShop(context, 0), rows, {
			...(timeZone ? { timeZone: String(timeZone) } : {}), ...(dateOrder === 'mdy' || dateOrder === 'dmy' ? { dateOrder } : {}),
		}));
		hintResults(context, results);
		return sortOut(items, results);
	} catch (error) {
		if (!context.continueOnFail()) throw toNodeError(context.getNode(), error);
		return [items.map((item, itemIndex) => toErrorItem(context, item, error, itemIndex)), []];
	}
}

/** Mapped by hand the values are in the mapper; automatically the item itself is the row. */
function readRow(context: IExecuteFunctions, item: INodeExecutionData, itemIndex: number): unknown {
	const isAutomatic = context.getNodeParameter('fields.mappingMode', 0) === 'autoMapInputData';
	if (isAutomatic) return item.json;
	return (context.getNodeParameter('fields', itemIndex) as ResourceMapperValue).value ?? {};
}

function sortOut(items: INodeExecutionData[], results: RowResult[]): INodeExecutionData[][] {
	const outputs: INodeExecutionData[][] = [[], []];
	for (const [index, result] of results.entries()) {
		const isRejected = result.kind === 'rejected';
		const answer = isRejected ? { rejected: { field: result.field, reason: result.reason } } : { record: { kind: result.kind, id: result.id } };
		outputs[isRejected ? 1 : 0]?.push({ json: { ...items[index]?.json, ...answer }, pairedItem: { item: index } });
	}
	return outputs;
}

function hintResults(context: IExecuteFunctions, results: RowResult[]): void {
	const count = (kind: RowResult['kind']): number => results.filter((result) => result.kind === kind).length;
	const rejected = results.find((result) => result.kind === 'rejected');
	const words = `${count('saved').toLocaleString('en')} saved, ${count('unchanged').toLocaleString('en')} unchanged, ${count('rejected').toLocaleString('en')} rejected`;
	addHint(context, rejected ? `${words}; the first: ${rejected.field}, ${rejected.reason}.` : `${words}.`, rejected ? 'warning' : 'info');
}
