import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { CampaignProgress } from '../../../core/campaign/progress';
import { campaignField, shopField } from '../../shared/fields';
import { addHint } from '../../shared/hint';
import { runPerItem } from '../../shared/runPerItem';
import { withCore } from '../../shared/withCore';

const show = { operation: ['getStatus'] };

export const description: INodeProperties[] = [shopField(show), campaignField(show, { isRequired: false, description: 'Leave empty for all campaigns of the shop' })];

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await withCore(this, async (core) => await runPerItem(this, 1, async (item, itemIndex) => {
		const shop = String(this.getNodeParameter('shop', itemIndex, '', { extractValue: true }));
		const campaign = String(this.getNodeParameter('campaign', itemIndex, '', { extractValue: true })) || undefined;
		const campaigns = await core.campaigns.status(shop, campaign);
		for (const { name, progress } of campaigns.filter((status) => status.progress.isRunning)) addHint(this, sayProgress(name, progress));
		const undecided = campaigns.reduce((sum, { progress }) => sum + progress.undecided, 0);
		if (undecided > 0) addHint(this, `${undecided.toLocaleString('en')} mails may have arrived or not: decide with Settle Uncertain.`, 'warning');
		return campaigns.map((status) => ({ output: 0, json: { ...item.json, campaign: { ...status } } }));
	}));
}

function sayProgress(name: string, { done, total, doneRate, acceptedLastMinute, workers, endsAt }: CampaignProgress): string {
	const end = endsAt === null ? '' : `, done at about ${new Date(endsAt).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
	return `${name} is running (${workers} worker${workers === 1 ? '' : 's'}): ${done.toLocaleString('en')} of ${total.toLocaleString('en')} done (${Math.floor(doneRate * 100)} %), ${acceptedLastMinute.toLocaleString('en')} a minute${end}.`;
}
