import { z } from 'zod';
import { moneySchema } from '../../contract/items';
import { cleanUrl } from '../cleanText';
import { button, greeting, greetingText, heading, paragraph, prose } from '../layout/blocks';
import type { LibraryTemplate } from './libraryTemplate';
import { itemsSchema, makeProductRows, productRows } from './productRows';
import { readData } from './readData';

const cartSchema = z.object({ items: itemsSchema, value: moneySchema.nullish(), url: z.string().nullish() }).passthrough();

/** A cart that was filled and not ordered. The subject carries the cart's value, or that it was saved. */
export const abandonedCart: LibraryTemplate = {
	name: 'abandoned-cart',
	texts: 'abandonedCart',
	purpose: 'marketing',
	title: { en: 'Abandoned cart', zh: '弃购提醒' },
	needs: ['data.cart'],
	presets: ['cart-abandoned'],
	makeView(data, formats) {
		const cart = readData(cartSchema, data, 'cart', 'abandoned-cart');
		const { rows, moreCount } = makeProductRows(cart.items, formats);
		const total = cart.value && cart.value.amountMinor > 0 ? formats.money(cart.value) : undefined;
		return { rows, moreCount, total, product: rows[0]?.name, url: cleanUrl(cart.url) ?? cleanUrl(data.url) };
	},
	compose(strings) {
		const own = strings.abandonedCart;
		const rows = productRows(strings, 'shop');
		const [start, end] = strings.direction === 'rtl' ? ['right', 'left'] : ['left', 'right'];
		const total = `{{#if total}}<table role="presentation" class="sm-total" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td align="${start}">${prose(own.total)}</td><td align="${end}"><strong>{{total}}</strong></td></tr></table>{{/if}}`;
		return {
			subject: `{{#if total}}${own.subjectWithTotal}{{else}}${own.subject}{{/if}}`,
			preheader: `{{#if product}}${own.preheaderWithProduct}{{else}}${own.preheader}{{/if}}`,
			html: [heading(own.heading), greeting(strings), paragraph(own.intro), rows.html, total, button(own.button), paragraph(own.note, 'small')].join('\n'),
			text: `${own.heading}\n\n${greetingText(strings)}\n${own.intro}\n\n${rows.text}{{#if total}}${own.total}: {{total}}\n{{/if}}{{#if url}}\n${own.button}: {{url}}\n{{/if}}\n${own.note}\n`,
		};
	},
};
