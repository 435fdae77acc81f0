import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { importFields } from '../importFields';
import { importRows } from '../importRows';

export const description: INodeProperties[] = importFields('buyer', 'getBuyerImportFields', [
	{ name: 'Consent Given At', value: 'consentAt' }, { name: 'Country', value: 'country' }, { name: 'Date of Birth', value: 'birthDate' }, { name: 'E-Mail', value: 'email' }, { name: 'Language', value: 'language' },
	{ name: 'Marketplace ID', value: 'externalId' }, { name: 'Name', value: 'name' }, { name: 'Time Zone', value: 'timeZone' }, { name: 'Updated At', value: 'updatedAt' },
]);

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await importRows(this, 'buyers');
}
