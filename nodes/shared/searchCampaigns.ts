import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { withCore } from './withCore';

/** They have no *Shop*: the items say which it is. n8n keeps the value of a field that is hidden now. */
const WITHOUT_SHOP = ['send', 'estimate'];

/** The campaigns of the chosen shop, newest first, for the *Campaign* list; of all shops where none is chosen. */
export async function searchCampaigns(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const isAsked = !WITHOUT_SHOP.includes(String(this.getCurrentNodeParameter('operation')));
	const shop = isAsked ? String(this.getCurrentNodeParameter('shop', { extractValue: true }) ?? '').trim() : '';
	const isChosen = shop !== '' && !shop.startsWith('=');
	const campaigns = await withCore(this, async (core) => await core.campaigns.list(isChosen ? shop : undefined));
	const wanted = (filter ?? '').toLowerCase();
	return {
		results: campaigns
			.filter((campaign) => campaign.name.toLowerCase().includes(wanted))
			.map((campaign) => ({ name: `${campaign.name} (${isChosen ? '' : `${campaign.shopId}, `}${campaign.state})`, value: campaign.name })),
	};
}
