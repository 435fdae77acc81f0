import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { withCore } from './withCore';

/** The store's campaigns, newest first, for the *Campaign* list. */
export async function searchCampaigns(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const campaigns = await withCore(this, async (core) => await core.campaigns.list());
	const wanted = (filter ?? '').toLowerCase();
	return {
		results: campaigns
			.filter((campaign) => campaign.name.toLowerCase().includes(wanted))
			.map((campaign) => ({ name: `${campaign.name} (${campaign.shopId}, ${campaign.state})`, value: campaign.name })),
	};
}
