import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { ReplyResult } from '../../../../core/messaging/reply.flow';
import { addHint, sayCounts } from '../../../shared/hint';
import { readSender } from '../../../shared/readSender';
import { runPerItem } from '../../../shared/runPerItem';
import { withCore } from '../../../shared/withCore';
import { readConversation, readDraft } from '../readConversation';

export const option = { name: 'Reply', value: 'reply', action: 'Reply by mail', description: 'Send the draft by mail to the buyer\'s address at Amazon, once. Refuses a text that has not passed the check.' };

const show = { resource: ['message'], operation: ['reply'] };

export const description: INodeProperties[] = [
	{
		displayName: 'The From address of the sender must be registered in Seller Central (Notification Preferences or Manage Your Permissions); Amazon rejects mail of others.',
		name: 'senderNotice',
		type: 'notice',
		displayOptions: { show },
		default: '',
	},
	{
		displayName: 'Approved By',
		name: 'approvedBy',
		type: 'string',
		displayOptions: { show },
		default: '',
		placeholder: 'e.g. Wang Li',
		description: 'The person who read the reply. Needed for drafts that the check leaves to people, and for a second answer to one message.',
	},
	{
		displayName: 'Sent By',
		name: 'sentBy',
		type: 'string',
		displayOptions: { show },
		default: 'n8n workflow',
		description: 'Kept with the message as evidence',
	},
];

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const sender = await readSender(this);
	const signal = this.getExecutionCancelSignal();
	const counts: Record<string, number> = {};
	const outputs = await withCore(this, async (core) => await runPerItem(this, 1, async (item, itemIndex) => {
		if (signal?.aborted) return [];
		const { shop } = readConversation(item, itemIndex);
		const { conversationId, text } = readDraft(item, itemIndex);
		const approvedBy = String(this.getNodeParameter('approvedBy', itemIndex, '')).trim() || undefined;
		const sentBy = String(this.getNodeParameter('sentBy', itemIndex, 'n8n workflow'));
		const result = await core.messaging.reply(shop, sender, { conversationId, text, sentBy, approvedBy });
		counts[result.kind] = (counts[result.kind] ?? 0) + 1;
		return { output: 0, json: { ...item.json, reply: toReplyItem(result) }, binary: item.binary };
	}));
	addHint(this, `Replies: ${sayCounts(counts) || 'none'}.`, counts.failed || counts.uncertain ? 'warning' : 'info');
	return outputs;
}

function toReplyItem({ kind, ...rest }: ReplyResult): Record<string, unknown> {
	return { state: kind, ...rest, ...(kind === 'uncertain' ? { nextStep: 'See in Seller Central whether it arrived; it is not sent again by itself.' } : {}) };
}
