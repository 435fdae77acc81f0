import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { SuppressionInput } from '../../../../core/consent/suppression.flow';
import { DAY_MS } from '../../../../core/shared/clock';
import { shopField } from '../../../shared/fields';
import { runPerItem } from '../../../shared/runPerItem';
import { withCore } from '../../../shared/withCore';
import { readShop } from '../readShop';

const show = { resource: ['suppression'], operation: ['add'] };

export const description: INodeProperties[] = [
	shopField(show),
	{ displayName: 'E-Mail', name: 'email', type: 'string', default: '', required: true, displayOptions: { show }, placeholder: 'ana@correo.example' },
	{
		displayName: 'Reason', name: 'reason', type: 'options', default: 'manual', displayOptions: { show },
		options: [{ name: 'Complaint', value: 'complaint' }, { name: 'Hard Bounce', value: 'hard-bounce' }, { name: 'Stopped by Hand', value: 'manual' }, { name: 'Unsubscribe', value: 'unsubscribe' }],
	},
	{
		displayName: 'Stops', name: 'scope', type: 'options', default: 'marketing', displayOptions: { show },
		options: [{ name: 'All Mail', value: 'all', description: 'Also mail about orders' }, { name: 'Marketing', value: 'marketing', description: 'Mail about orders still goes out' }],
	},
	{
		displayName: 'Options', name: 'options', type: 'collection', placeholder: 'Add option', default: {}, displayOptions: { show },
		options: [
			{ displayName: 'Days', name: 'days', type: 'number', typeOptions: { minValue: 1 }, default: 30, description: 'How long it holds. Default: for ever.' },
			{ displayName: 'Note', name: 'note', type: 'string', default: '' },
		],
	},
];

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await withCore(this, async (core) => await runPerItem(this, 2, async (item, itemIndex) => {
		const options = this.getNodeParameter('options', itemIndex, {}) as IDataObject;
		const input: SuppressionInput = {
			shopId: readShop(this, itemIndex),
			email: String(this.getNodeParameter('email', itemIndex)),
			reason: this.getNodeParameter('reason', itemIndex) as SuppressionInput['reason'],
			scope: this.getNodeParameter('scope', itemIndex) === 'all' ? 'all' : 'marketing',
			endsAt: options.days ? core.clock.now() + Number(options.days) * DAY_MS : null,
			note: options.note ? String(options.note) : undefined,
		};
		await core.consent.addSuppression(input);
		return { output: 0, json: { ...item.json, suppression: { shop: input.shopId, reason: input.reason, scope: input.scope, endsAt: input.endsAt ?? null } } };
	}));
}
