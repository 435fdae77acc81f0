import { cleanText, cleanUrl } from '../cleanText';
import type { Formats } from '../formats';
import { makeOfferView, offerSchema } from './offer';
import { firstNamed, itemsSchema, makeProductRows, type Item } from './productRows';
import { missingData, readData } from './readData';

/**
 * What a campaign about products shows: the first of them in the subject, all as rows, and where the button leads.
 * @throws SellerMailError TEMPLATE_VARIABLE_MISSING without a first product that has a name and a price
 */
export function makeCampaignView(data: Record<string, unknown>, formats: Formats, template: string) {
	const products = readData(itemsSchema, data, 'products', template);
	const offer = makeOfferView(readData(offerSchema, data, 'offer', template), formats);
	const first = firstNamed(products);
	if (!first) throw missingData(template, 'data.products.0.name', data);
	if (!first.price || first.price.amountMinor <= 0) throw missingData(template, 'data.products.0.price', data);
	const { rows, moreCount } = makeProductRows(products, formats);
	return {
		first,
		view: {
			...offer,
			rows,
			moreCount,
			product: cleanText(first.name, 100),
			price: formats.money(first.price),
			url: offer.offerUrl ?? onlyUrl(rows.length, first) ?? cleanUrl(data.url),
		},
	};
}

/** Of several products no single one is where the button leads. */
function onlyUrl(count: number, first: Item): string | undefined {
	return count === 1 ? cleanUrl(first.url) : undefined;
}
