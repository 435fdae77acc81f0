import { z } from 'zod';
import { cleanUrl } from '../cleanText';
import type { Formats } from '../formats';
import { composeMail, facts } from '../layout/blocks';
import type { LibraryTemplate } from './libraryTemplate';
import { makeOfferView, offerConditions, offerIntro, offerSchema } from './offer';
import { itemsSchema, makeProductRows, productRows } from './productRows';
import { readData } from './readData';

const customerSchema = z.object({ orderCount: z.number().int().nullish(), firstOrderAt: z.number().int().nullish() }).passthrough().nullish();
const anniversarySchema = z.object({ firstOrder: z.object({ placedAt: z.number().int().nullish() }).passthrough().nullish() }).passthrough().nullish();

/** Thanks to those who come back, or whose first order has its birthday: with an offer where there is one, else with personal help. */
export const loyaltyThankYou: LibraryTemplate = {
	name: 'loyalty-thank-you',
	texts: 'loyaltyThankYou',
	purpose: 'marketing',
	title: { en: 'Loyalty thank-you', zh: '老客感谢' },
	needs: [],
	presets: ['loyal-buyers', 'high-value', 'order-anniversary', 'new-buyers'],
	makeView(data, formats) {
		const offer = makeOfferView(readData(offerSchema, data, 'offer', 'loyalty-thank-you'), formats);
		const products = makeProductRows(readData(itemsSchema, data, 'products', 'loyalty-thank-you'), formats);
		return { ...offer, ...products, ...makeHistory(data, formats), url: offer.offerUrl ?? cleanUrl(data.url) };
	},
	compose(strings) {
		const own = strings.loyaltyThankYou;
		return composeMail(strings, {
			...own,
			subject: `{{#if discount}}${own.subjectWithDiscount}{{else}}${own.subject}{{/if}}`,
			preheader: `{{#if code}}${own.preheaderWithCode}{{else}}${own.preheader}{{/if}}`,
			blocks: [facts('hasHistory', [['since', own.since], ['orders', own.orders]]), offerIntro(), offerConditions(strings), productRows(strings, 'shop')],
			small: [own.help],
		});
	},
};

/** Since when, and how often. A single order is no number to show. */
function makeHistory(data: Record<string, unknown>, formats: Formats): Record<string, unknown> {
	const customer = readData(customerSchema, data, 'customer', 'loyalty-thank-you');
	const anniversary = readData(anniversarySchema, data, 'anniversary', 'loyalty-thank-you');
	const firstAt = anniversary?.firstOrder?.placedAt ?? customer?.firstOrderAt;
	const since = typeof firstAt === 'number' ? formats.date(firstAt) : undefined;
	const orders = (customer?.orderCount ?? 0) > 1 ? String(customer?.orderCount) : undefined;
	return { since, orders, hasHistory: Boolean(since ?? orders) };
}
