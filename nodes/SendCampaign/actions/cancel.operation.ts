import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { campaignField, shopField } from '../../shared/fields';
import { addHint, sayCount } from '../../shared/hint';
import { runPerItem } from '../../shared/runPerItem';
import { withCore } from '../../shared/withCore';
import { readCampaign } from './readCampaign';

const show = { operation: ['cancel'] };

export const description: INodeProperties[] = [
	shopField(show),
	campaignField(show, { isRequired: true, description: 'What has not left never will; quota and bill are not touched by it. This can\'t be undone: to stop for a while, use Pause.' }),
];

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await withCore(this, async (core) => await runPerItem(this, 1, async (item, itemIndex) => {
		const { shop, campaign } = readCampaign(this, itemIndex);
		const report = await core.campaigns.cancel(shop, campaign);
		const before = report.isChanged ? 'is' : 'was already';
		addHint(this, `${campaign} ${before} canceled: ${report.canceled > 0 ? `${sayCount(report.canceled, 'mail')} that waited ${report.canceled === 1 ? 'is' : 'are'} not sent` : 'nothing waited'}.`, 'warning');
		return { output: 0, json: { ...item.json, campaign: { ...report.campaign, isChanged: report.isChanged, canceled: report.canceled } } };
	}));
}
