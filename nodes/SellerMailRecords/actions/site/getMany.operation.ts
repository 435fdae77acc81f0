import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { shopField } from '../../../shared/fields';
import { runPerItem } from '../../../shared/runPerItem';
import { withCore } from '../../../shared/withCore';
import { readShop } from '../readShop';

export const description: INodeProperties[] = [shopField({ resource: ['site'], operation: ['getMany'] })];

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await withCore(this, async (core) => await runPerItem(this, 2, async (_item, itemIndex) => {
		const { id } = await core.shops.get(readShop(this, itemIndex));
		const sites = await core.shops.sitesOf(id);
		return [...sites.values()].map((site) => ({ output: 0, json: { shop: id, site: { ...site } } }));
	}));
}
