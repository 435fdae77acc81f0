import { z } from 'zod';
import { cleanText, cleanUrl } from '../cleanText';
import { composeMail } from '../layout/blocks';
import type { LibraryTemplate } from './libraryTemplate';
import { firstNamed, itemsSchema, makeProductRows, productRows } from './productRows';
import { missingData, readData } from './readData';

/** The product that the buyer asked for, as Segment Buyers gives it. */
const productSchema = z.object({ name: z.string().nullish() }).passthrough().nullish();

/** A product is there again, and the buyer asked to be told. */
export const backInStock: LibraryTemplate = {
	name: 'back-in-stock',
	texts: 'backInStock',
	purpose: 'marketing',
	title: { en: 'Back in stock', zh: '到货通知' },
	needs: ['data.product.name'],
	presets: ['back-in-stock'],
	makeView(data, formats) {
		const product = readData(productSchema, data, 'product', 'back-in-stock');
		const items = readData(itemsSchema, product ? { products: [product] } : data, 'products', 'back-in-stock');
		const first = firstNamed(items);
		if (!first) throw missingData('back-in-stock', 'data.product.name', data);
		const { rows, moreCount } = makeProductRows([first], formats);
		const price = first.price && first.price.amountMinor > 0 ? formats.money(first.price) : undefined;
		return { rows, moreCount, product: cleanText(first.name, 100), price, url: cleanUrl(first.url) ?? cleanUrl(data.url) };
	},
	compose(strings) {
		const own = strings.backInStock;
		return composeMail(strings, {
			...own,
			subject: `{{#if price}}${own.subjectWithPrice}{{else}}${own.subject}{{/if}}`,
			blocks: [productRows(strings, 'shop')],
			small: [own.note],
		});
	},
};
