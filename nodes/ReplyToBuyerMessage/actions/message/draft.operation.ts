import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { ComplianceItem } from '../../../../core/contract/items';
import { CATEGORIES } from '../../../../core/messaging/categories';
import { runPerItem } from '../../../shared/runPerItem';
import { withCore } from '../../../shared/withCore';
import { hintCheck } from '../hintCheck';
import { readConversation } from '../readConversation';

export const option = { name: 'Draft', value: 'draft', action: 'Draft an answer', description: 'Write the answer to the buyer\'s last message from a ready answer or own words, and check it' };

const show = { resource: ['message'], operation: ['draft'] };
const BY_CATEGORY = 'byCategory';
const READY_ANSWERS = CATEGORIES.map((value) => ({ name: value.replaceAll('_', ' ').replace(/\b[a-z]/g, (letter) => letter.toUpperCase()), value }))
	.sort((a, b) => a.name.localeCompare(b.name, 'en'));

export const description: INodeProperties[] = [
	{
		displayName: 'Answer From',
		name: 'answerFrom',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show },
		options: [
			{ name: 'Own Text', value: 'ownText', description: 'Words of your own' },
			{ name: 'Ready Answer', value: 'readyAnswer', description: 'The ready answer in the buyer\'s language, with order number and tracking' },
		],
		default: 'readyAnswer',
	},
	{
		displayName: 'Ready Answer',
		name: 'template',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { ...show, answerFrom: ['readyAnswer'] } },
		options: [{ name: 'By the Message\'s Category', value: BY_CATEGORY }, ...READY_ANSWERS],
		default: BY_CATEGORY,
		description: 'Which ready answer to use',
	},
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 6 },
		displayOptions: { show: { ...show, answerFrom: ['ownText'] } },
		default: '',
		description: 'Plain text in the buyer\'s language; name the order number. It is checked, not changed, except for superfluous empty lines.',
	},
	{
		displayName: 'Shipped By',
		name: 'fulfilledBy',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { ...show, answerFrom: ['readyAnswer'] } },
		options: [
			{ name: 'Amazon (FBA)', value: 'amazon', description: 'Amazon delivers and takes returns' },
			{ name: 'Us (MFN)', value: 'merchant', description: 'We deliver and take returns' },
		],
		default: 'merchant',
		description: 'For orders of which the store does not know who ships them',
	},
];

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const isOwnText = this.getNodeParameter('answerFrom', 0) === 'ownText';
	const template = isOwnText ? undefined : String(this.getNodeParameter('template', 0));
	const fulfilledBy = isOwnText ? undefined : (this.getNodeParameter('fulfilledBy', 0) as 'merchant' | 'amazon');
	const checks: ComplianceItem[] = [];
	const outputs = await withCore(this, async (core) => await runPerItem(this, 1, async (item, itemIndex) => {
		const { id, shop } = readConversation(item, itemIndex);
		const text = isOwnText ? String(this.getNodeParameter('text', itemIndex)) : undefined;
		const draft = await core.messaging.draft(shop, id, { text, fulfilledBy, template: template === BY_CATEGORY ? undefined : template });
		checks.push(draft.compliance);
		return { output: 0, json: { ...item.json, draft }, binary: item.binary };
	}));
	hintCheck(this, 'draft', checks);
	return outputs;
}
