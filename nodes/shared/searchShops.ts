import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { withCore } from './withCore';

const PAGE_SIZE = 100;

/** The store's shops by name, for the *Shop* list. */
export async function searchShops(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const shops = await withCore(this, async (core) => await core.shops.list({ search: filter, limit: PAGE_SIZE }));
	return { results: shops.map((shop) => ({ name: shop.name === shop.id ? shop.id : `${shop.name} (${shop.id})`, value: shop.id })) };
}
