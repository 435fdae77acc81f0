import { z } from 'zod';
import { cleanUrl } from '../cleanText';
import { composeMail } from '../layout/blocks';
import type { LibraryTemplate } from './libraryTemplate';
import { makeOfferView, offerConditions, offerIntro, offerSchema } from './offer';
import { itemsSchema, makeProductRows, productRows } from './productRows';
import { readData } from './readData';

const customerSchema = z.object({ lastOrderAt: z.number().int().nullish() }).passthrough().nullish();

/** Somebody who has gone silent: with an offer where there is one, else with advice by telephone. */
export const winBack: LibraryTemplate = {
	name: 'win-back',
	texts: 'winBack',
	purpose: 'marketing',
	title: { en: 'Win-back', zh: '老客召回' },
	needs: [],
	presets: ['at-risk', 'never-opened'],
	makeView(data, formats) {
		const customer = readData(customerSchema, data, 'customer', 'win-back');
		const offer = makeOfferView(readData(offerSchema, data, 'offer', 'win-back'), formats);
		const lastOrder = typeof customer?.lastOrderAt === 'number' ? formats.date(customer.lastOrderAt) : undefined;
		return { ...offer, ...makeProductRows(readData(itemsSchema, data, 'products', 'win-back'), formats), lastOrder, url: offer.offerUrl ?? cleanUrl(data.url) };
	},
	compose(strings) {
		const own = strings.winBack;
		return composeMail(strings, {
			...own,
			subject: `{{#if discount}}${own.subjectWithDiscount}{{else}}${own.subject}{{/if}}`,
			preheader: `{{#if code}}${own.preheaderWithCode}{{else}}${own.preheader}{{/if}}`,
			intro: `{{#if lastOrder}}${own.introWithDate}{{else}}${own.intro}{{/if}}`,
			blocks: [offerIntro(), offerConditions(strings), productRows(strings, 'shop')],
			small: [own.help, own.note],
		});
	},
};
