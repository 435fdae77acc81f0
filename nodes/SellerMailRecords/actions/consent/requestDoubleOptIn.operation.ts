import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { shopField } from '../../../shared/fields';
import { readSender } from '../../../shared/readSender';
import { toErrorItem } from '../../../shared/runPerItem';
import { toNodeError } from '../../../shared/toNodeError';
import { withCore } from '../../../shared/withCore';
import { readShop } from '../readShop';
import { hintOptIns, sortOptIns } from './optInItems';

const show = { resource: ['consent'], operation: ['requestDoubleOptIn'] };

export const description: INodeProperties[] = [
	{
		displayName: 'The person gets one mail with a button, and marketing only after pressing it. Publish a Seller Mail Trigger for this shop first: the button leads there.',
		name: 'optInNotice', type: 'notice', default: '', displayOptions: { show },
	},
	shopField(show),
	{ displayName: 'E-Mail', name: 'email', type: 'string', default: '', required: true, displayOptions: { show }, placeholder: 'ana@correo.example', description: 'The address that was entered' },
	{ displayName: 'Source', name: 'source', type: 'string', default: '', required: true, displayOptions: { show }, placeholder: 'Newsletter form', description: 'Where it was entered. Kept as evidence and shown in the mail.' },
	{
		displayName: 'Options', name: 'options', type: 'collection', placeholder: 'Add option', default: {}, displayOptions: { show },
		options: [
			{ displayName: 'Country', name: 'country', type: 'string', default: '', placeholder: 'ES', description: 'Of a buyer who is new. Default: recognised from the address.' },
			{ displayName: 'IP Address', name: 'ip', type: 'string', default: '', placeholder: '192.0.2.1', description: 'Where the request came from. Kept as evidence. Default: none.' },
			{ displayName: 'Language', name: 'language', type: 'string', default: '', placeholder: 'es', description: "Of mail and page. Default: the buyer's." },
			{ displayName: 'Wording', name: 'wording', type: 'string', typeOptions: { rows: 3 }, default: '', description: 'What the person was shown and agrees to. Kept as evidence and shown in mail and page. Default: our own sentence in his language.' },
		],
	},
];

/** All items are asked together: few transactions, few connections. */
export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const items = this.getInputData();
	try {
		const sender = await readSender(this);
		const rows = items.map((_item, itemIndex) => readRow(this, itemIndex));
		const report = await withCore(this, async (core) => await core.consent.requestDoubleOptIn(readShop(this, 0), sender, rows));
		hintOptIns(this, report);
		return sortOptIns(items, report.results);
	} catch (error) {
		if (!this.continueOnFail()) throw toNodeError(this.getNode(), error);
		return [items.map((item, itemIndex) => toErrorItem(this, item, error, itemIndex)), []];
	}
}

function readRow(context: IExecuteFunctions, itemIndex: number): IDataObject {
	const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
	return { ...options, email: String(context.getNodeParameter('email', itemIndex)), source: String(context.getNodeParameter('source', itemIndex)) };
}
