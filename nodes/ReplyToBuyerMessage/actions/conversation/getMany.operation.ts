import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { ConversationState } from '../../../../core/messaging/ports';
import { toConversationItem } from '../../../../core/messaging/toItems';
import { shopField } from '../../../shared/fields';
import { addHint } from '../../../shared/hint';
import { runPerItem } from '../../../shared/runPerItem';
import { withCore } from '../../../shared/withCore';

export const option = { name: 'Get Many', value: 'getMany', action: 'Get many conversations', description: 'What is open, what is due within some hours, what was answered' };

const show = { resource: ['conversation'], operation: ['getMany'] };
const HOUR_MS = 3_600_000;
/** Read in one statement, so that the editor stays responsive. */
const LIMIT = 1_000;

export const description: INodeProperties[] = [
	shopField(show),
	{
		displayName: 'State',
		name: 'state',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show },
		options: [{ name: 'Answered', value: 'answered' }, { name: 'Any', value: 'any' }, { name: 'Closed', value: 'closed' }, { name: 'Open', value: 'open' }],
		default: 'open',
		description: 'Open: the buyer waits for an answer',
	},
	{
		displayName: 'Due Within Hours',
		name: 'dueWithinHours',
		type: 'number',
		typeOptions: { minValue: 0 },
		displayOptions: { show },
		default: 0,
		description: 'Only those whose answer is due within so many hours, or overdue. 0 for all.',
	},
	{ displayName: 'Limit', name: 'limit', type: 'number', typeOptions: { minValue: 1 }, default: 50, displayOptions: { show }, description: 'Max number of results to return' },
];

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const shop = String(this.getNodeParameter('shop', 0, 'demo', { extractValue: true }));
	const state = String(this.getNodeParameter('state', 0));
	const hours = Number(this.getNodeParameter('dueWithinHours', 0, 0));
	const limit = Math.min(Number(this.getNodeParameter('limit', 0, 50)), LIMIT);
	return await withCore(this, async (core) => await runPerItem(this, 1, async () => {
		const now = core.clock.now();
		const filter = { limit, ...(state === 'any' ? {} : { state: state as ConversationState }), ...(hours > 0 ? { dueBefore: now + hours * HOUR_MS } : {}) };
		const conversations = await core.messaging.listConversations(shop, filter);
		const overdue = conversations.filter(({ replyDueAt }) => replyDueAt !== null && replyDueAt < now).length;
		addHint(this, `${conversations.length} conversations, ${overdue} overdue.`, overdue > 0 ? 'warning' : 'info');
		return conversations.map((conversation) => ({ output: 0, json: { conversation: toConversationItem(conversation) } }));
	}));
}
