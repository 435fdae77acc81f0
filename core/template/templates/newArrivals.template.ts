import { composeMail } from '../layout/blocks';
import { makeCampaignView } from './campaignProducts';
import type { LibraryTemplate } from './libraryTemplate';
import { offerConditions } from './offer';
import { productRows } from './productRows';

/** Products that are new in the shop, the first of them with its price in the subject. */
export const newArrivals: LibraryTemplate = {
	name: 'new-arrivals',
	texts: 'newArrivals',
	purpose: 'marketing',
	title: { en: 'New arrivals', zh: '新品上架' },
	needs: ['data.products.0.name', 'data.products.0.price'],
	presets: [],
	makeView: (data, formats) => makeCampaignView(data, formats, 'new-arrivals').view,
	compose(strings) {
		const own = strings.newArrivals;
		return composeMail(strings, { ...own, blocks: [offerConditions(strings), productRows(strings, 'shop')], small: [own.note] });
	},
};
