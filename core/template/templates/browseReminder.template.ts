import { z } from 'zod';
import { cleanUrl } from '../cleanText';
import { composeMail } from '../layout/blocks';
import type { LibraryTemplate } from './libraryTemplate';
import { itemsSchema, lowestPriceOf, makeProductRows, productRows } from './productRows';
import { missingData, readData } from './readData';

const browseSchema = z.object({ items: itemsSchema, url: z.string().nullish() }).passthrough();

/** Products that were looked at and not put into a cart, in one list. */
export const browseReminder: LibraryTemplate = {
	name: 'browse-reminder',
	texts: 'browseReminder',
	purpose: 'marketing',
	title: { en: 'Browse reminder', zh: '浏览提醒' },
	needs: ['data.browse.items'],
	presets: ['browse-abandoned'],
	makeView(data, formats) {
		const browse = readData(browseSchema, data, 'browse', 'browse-reminder');
		const { rows, moreCount } = makeProductRows(browse.items, formats);
		const [first] = rows;
		if (!first) throw missingData('browse-reminder', 'data.browse.items', data);
		const lowest = lowestPriceOf(browse.items);
		const url = cleanUrl(browse.url) ?? cleanUrl(data.url) ?? (rows.length === 1 ? first.url : undefined);
		return { rows, moreCount, product: first.name, price: lowest ? formats.money(lowest) : undefined, url };
	},
	compose(strings) {
		const own = strings.browseReminder;
		return composeMail(strings, {
			...own,
			subject: `{{#if price}}${own.subjectWithPrice}{{else}}${own.subject}{{/if}}`,
			blocks: [productRows(strings, 'shop')],
			small: [own.note],
		});
	},
};
