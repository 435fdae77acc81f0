import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { toConversationItem } from '../../../../core/messaging/toItems';
import { runPerItem } from '../../../shared/runPerItem';
import { withCore } from '../../../shared/withCore';
import { readConversation } from '../readConversation';

export const option = { name: 'Close', value: 'close', action: 'Close a conversation', description: 'Nothing more is sent in it; only the buyer opens it again' };

export const description: INodeProperties[] = [];

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await withCore(this, async (core) => await runPerItem(this, 1, async (item, itemIndex) => {
		const before = readConversation(item, itemIndex);
		const conversation = await core.messaging.close(before.shop, before.id);
		return { output: 0, json: { ...item.json, conversation: { ...before, ...toConversationItem(conversation) } }, binary: item.binary };
	}));
}
