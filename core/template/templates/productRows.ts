import { z } from 'zod';
import { moneySchema } from '../../contract/items';
import type { Money } from '../../shared/money';
import { cleanText, cleanUrl } from '../cleanText';
import type { Formats } from '../formats';
import { prose, type Block } from '../layout/blocks';
import type { LanguageStrings } from '../languages/languageStrings';

/** Products as carts, orders, campaigns and earlier purchases bring them; everything but the name may be missing. */
export const itemsSchema = z
	.array(
		z
			.object({
				name: z.string().nullish(),
				quantity: z.number().nullish(),
				price: moneySchema.nullish(),
				oldPrice: moneySchema.nullish(),
				/** the lowest of the 30 days before a reduction (Directive 98/6/EC, Article 6a) */
				lowestPrice30Days: moneySchema.nullish(),
				stock: z.number().nullish(),
				imageUrl: z.string().nullish(),
				url: z.string().nullish(),
			})
			.passthrough(),
	)
	.nullish();

export type Items = z.infer<typeof itemsSchema>;
export type Item = NonNullable<Items>[number];

/** What one row shows. */
export interface ProductRow {
	name: string;
	url?: string;
	quantity?: string;
	price?: string;
	/** whether there is a quantity or a price */
	isPriced: boolean;
	/** struck; only when it is higher than the price */
	oldPrice?: string;
	/** only beside a struck price */
	lowestPrice?: string;
	/** how many are left; only when they are few */
	stock?: string;
	imageUrl?: string;
	/** of the table that the text spans: the picture's too when there is none */
	columns: number;
}

/** More rows than this make a mail nobody scrolls through. */
const MAX_ROWS = 6;

/** More than this is not scarce: to say so would be pressure. */
const MAX_STOCK_SHOWN = 20;

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

/** The lowest price among the products that have a name; `undefined` where there is none, or where currencies differ. */
export function lowestPriceOf(items: Items): Money | undefined {
	const prices = (items ?? []).filter(({ name }) => cleanText(name, 100)).flatMap(({ price }) => (price && price.amountMinor > 0 ? [price] : []));
	const lowest = prices.reduce<Money | undefined>((low, price) => (low && low.amountMinor <= price.amountMinor ? low : price), undefined);
	return prices.every(({ currency }) => currency === lowest?.currency) ? lowest : undefined;
}

/** The first product that has a name. */
export function firstNamed(items: Items): Item | undefined {
	return items?.find(({ name }) => cleanText(name, 100));
}

/** How many are left, when that is worth saying. */
export function stockLeft({ stock }: Item): string | undefined {
	return typeof stock === 'number' && Number.isInteger(stock) && stock > 0 && stock <= MAX_STOCK_SHOWN ? String(stock) : undefined;
}

/** The price before, when it was higher. */
export function oldPriceOf({ price, oldPrice }: Item): Money | undefined {
	return price && oldPrice && oldPrice.currency === price.currency && oldPrice.amountMinor > price.amountMinor ? oldPrice : undefined;
}

function toRow(name: string, item: Item, formats: Formats): ProductRow {
	const imageUrl = cleanUrl(item.imageUrl);
	const isSeveral = typeof item.quantity === 'number' && item.quantity > 1;
	const oldPrice = oldPriceOf(item);
	return {
		name,
		url: cleanUrl(item.url),
		quantity: isSeveral ? String(Math.trunc(Number(item.quantity))) : undefined,
		price: item.price ? formats.money(item.price) : undefined,
		isPriced: isSeveral || Boolean(item.price),
		oldPrice: oldPrice ? formats.money(oldPrice) : undefined,
		lowestPrice: oldPrice && item.lowestPrice30Days ? formats.money(item.lowestPrice30Days) : undefined,
		stock: stockLeft(item),
		imageUrl,
		columns: imageUrl ? 1 : 2,
	};
}

/**
 * Handlebars for `rows` and `moreCount` of the view. `shop`: advertising, with links to the products, prices before and what
 * is left; `order`: what was ordered, without a way to the shop.
 */
export function productRows(strings: LanguageStrings, kind: 'shop' | 'order'): Block {
	return { html: rowsHtml(strings, kind), text: rowsText(strings, kind) };
}

function rowsHtml(strings: LanguageStrings, kind: 'shop' | 'order'): string {
	const start = strings.direction === 'rtl' ? 'right' : 'left';
	const [name, photo] = [`<span class="sm-name" dir="auto">{{name}}</span>`, '<img src="{{imageUrl}}" width="80" height="80" alt="{{name}}" class="sm-photo">'];
	const linked = (inner: string): string => (kind === 'shop' ? `{{#if url}}<a class="sm-product-link" href="{{url}}">${inner}</a>{{else}}${inner}{{/if}}` : inner);
	return `{{#if rows}}<table role="presentation" class="sm-products" width="100%" cellpadding="0" cellspacing="0" border="0">
{{#each rows}}<tr>
{{#if imageUrl}}<td class="sm-thumb" width="94" valign="top" align="${start}">${linked(photo)}</td>{{/if}}
<td class="sm-product" colspan="{{columns}}" align="${start}" valign="middle">${linked(name)}${priceHtml(strings, kind)}</td>
</tr>
{{/each}}</table>{{#if moreCount}}<p class="sm-small sm-muted">${prose(strings.moreItems.replace('{{count}}', '{{moreCount}}'))}</p>{{/if}}{{/if}}`;
}

function priceHtml({ products }: LanguageStrings, kind: 'shop' | 'order'): string {
	const quantity = '{{#if quantity}}<span class="sm-muted">{{quantity}}&nbsp;×</span> {{/if}}';
	if (kind === 'order') return `{{#if isPriced}}<div class="sm-price">${quantity}{{#if price}}{{price}}{{/if}}</div>{{/if}}`;
	const oldPrice = `{{#if oldPrice}}<div class="sm-before">${prose(products.oldPrice)} <s>{{oldPrice}}</s></div>{{/if}}`;
	const lowest = `{{#if lowestPrice}}<div class="sm-before">${prose(products.lowestPrice.replace('{{price}}', '{{lowestPrice}}'))}</div>{{/if}}`;
	const stock = `{{#if stock}}<div class="sm-stock">${prose(products.stockLeft)}</div>{{/if}}`;
	return `{{#if isPriced}}<div class="sm-price">${quantity}{{#if price}}<strong>{{price}}</strong>{{/if}}</div>{{/if}}${oldPrice}${lowest}${stock}`;
}

function rowsText({ products, moreItems }: LanguageStrings, kind: 'shop' | 'order'): string {
	const more = `{{#if oldPrice}} (${products.oldPrice}: {{oldPrice}}{{#if lowestPrice}}; ${products.lowestPrice.replace('{{price}}', '{{lowestPrice}}')}{{/if}}){{/if}}{{#if stock}}, ${products.stockLeft}{{/if}}{{#if url}}
  {{url}}{{/if}}`;
	return `{{#each rows}}- {{#if quantity}}{{quantity}} × {{/if}}{{name}}{{#if price}}: {{price}}{{/if}}${kind === 'shop' ? more : ''}
{{/each}}{{#if moreCount}}${moreItems.replace('{{count}}', '{{moreCount}}')}
{{/if}}`;
}
