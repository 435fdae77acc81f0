import { composeMail } from '../layout/blocks';
import { makeCampaignView } from './campaignProducts';
import type { LibraryTemplate } from './libraryTemplate';
import { offerConditions } from './offer';
import { oldPriceOf, productRows, type Item } from './productRows';
import { missingData } from './readData';

/** Products that cost less than before; both prices come from the data. */
export const priceDrop: LibraryTemplate = {
	name: 'price-drop',
	texts: 'priceDrop',
	purpose: 'marketing',
	title: { en: 'Price drop', zh: '降价通知' },
	needs: ['data.products.0.name', 'data.products.0.price', 'data.products.0.oldPrice'],
	presets: [],
	makeView(data, formats) {
		const { first, view } = makeCampaignView(data, formats, 'price-drop');
		const oldPrice = oldPriceOf(first);
		if (!oldPrice) throw missingData('price-drop', 'data.products.0.oldPrice', data);
		const saved = savedPercent(first);
		return { ...view, oldPrice: formats.money(oldPrice), discount: saved > 0 ? formats.percent(saved) : undefined };
	},
	compose(strings) {
		const own = strings.priceDrop;
		return composeMail(strings, {
			...own,
			preheader: `{{#if discount}}${own.preheaderWithDiscount}{{else}}${own.preheader}{{/if}}`,
			blocks: [offerConditions(strings), productRows(strings, 'shop')],
			small: [own.note],
		});
	},
};

/**
 * Whole percent, rounded down. Of the lowest price of the last 30 days where it is known: that is what a reduction is
 * measured by in the EU (Court of Justice, C-330/23, 26 September 2024).
 */
function savedPercent({ price, oldPrice, lowestPrice30Days }: Item): number {
	const reference = lowestPrice30Days ?? oldPrice;
	if (!price || !reference || reference.currency !== price.currency || reference.amountMinor <= 0) return 0;
	return Math.floor(((reference.amountMinor - price.amountMinor) / reference.amountMinor) * 100);
}
