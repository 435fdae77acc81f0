import { z } from 'zod';
import { moneySchema } from '../../contract/items';
import { cleanText, cleanUrl } from '../cleanText';
import type { Formats } from '../formats';
import type { LanguageStrings } from '../languages/languageStrings';

/** Products as carts, orders and earlier purchases bring them; everything but the name may be missing. */
export const itemsSchema = z
	.array(z.object({ name: z.string().nullish(), quantity: z.number().nullish(), price: moneySchema.nullish(), imageUrl: z.string().nullish() }).passthrough())
	.nullish();

type Items = z.infer<typeof itemsSchema>;

/** What one row shows. */
export interface ProductRow {
	name: string;
	quantity?: string;
	price?: string;
	imageUrl?: string;
	/** of the table that the name spans: the picture's too when there is none */
	columns: number;
}

/** More rows than this make a mail nobody scrolls through. */
const MAX_ROWS = 6;

/** Rows to show and how many lines are left out; lines without a name are no rows. */
export function makeProductRows(items: Items, formats: Formats): { rows: ProductRow[]; moreCount: number } {
	const rows: ProductRow[] = [];
	let named = 0;
	for (const item of items ?? []) {
		const name = cleanText(item.name, 100);
		if (!name) continue;
		named += 1;
		if (rows.length < MAX_ROWS) rows.push(toRow(name, item, formats));
	}
	return { rows, moreCount: named - rows.length };
}

function toRow(name: string, item: NonNullable<Items>[number], formats: Formats): ProductRow {
	const imageUrl = cleanUrl(item.imageUrl);
	const isSeveral = typeof item.quantity === 'number' && item.quantity > 1;
	return {
		name,
		quantity: isSeveral ? String(Math.trunc(Number(item.quantity))) : undefined,
		price: item.price ? formats.money(item.price) : undefined,
		imageUrl,
		columns: imageUrl ? 1 : 2,
	};
}

/** Handlebars for `rows` and `moreCount` of the view. */
export function productRowsHtml(strings: LanguageStrings): string {
	const [start, end] = strings.direction === 'rtl' ? ['right', 'left'] : ['left', 'right'];
	return `{{#if rows}}<table role="presentation" class="sm-products" width="100%" cellpadding="0" cellspacing="0" border="0">
{{#each rows}}<tr>
{{#if imageUrl}}<td class="sm-thumb" width="72" valign="top"><img src="{{imageUrl}}" width="64" height="64" alt="{{name}}" class="sm-photo"></td>{{/if}}
<td class="sm-product" colspan="{{columns}}" align="${start}" valign="middle"><span dir="auto">{{name}}</span></td>
<td class="sm-price" align="${end}" valign="middle">{{#if quantity}}<span class="sm-muted">{{quantity}} ×</span> {{/if}}{{#if price}}{{price}}{{/if}}</td>
</tr>
{{/each}}</table>{{#if moreCount}}<p class="sm-small sm-muted">${strings.moreItems.replace('{{count}}', '{{moreCount}}')}</p>{{/if}}{{/if}}`;
}

export function productRowsText(strings: LanguageStrings): string {
	return `{{#each rows}}- {{#if quantity}}{{quantity}} × {{/if}}{{name}}{{#if price}}: {{price}}{{/if}}
{{/each}}{{#if moreCount}}${strings.moreItems.replace('{{count}}', '{{moreCount}}')}
{{/if}}`;
}
