import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { Core } from '../../../../core/openCore';
import { shopField } from '../../../shared/fields';
import { addHint } from '../../../shared/hint';
import { runPerItem } from '../../../shared/runPerItem';
import { withCore } from '../../../shared/withCore';
import { personFields, readPerson } from '../personFields';
import { readShop } from '../readShop';

const show = { resource: ['consent'], operation: ['withdraw'] };

export const description: INodeProperties[] = [
	shopField(show),
	...personFields(show),
	{ displayName: 'Source', name: 'source', type: 'string', default: '', required: true, displayOptions: { show }, placeholder: 'phone call', description: 'Where the buyer said it; kept as evidence' },
	{
		displayName: 'Options', name: 'options', type: 'collection', placeholder: 'Add option', default: {}, displayOptions: { show },
		options: [{ displayName: 'Note', name: 'note', type: 'string', default: '', description: 'Kept with the suppression' }],
	},
];

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await withCore(this, async (core) => {
		const outputs = await runPerItem(this, 2, async (item, itemIndex) => {
			const withdrawal = await withdraw(this, core, itemIndex);
			return { output: 0, json: { ...item.json, withdrawal } };
		});
		addHint(this, 'Marketing to them has stopped, planned mail included.');
		return outputs;
	});
}

async function withdraw(context: IExecuteFunctions, core: Core, itemIndex: number): Promise<object> {
	const [shopId, person] = [readShop(context, itemIndex), readPerson(context, itemIndex)];
	const { note } = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
	const act = { source: String(context.getNodeParameter('source', itemIndex)), note: note ? String(note) : undefined };
	if ('email' in person) return { shop: shopId, ...(await core.consent.withdrawByEmail(shopId, person.email, act)) };
	return { shop: shopId, buyerId: person.buyerId, ...(await core.consent.withdraw(shopId, person.buyerId, act)) };
}
