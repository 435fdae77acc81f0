import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { shopField } from '../../../shared/fields';
import { runPerItem } from '../../../shared/runPerItem';
import { withCore } from '../../../shared/withCore';
import { readShop } from '../readShop';
import { ALL_REASON_OPTIONS } from './reasons';

const show = { resource: ['suppression'], operation: ['getMany'] };

export const description: INodeProperties[] = [
	shopField(show),
	{ displayName: 'Limit', name: 'limit', type: 'number', typeOptions: { minValue: 1 }, default: 50, displayOptions: { show }, description: 'Max number of results to return' },
	{
		displayName: 'Filters', name: 'filters', type: 'collection', placeholder: 'Add filter', default: {}, displayOptions: { show },
		options: [
			{ displayName: 'After Suppression ID', name: 'afterId', type: 'string', default: '', description: 'The last one of the page before' },
			{ displayName: 'E-Mail', name: 'email', type: 'string', default: '', placeholder: 'ana@correo.example', description: 'Exactly this address' },
			{ displayName: 'In Force Only', name: 'isActiveOnly', type: 'boolean', default: true, description: 'Whether to leave out those that have ended. Default: off.' },
			{ displayName: 'Reason', name: 'reason', type: 'options', default: 'unsubscribe', options: ALL_REASON_OPTIONS },
		],
	},
];

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await withCore(this, async (core) => await runPerItem(this, 2, async (_item, itemIndex) => {
		const filters = this.getNodeParameter('filters', itemIndex, {}) as IDataObject;
		const text = (name: string): string | undefined => (filters[name] ? String(filters[name]) : undefined);
		const suppressions = await core.consent.listSuppressions(readShop(this, itemIndex), {
			reason: text('reason'), email: text('email'), isActiveOnly: filters.isActiveOnly === true, afterId: text('afterId'), limit: Number(this.getNodeParameter('limit', itemIndex, 50)),
		});
		return suppressions.map(({ id, shopId, email, reason, scope, startsAt, endsAt, note, source, endedReason }) => ({
			output: 0, json: { suppression: { id, shop: shopId, email, reason, scope, startsAt, endsAt, note, source, endedReason } },
		}));
	}));
}
