import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { PersonalData } from '../../../../core/buyer/personalData.flow';
import { personalDataToCsv } from '../../../../core/buyer/personalDataCsv';
import { shopField } from '../../../shared/fields';
import { addHint } from '../../../shared/hint';
import { runPerItem } from '../../../shared/runPerItem';
import { withCore } from '../../../shared/withCore';
import { anyPersonFields, everyShopField, readAnyPerson } from '../personFields';
import { readShop } from '../readShop';

const show = { resource: ['buyer'], operation: ['exportPersonalData'] };

export const description: INodeProperties[] = [
	shopField(show),
	everyShopField(show, 'Whether to look in every shop of the store. Default: off, this shop only.'),
	...anyPersonFields(show),
	{
		displayName: 'File', name: 'file', type: 'options', default: 'json', displayOptions: { show }, description: 'The item holds the data too',
		options: [{ name: 'CSV', value: 'csv', description: 'One value a line, for spreadsheets; nothing in it is run as a formula' }, { name: 'JSON', value: 'json' }],
	},
	{ displayName: 'Put File In', name: 'binaryField', type: 'string', default: 'data', required: true, displayOptions: { show }, hint: 'The name of the output field for the file' },
];

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await withCore(this, async (core) => await runPerItem(this, 2, async (_item, itemIndex) => {
		const request = { shopId: readShop(this, itemIndex), isEveryShop: this.getNodeParameter('isEveryShop', itemIndex, false) === true, person: readAnyPerson(this, itemIndex) };
		const data = await core.personalData.exportData(request);
		hintData(this, data);
		const isCsv = this.getNodeParameter('file', itemIndex) === 'csv';
		const text = isCsv ? personalDataToCsv(data) : JSON.stringify(data, null, '\t');
		const file = await this.helpers.prepareBinaryData(Buffer.from(text), `personal-data.${isCsv ? 'csv' : 'json'}`, isCsv ? 'text/csv' : 'application/json');
		return { output: 0, json: { personalData: { ...data } }, binary: { [String(this.getNodeParameter('binaryField', itemIndex))]: file } };
	}));
}

function hintData(context: IExecuteFunctions, { isKnown, shops }: PersonalData): void {
	if (!isKnown) return addHint(context, 'Nothing is kept on this person.', 'warning');
	const count = (section: 'orders' | 'deliveries' | 'consentRecords'): number => shops.reduce((sum, shop) => sum + shop[section].length, 0);
	addHint(context, `In ${shops.length} shops: ${count('orders')} orders, ${count('deliveries')} deliveries, ${count('consentRecords')} consent records. This item holds personal data: hand it over and delete the execution.`);
}
