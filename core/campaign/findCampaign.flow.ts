import { SellerMailError } from '../shared/errors';
import type { Campaign, CampaignStore } from './ports';

/** The shop's campaign of that name. @throws SellerMailError NOT_FOUND */
export async function findCampaign(deps: { campaigns: Pick<CampaignStore, 'findCampaign'> }, shopId: string, name: string): Promise<Campaign> {
	const campaign = await deps.campaigns.findCampaign(shopId, name);
	if (!campaign) {
		throw new SellerMailError('NOT_FOUND', {
			message: `Shop \`${shopId}\` has no campaign \`${name}\`.`, nextStep: 'Choose one from the list. A campaign begins with its first Send.', context: { field: 'campaign' },
		});
	}
	return campaign;
}
