import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { explainCause } from '../../../core/campaign/causes';
import type { UnsentGroup } from '../../../core/campaign/resend.flow';
import { RESENDABLE_CAUSES } from '../../../core/campaign/resendable';
import { campaignField, shopField } from '../../shared/fields';
import { addHint, sayCounts } from '../../shared/hint';
import { runPerItem } from '../../shared/runPerItem';
import { withCore } from '../../shared/withCore';
import { readCampaign } from './readCampaign';

const show = { operation: ['resendFailed'] };

export const description: INodeProperties[] = [
	shopField(show),
	campaignField(show, { isRequired: true, description: 'What failed or was blocked in it for something that can be mended is planned again: the same mail to the same people, never to those who got it' }),
	{
		displayName: 'Causes',
		name: 'causes',
		type: 'multiOptions',
		displayOptions: { show },
		options: RESENDABLE_CAUSES.map((value) => ({ name: toTitle(value), value, description: explainCause(value).nextStep })).sort((a, b) => a.name.localeCompare(b.name)),
		default: [],
		description: 'Leave empty for all of these. Mailboxes that do not exist, suppressed people and missing consent are never sent to again. Addresses that rest stay at rest.',
	},
];

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await withCore(this, async (core) => await runPerItem(this, 1, async (item, itemIndex) => {
		const { shop, campaign } = readCampaign(this, itemIndex);
		const { replanned, groups } = await core.campaigns.resendFailed(shop, campaign, this.getNodeParameter('causes', itemIndex, []) as string[]);
		const unsent = await core.campaigns.listUnsent(shop, campaign);
		const left = unsent.reduce((sum, group) => sum + group.count, 0);
		addHint(this, `${campaign}: ${replanned > 0 ? `${replanned.toLocaleString('en')} planned again for the next Send Due` : 'nothing to send again'}; ${sayLeft(unsent, replanned)}.`, replanned > 0 ? 'warning' : 'info');
		return { output: 0, json: { ...item.json, resend: { shop, campaign, replanned, causes: Object.fromEntries(groups.map(({ cause, count }) => [cause, count])), staysUnsent: left } } };
	}));
}

/** "3 stay unsent (2 mailbox does not exist, 1 suppressed:unsubscribe)" */
function sayLeft(unsent: readonly UnsentGroup[], replanned: number): string {
	const counts: Record<string, number> = {};
	for (const { cause, count } of unsent) counts[cause] = (counts[cause] ?? 0) + count;
	const left = Object.values(counts).reduce((sum, count) => sum + count, 0);
	if (left === 0 && replanned === 0) return 'nothing of it failed or was blocked';
	return left === 0 ? '0 stay unsent' : `${left.toLocaleString('en')} stay unsent (${sayCounts(counts)})`;
}

/** `mailbox-full` → "Mailbox Full" */
function toTitle(cause: string): string {
	return cause.split('-').map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join(' ');
}
