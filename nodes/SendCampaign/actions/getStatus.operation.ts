import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { explainCauses } from '../../../core/campaign/causes';
import type { CampaignStatus } from '../../../core/campaign/ports';
import { NEVER_DUE_AT } from '../../../core/delivery/ports';
import { campaignField, shopField } from '../../shared/fields';
import { addHint, addHintLines, sayCount, sayCounts, sayInstant } from '../../shared/hint';
import { runPerItem } from '../../shared/runPerItem';
import { withCore } from '../../shared/withCore';

const show = { operation: ['getStatus'] };
/** More lines than this nobody reads; all of them are in the items. */
const MOST_LINES = 8;

export const description: INodeProperties[] = [shopField(show), campaignField(show, { isRequired: false, description: 'Leave empty for all campaigns of the shop' })];

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await withCore(this, async (core) => await runPerItem(this, 1, async (item, itemIndex) => {
		const shop = String(this.getNodeParameter('shop', itemIndex, '', { extractValue: true }));
		const campaign = String(this.getNodeParameter('campaign', itemIndex, '', { extractValue: true })) || undefined;
		const { staffLanguage } = await core.shops.get(shop);
		const campaigns = await core.campaigns.status(shop, campaign);
		const results = campaign ? await core.campaigns.readVariantResults(shop, campaign) : undefined;
		hintStatus(this, campaigns, core.clock.now());
		return campaigns.map((status) => ({ output: 0, json: { ...item.json, campaign: { ...status, why: explainCauses(status.causes, staffLanguage), ...(results ? { results } : {}) } } }));
	}));
}

function hintStatus(context: IExecuteFunctions, campaigns: CampaignStatus[], now: number): void {
	if (campaigns.length === 0) return addHint(context, 'This shop has no campaign yet; one begins with its first Send.');
	const lines = campaigns.map((status) => (status.progress.isRunning ? sayProgress(context, status) : sayStanding(context, status, now)));
	addHintLines(context, [...lines.slice(0, MOST_LINES), ...(lines.length > MOST_LINES ? [`… and ${sayCount(lines.length - MOST_LINES, 'more campaign')}.`] : [])]);
	const undecided = campaigns.reduce((sum, { progress }) => sum + progress.undecided, 0);
	if (undecided > 0) addHint(context, `${sayCount(undecided, 'mail')} may have arrived or not: decide with Settle Uncertain.`, 'warning');
}

function sayProgress(context: IExecuteFunctions, { name, progress }: CampaignStatus): string {
	const { done, total, doneRate, acceptedLastMinute, workers, endsAt } = progress;
	const end = endsAt === null ? '' : `, done at about ${sayInstant(context, endsAt)}`;
	return `${name} is running (${sayCount(workers, 'worker')}): ${done.toLocaleString('en')} of ${total.toLocaleString('en')} done (${Math.floor(doneRate * 100)} %), ${acceptedLastMinute.toLocaleString('en')} a minute${end}.`;
}

/** "autumn, paused (wrong price): 1,485 accepted, 3,085 planned; next due 2026-11-23 11:30 (Asia/Shanghai)." */
function sayStanding(context: IExecuteFunctions, { name, state, pauseReason, states, nextDueAt }: CampaignStatus, now: number): string {
	const standing = state === 'active' ? '' : `, ${state}${pauseReason ? ` (${pauseReason})` : ''}`;
	const next = nextDueAt === null || nextDueAt === NEVER_DUE_AT ? '' : nextDueAt <= now ? '; some are due now' : `; next due ${sayInstant(context, nextDueAt)}`;
	return `${name}${standing}: ${sayCounts(states) || 'no mails'}${next}.`;
}
