import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { MailchimpSyncRequest, MailchimpSyncResult } from '../../../../core/mailchimp/sync.flow';
import { shopField } from '../../../shared/fields';
import { addHint } from '../../../shared/hint';
import { runPerItem } from '../../../shared/runPerItem';
import { withCore } from '../../../shared/withCore';
import { readShop } from '../readShop';

const show = { resource: ['suppression'], operation: ['syncMailchimp'] };

export const description: INodeProperties[] = [
	shopField(show),
	{
		displayName: 'Audience', name: 'audience', type: 'resourceLocator', default: { mode: 'list', value: '' }, required: true, displayOptions: { show },
		description: 'The list in Mailchimp',
		modes: [
			{ displayName: 'From List', name: 'list', type: 'list', typeOptions: { searchListMethod: 'searchAudiences', searchable: true } },
			{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'a1b2c3d4e5' },
		],
	},
	{
		displayName: 'Direction', name: 'direction', type: 'options', noDataExpression: true, default: 'both', displayOptions: { show },
		options: [
			{ name: 'Both Ways', value: 'both', description: 'Whoever opted out on one side gets no marketing from either' },
			{ name: 'From Mailchimp', value: 'pull', description: 'Who unsubscribed there gets no marketing from here; whose mailbox is gone gets nothing' },
			{ name: 'To Mailchimp', value: 'push', description: 'Who unsubscribed or complained here is unsubscribed there' },
		],
		description: 'Nobody is ever subscribed or added by this',
	},
	{ displayName: 'Dry Run', name: 'isDryRun', type: 'boolean', default: false, displayOptions: { show }, description: 'Whether to count what would be done, and do nothing' },
];

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await withCore(this, async (core) => await runPerItem(this, 2, async (item, itemIndex) => {
		const { apiKey } = await this.getCredentials('mailchimpApi', itemIndex);
		const request: MailchimpSyncRequest = {
			shopId: readShop(this, itemIndex), apiKey: String(apiKey ?? ''), listId: String(this.getNodeParameter('audience', itemIndex, '', { extractValue: true })),
			direction: this.getNodeParameter('direction', itemIndex) as MailchimpSyncRequest['direction'], isDryRun: this.getNodeParameter('isDryRun', itemIndex) === true,
			signal: this.getExecutionCancelSignal(),
		};
		const result = await core.mailchimp.sync(request);
		addHint(this, sayResult(result), result.stoppedBy || result.push?.refused ? 'warning' : 'info');
		return { output: 0, json: { ...item.json, sync: { shop: request.shopId, audience: request.listId, ...result } } };
	}));
}

function sayResult({ pull, push, isDryRun, stoppedBy }: MailchimpSyncResult): string {
	const number = (count: number): string => count.toLocaleString('en');
	const from = pull ? [`from Mailchimp ${number(pull.unsubscribed)} new opt-outs and ${number(pull.cleaned)} dead mailboxes, ${number(pull.unchanged)} known`] : [];
	const to = push ? [`to Mailchimp ${number(push.unsubscribed)} unsubscribed of ${number(push.read)} subscribed${push.refused ? `, ${number(push.refused)} refused` : ''}`] : [];
	const words = [...from, ...to].join('; ') || 'nothing done';
	return `${isDryRun ? 'Dry run: ' : ''}${words}.${stoppedBy ? ' Stopped before the end: run it again.' : ''}`;
}
