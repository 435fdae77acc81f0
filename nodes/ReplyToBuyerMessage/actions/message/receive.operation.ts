import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { readMailItem } from '../../../../core/messaging/mailItem.parser';
import type { Received } from '../../../../core/messaging/receive.flow';
import { isToAnswer, toConversationItem, toMessageItem } from '../../../../core/messaging/toItems';
import { shopField } from '../../../shared/fields';
import { addHint } from '../../../shared/hint';
import { runPerItem } from '../../../shared/runPerItem';
import { withCore } from '../../../shared/withCore';

export const option = { name: 'Receive', value: 'receive', action: 'Receive messages', description: 'Read mails of the Email Trigger (format Resolved), sort them, set the deadline. Reading one twice changes nothing.' };

const TO_ANSWER = 0;
const OTHER = 1;

export const description: INodeProperties[] = [shopField({ resource: ['message'], operation: ['receive'] })];

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const shop = String(this.getNodeParameter('shop', 0, 'demo', { extractValue: true }));
	const all: Received[] = [];
	const outputs = await withCore(this, async (core) => await runPerItem(this, 2, async (item, itemIndex) => {
		const received = await core.messaging.receive(shop, await readMailItem(item.json, itemIndex));
		all.push(received);
		const conversation = received.conversation && toConversationItem(received.conversation, received.order);
		return {
			output: isToAnswer(received) ? TO_ANSWER : OTHER,
			json: { ...item.json, ...(conversation ? { conversation } : {}), message: toMessageItem(received) },
			binary: item.binary,
		};
	}));
	addHint(this, sayReceived(all, this.getTimezone()), all.some(({ reason }) => reason === 'lookAlike' || reason === 'authenticationFailed') ? 'warning' : 'info');
	return outputs;
}

/** "3 messages received: 1 item not received (due 14:05), 2 return; 1 was not from Amazon". */
function sayReceived(all: Received[], timeZone: string): string {
	const fresh = all.filter(({ conversation, message, isDuplicate }) => conversation && message?.direction === 'in' && !isDuplicate);
	const byCategory = Map.groupBy(fresh, ({ conversation }) => conversation?.category ?? 'other');
	const parts = [...byCategory].map(([category, list]) => `${list.length} ${category.replaceAll('_', ' ')}${sayDue(list, timeZone)}`);
	const strangers = all.filter(({ kind }) => kind === 'notAmazon').length;
	const repeats = all.filter(({ isDuplicate }) => isDuplicate).length;
	const notices = all.length - fresh.length - strangers - repeats;
	const rest = [[repeats, 'read before'], [strangers, 'not from Amazon'], [notices, 'notices']].filter(([count]) => count !== 0).map((words) => words.join(' ')).join(', ');
	const received = `${fresh.length} message${fresh.length === 1 ? '' : 's'} received${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`;
	return `${received}${rest ? `; ${rest}` : ''}.`;
}

function sayDue(list: Received[], timeZone: string): string {
	const due = Math.min(...list.map(({ conversation }) => conversation?.replyDueAt ?? Infinity));
	if (!Number.isFinite(due)) return '';
	return ` (due ${new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', day: 'numeric', month: 'short' }).format(due)})`;
}
