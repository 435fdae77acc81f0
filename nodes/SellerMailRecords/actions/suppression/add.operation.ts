import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { SuppressionInput } from '../../../../core/consent/suppression.flow';
import { DAY_MS } from '../../../../core/shared/clock';
import { shopField } from '../../../shared/fields';
import { runPerItem } from '../../../shared/runPerItem';
import { withCore } from '../../../shared/withCore';
import { everyShopField, readScope } from '../personFields';
import { readShop } from '../readShop';
import { REASON_OPTIONS, SCOPE_OPTIONS } from './reasons';

const show = { resource: ['suppression'], operation: ['add'] };

export const description: INodeProperties[] = [
	shopField(show),
	everyShopField(show, 'Whether it holds for every shop in the store. Default: off.'),
	{ displayName: 'E-Mail', name: 'email', type: 'string', default: '', required: true, displayOptions: { show }, placeholder: 'ana@correo.example', description: 'Mail to it stops at once, planned mail included' },
	{ displayName: 'Reason', name: 'reason', type: 'options', default: 'manual', displayOptions: { show }, options: REASON_OPTIONS },
	{ displayName: 'Stops', name: 'scope', type: 'options', default: 'marketing', displayOptions: { show }, options: SCOPE_OPTIONS },
	{
		displayName: 'Options', name: 'options', type: 'collection', placeholder: 'Add option', default: {}, displayOptions: { show },
		options: [
			{ displayName: 'Days', name: 'days', type: 'number', typeOptions: { minValue: 1 }, default: 30, description: 'How long it holds. Default: for ever; a hard bounce 30 days.' },
			{ displayName: 'Note', name: 'note', type: 'string', default: '' },
			{ displayName: 'Source', name: 'source', type: 'string', default: '', placeholder: 'phone call', description: 'Where it comes from. Default: a person.' },
		],
	},
];

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await withCore(this, async (core) => await runPerItem(this, 2, async (item, itemIndex) => {
		const { shopId, id, reason, scope, startsAt, endsAt, note, source } = await core.consent.addSuppression(readInput(this, itemIndex, core.clock.now()));
		return { output: 0, json: { ...item.json, suppression: { id, shop: shopId, reason, scope, startsAt, endsAt, note, source } } };
	}));
}

function readInput(context: IExecuteFunctions, itemIndex: number, now: number): SuppressionInput {
	const { days, note, source } = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
	return {
		shopId: readScope(context, itemIndex, readShop(context, itemIndex)),
		email: String(context.getNodeParameter('email', itemIndex)),
		reason: context.getNodeParameter('reason', itemIndex) as SuppressionInput['reason'],
		scope: context.getNodeParameter('scope', itemIndex) === 'all' ? 'all' : 'marketing',
		endsAt: days ? now + Number(days) * DAY_MS : undefined,
		note: note ? String(note) : undefined,
		source: source ? String(source) : 'person',
	};
}
