import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { explainCauses } from '../../../core/campaign/causes';
import { campaignField, shopField } from '../../shared/fields';
import { runPerItem } from '../../shared/runPerItem';
import { staffLanguageOf } from '../../shared/staffLanguage';
import { withCore } from '../../shared/withCore';

const show = { operation: ['getStatus'] };

export const description: INodeProperties[] = [shopField(show), campaignField(show, { isRequired: false, description: 'Leave empty for all campaigns of the shop' })];

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await withCore(this, async (core) => await runPerItem(this, 1, async (item, itemIndex) => {
		const shop = String(this.getNodeParameter('shop', itemIndex, '', { extractValue: true }));
		const campaign = String(this.getNodeParameter('campaign', itemIndex, '', { extractValue: true })) || undefined;
		const campaigns = await core.campaigns.status(shop, campaign);
		const language = await staffLanguageOf(core, shop);
		const results = campaign ? await core.campaigns.readVariantResults(shop, campaign) : undefined;
		return campaigns.map((status) => ({ output: 0, json: { ...item.json, campaign: { ...status, why: explainCauses(status.causes, language), ...(results ? { results } : {}) } } }));
	}));
}
