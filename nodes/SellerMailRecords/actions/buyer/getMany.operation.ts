import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { shopField } from '../../../shared/fields';
import { runPerItem } from '../../../shared/runPerItem';
import { SITE_OPTIONS } from '../../../shared/siteOptions';
import { withCore } from '../../../shared/withCore';
import { readShop } from '../readShop';

const show = { resource: ['buyer'], operation: ['getMany'] };

export const description: INodeProperties[] = [
	shopField(show),
	{ displayName: 'Limit', name: 'limit', type: 'number', typeOptions: { minValue: 1 }, default: 50, displayOptions: { show }, description: 'Max number of results to return' },
	{
		displayName: 'Filters', name: 'filters', type: 'collection', placeholder: 'Add filter', default: {}, displayOptions: { show },
		options: [
			{ displayName: 'After Buyer ID', name: 'afterId', type: 'string', default: '', description: 'The last one of the page before' },
			{ displayName: 'E-Mail', name: 'email', type: 'string', default: '', placeholder: 'ana@correo.example', description: 'Exactly this address' },
			{ displayName: 'Search', name: 'search', type: 'string', default: '', description: 'Part of name, address or marketplace ID' },
			{ displayName: 'Site', name: 'site', type: 'options', options: [...SITE_OPTIONS], default: 'usa' },
		],
	},
];

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await withCore(this, async (core) => await runPerItem(this, 2, async (_item, itemIndex) => {
		const filters = this.getNodeParameter('filters', itemIndex, {}) as IDataObject;
		const text = (name: string): string | undefined => (filters[name] ? String(filters[name]) : undefined);
		const query = { limit: Number(this.getNodeParameter('limit', itemIndex, 50)), afterId: text('afterId'), email: text('email'), search: text('search'), site: text('site') };
		const buyers = await core.buyers.list(readShop(this, itemIndex), query);
		const consents = await core.buyers.consentOf(buyers.map((buyer) => buyer.id));
		return buyers.map((buyer) => ({ output: 0, json: { buyer, consent: { ...consents.get(buyer.id) } } }));
	}));
}
