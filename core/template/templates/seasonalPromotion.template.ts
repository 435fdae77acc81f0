import { composeMail } from '../layout/blocks';
import type { LibraryTemplate } from './libraryTemplate';
import { makeOfferView, offerConditions, offerIntro, offerSchema } from './offer';
import { itemsSchema, lowestPriceOf, makeProductRows, productRows } from './productRows';
import { missingData, readData } from './readData';

/** An offer of the season: a discount, or products with their prices. Dates only where the offer has them. */
export const seasonalPromotion: LibraryTemplate = {
	name: 'seasonal-promotion',
	texts: 'seasonalPromotion',
	purpose: 'marketing',
	title: { en: 'Seasonal promotion', zh: '季节促销' },
	needs: ['data.offer.discountPercent'],
	presets: [],
	makeView(data, formats) {
		const offer = makeOfferView(readData(offerSchema, data, 'offer', 'seasonal-promotion'), formats);
		const products = readData(itemsSchema, data, 'products', 'seasonal-promotion');
		const lowest = lowestPriceOf(products);
		if (!offer.discount && !lowest) throw missingData('seasonal-promotion', 'data.offer.discountPercent', data);
		return { ...offer, ...makeProductRows(products, formats), price: lowest ? formats.money(lowest) : undefined, url: offer.offerUrl };
	},
	compose(strings) {
		const own = strings.seasonalPromotion;
		const withTitle = (text: string): string => text.replaceAll('{{title}}', `{{#if title}}{{title}}{{else}}${own.heading}{{/if}}`);
		return composeMail(strings, {
			subject: `{{#if discount}}${withTitle(own.subjectWithDiscount)}{{else}}${withTitle(own.subjectWithPrice)}{{/if}}`,
			preheader: `{{#if endsOn}}${own.preheaderWithEnd}{{else}}${own.preheader}{{/if}}`,
			heading: own.heading,
			intro: own.intro,
			blocks: [offerIntro(), offerConditions(strings), productRows(strings, 'shop')],
			button: own.button,
			small: [own.note],
		});
	},
};
