import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { ComplianceItem } from '../../../../core/contract/items';
import { runPerItem } from '../../../shared/runPerItem';
import { withCore } from '../../../shared/withCore';
import { hintCheck } from '../hintCheck';
import { readConversation, readDraft } from '../readConversation';

export const option = { name: 'Check', value: 'check', action: 'Check an answer', description: 'Check a text that a person wrote or changed against Amazon\'s rules; only a checked text can be sent' };

export const description: INodeProperties[] = [
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 6 },
		displayOptions: { show: { resource: ['message'], operation: ['check'] } },
		default: '',
		description: 'The text to check. Leave empty to check the text of the item\'s draft.',
	},
];

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const checks: ComplianceItem[] = [];
	const outputs = await withCore(this, async (core) => await runPerItem(this, 1, async (item, itemIndex) => {
		const { id, shop } = readConversation(item, itemIndex);
		const text = String(this.getNodeParameter('text', itemIndex, '')) || readDraft(item, itemIndex).text;
		const draft = await core.messaging.check(shop, id, text);
		checks.push(draft.compliance);
		return { output: 0, json: { ...item.json, draft }, binary: item.binary };
	}));
	hintCheck(this, 'text', checks);
	return outputs;
}
