import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { toConversationItem } from '../../../../core/messaging/toItems';
import { runPerItem } from '../../../shared/runPerItem';
import { withCore } from '../../../shared/withCore';
import { readConversation } from '../readConversation';

export const option = {
	name: 'Mark as Needing No Response', value: 'markNoResponseNeeded', action: 'Mark a message as needing no response',
	description: 'Take the message out of what is due here; a person sets the same mark in Seller Central with the message\'s noResponseLink',
};

export const description: INodeProperties[] = [
	{
		displayName: 'Decided By',
		name: 'decidedBy',
		type: 'string',
		displayOptions: { show: { resource: ['message'], operation: ['markNoResponseNeeded'] } },
		default: 'n8n workflow',
		description: 'Kept with the message as evidence',
	},
];

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await withCore(this, async (core) => await runPerItem(this, 1, async (item, itemIndex) => {
		const before = readConversation(item, itemIndex);
		const decidedBy = String(this.getNodeParameter('decidedBy', itemIndex, 'n8n workflow'));
		const conversation = await core.messaging.markNoResponseNeeded(before.shop, before.id, decidedBy);
		return { output: 0, json: { ...item.json, conversation: { ...before, ...toConversationItem(conversation) } }, binary: item.binary };
	}));
}
