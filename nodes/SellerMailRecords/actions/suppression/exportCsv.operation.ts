import { Readable } from 'node:stream';
import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { shopField } from '../../../shared/fields';
import { addHint } from '../../../shared/hint';
import { runPerItem } from '../../../shared/runPerItem';
import { withCore } from '../../../shared/withCore';
import { readShop } from '../readShop';
import { ALL_REASON_OPTIONS } from './reasons';

const show = { resource: ['suppression'], operation: ['exportCsv'] };

export const description: INodeProperties[] = [
	shopField(show),
	{ displayName: 'Put File In', name: 'binaryField', type: 'string', default: 'data', required: true, displayOptions: { show }, hint: 'The name of the output field for the CSV file' },
	{
		displayName: 'Filters', name: 'filters', type: 'collection', placeholder: 'Add filter', default: {}, displayOptions: { show },
		options: [
			{ displayName: 'In Force Only', name: 'isActiveOnly', type: 'boolean', default: true, description: 'Whether to leave out those that have ended. Default: off.' },
			{ displayName: 'Reason', name: 'reason', type: 'options', default: 'unsubscribe', options: ALL_REASON_OPTIONS },
		],
	},
];

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await withCore(this, async (core) => await runPerItem(this, 2, async (item, itemIndex) => {
		const { reason, isActiveOnly } = this.getNodeParameter('filters', itemIndex, {}) as IDataObject;
		const shopId = readShop(this, itemIndex);
		const counted = { lines: -1 };
		const text = core.consent.exportSuppressionsCsv(shopId, { reason: reason ? String(reason) : undefined, isActiveOnly: isActiveOnly === true });
		const file = await this.helpers.prepareBinaryData(Readable.from(count(text, counted), { objectMode: false }), `suppressions-${shopId}.csv`, 'text/csv');
		addHint(this, `${counted.lines.toLocaleString('en')} suppressions in the file. Addresses are there where the buyer is known; of others the store has only a hash.`);
		return { output: 0, json: { ...item.json, export: { shop: shopId, count: counted.lines } }, binary: { [String(this.getNodeParameter('binaryField', itemIndex))]: file } };
	}));
}

async function* count(pieces: AsyncGenerator<string>, counted: { lines: number }): AsyncGenerator<Buffer> {
	for await (const piece of pieces) {
		// no cell of a suppression holds a line break: texts are of one line
		counted.lines += piece.split('\r\n').length - 1;
		yield Buffer.from(piece);
	}
}
