import { z } from 'zod';
import { cleanText, cleanUrl } from '../cleanText';
import { button, greeting, greetingText, heading, prose } from '../layout/blocks';
import type { LibraryTemplate } from './libraryTemplate';
import { itemsSchema, makeProductRows, productRows } from './productRows';
import { missingData, readData } from './readData';

/** `lastOrderAt` and `items`, or the last order as Segment Buyers gives it. */
const repurchaseSchema = z
	.object({
		lastOrderAt: z.number().int().nullish(),
		lastOrder: z.object({ placedAt: z.number().int().nullish(), items: itemsSchema }).passthrough().nullish(),
		productName: z.string().nullish(),
		items: itemsSchema,
		url: z.string().nullish(),
	})
	.passthrough();

/** A purchase that is due again. What is sure is when the buyer last ordered; product and items may be unknown. */
export const repurchaseReminder: LibraryTemplate = {
	name: 'repurchase-reminder',
	texts: 'repurchaseReminder',
	purpose: 'marketing',
	title: { en: 'Repurchase reminder', zh: '复购提醒' },
	needs: ['data.repurchase.lastOrderAt'],
	presets: ['repurchase-due'],
	makeView(data, formats) {
		const repurchase = readData(repurchaseSchema, data, 'repurchase', 'repurchase-reminder');
		const lastOrderAt = repurchase.lastOrderAt ?? repurchase.lastOrder?.placedAt;
		if (typeof lastOrderAt !== 'number') throw missingData('repurchase-reminder', 'data.repurchase.lastOrderAt', data);
		const { rows, moreCount } = makeProductRows(repurchase.items ?? repurchase.lastOrder?.items, formats);
		const product = cleanText(repurchase.productName, 100) ?? rows[0]?.name;
		return { rows, moreCount, product, lastOrder: formats.date(lastOrderAt), url: cleanUrl(repurchase.url) ?? cleanUrl(data.url) };
	},
	compose(strings) {
		const own = strings.repurchaseReminder;
		const rows = productRows(strings, 'shop');
		const title = `{{#if rows}}<p class="sm-label">${prose(own.itemsTitle)}</p>{{/if}}`;
		const intro = `<p class="sm-paragraph">{{#if product}}${prose(own.introWithProduct)}{{else}}${prose(own.intro)}{{/if}}</p>`;
		return {
			subject: `{{#if product}}${own.subjectWithProduct}{{else}}${own.subject}{{/if}}`,
			preheader: own.preheader,
			html: [heading(own.heading), greeting(strings), intro, title, rows.html, button(own.button)].join('\n'),
			text: `${own.heading}\n\n${greetingText(strings)}\n{{#if product}}${own.introWithProduct}{{else}}${own.intro}{{/if}}\n\n{{#if rows}}${own.itemsTitle}:\n{{/if}}${rows.text}{{#if url}}\n${own.button}: {{url}}\n{{/if}}`,
		};
	},
};
