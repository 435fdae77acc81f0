import { z } from 'zod';
import { cleanText, cleanUrl } from '../cleanText';
import { composeMail, facts, prose, section, type Block } from '../layout/blocks';
import type { LibraryTemplate } from './libraryTemplate';
import { itemsSchema, makeProductRows, productRows } from './productRows';
import { readData } from './readData';

const orderSchema = z.object({ id: z.union([z.string().min(1), z.number()]), deliveredAt: z.number().int().nullish(), items: itemsSchema }).passthrough();

/** What the shop knows about using these products, beside what holds for all. */
const careSchema = z.object({ text: z.string().nullish(), url: z.string().nullish() }).passthrough().nullish();

/** After delivery: use and care, help, returns. Transactional: nothing to buy, no request for a review, no link to the shop. */
export const deliveryAndCare: LibraryTemplate = {
	name: 'delivery-and-care',
	texts: 'deliveryAndCare',
	purpose: 'transactional',
	title: { en: 'Delivery and care', zh: '签收与使用保养' },
	needs: ['data.order.id'],
	presets: ['fulfilment-state'],
	makeView(data, formats) {
		const order = readData(orderSchema, data, 'order', 'delivery-and-care');
		const care = readData(careSchema, data, 'care', 'delivery-and-care');
		return {
			...makeProductRows(order.items, formats),
			orderId: cleanText(order.id, 60) ?? '–',
			deliveredOn: typeof order.deliveredAt === 'number' ? formats.date(order.deliveredAt) : undefined,
			careText: cleanText(care?.text, 1_000),
			url: cleanUrl(care?.url),
		};
	},
	compose(strings) {
		const own = strings.deliveryAndCare;
		return composeMail(strings, {
			...own,
			blocks: [
				facts('orderId', [['orderId', own.orderId], ['deliveredOn', own.deliveredOn]]), productRows(strings, 'order'),
				section(own.careTitle, own.care), CARE_TEXT, section(own.helpTitle, own.help), section(own.returnsTitle, own.returns),
			],
		});
	},
};

const CARE_TEXT: Block = {
	html: `{{#if careText}}<p class="sm-paragraph">${prose('{{careText}}')}</p>{{/if}}`,
	text: '{{#if careText}}{{careText}}\n{{/if}}',
};
