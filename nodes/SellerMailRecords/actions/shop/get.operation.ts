import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { shopField } from '../../../shared/fields';
import { runPerItem } from '../../../shared/runPerItem';
import { withCore } from '../../../shared/withCore';
import { readShop } from '../readShop';

export const description: INodeProperties[] = [shopField({ resource: ['shop'], operation: ['get'] })];

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await withCore(this, async (core) => await runPerItem(this, 2, async (item, itemIndex) => {
		const shop = await core.shops.get(readShop(this, itemIndex));
		return { output: 0, json: { ...item.json, shop: { ...shop } } };
	}));
}
