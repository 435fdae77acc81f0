import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { rowFields, saveRows } from '../recordRows';

export const description: INodeProperties[] = rowFields('consent', 'recordEvidence', 'getConsentFields');

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await saveRows(this, async (core, shopId, rows, options) => await core.consent.record(shopId, rows, options));
}
