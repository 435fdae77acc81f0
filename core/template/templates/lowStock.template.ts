import { composeMail } from '../layout/blocks';
import { makeCampaignView } from './campaignProducts';
import type { LibraryTemplate } from './libraryTemplate';
import { offerConditions } from './offer';
import { productRows, stockLeft } from './productRows';
import { missingData } from './readData';

/** Few pieces are left, and the data says how many: scarcity is a fact here or isn't said. */
export const lowStock: LibraryTemplate = {
	name: 'low-stock',
	texts: 'lowStock',
	purpose: 'marketing',
	title: { en: 'Low-stock alert', zh: '低库存提醒' },
	needs: ['data.products.0.name', 'data.products.0.price', 'data.products.0.stock'],
	presets: [],
	makeView(data, formats) {
		const { first, view } = makeCampaignView(data, formats, 'low-stock');
		const stock = stockLeft(first);
		if (!stock) throw missingData('low-stock', 'data.products.0.stock', data);
		return { ...view, stock };
	},
	compose(strings) {
		const own = strings.lowStock;
		return composeMail(strings, { ...own, blocks: [offerConditions(strings), productRows(strings, 'shop')], small: [own.note] });
	},
};
