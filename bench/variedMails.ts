import type { BuyerItem } from '../core/contract/items';
import type { RenderInput } from '../core/template/templateSource';
import { SHOP } from './fixture';

/** Languages of the sites that sell most, and two that are written differently. */
const LANGUAGES = ['en', 'es', 'pt', 'de', 'ru', 'zh'];
const NAMES = ['Ana', 'Lena Vogt', 'João', 'Camille', 'Ольга', '王芳', 'O\'Neill & Sons', 'Zofia'];
const GOODS = ['Oak desk lamp, dimmable', 'Linen cushion cover 45×45', 'USB-C cable 2 m', 'Ceramic mug “Dune”', 'Wall hook, brass', 'Cotton throw 130×170', 'Bamboo tray'];

/** The buyer with this number, and what is in his cart: no two are the same. */
export function variedInput(index: number): RenderInput {
	const language = LANGUAGES[index % LANGUAGES.length] ?? 'en';
	const buyer: BuyerItem = {
		id: `b_${index}`, shop: SHOP, email: `buyer-${index}@buyer.example`, name: index % 5 === 0 ? undefined : `${NAMES[index % NAMES.length] ?? ''} ${index}`,
		country: 'US', language, site: 'usa', timeZone: 'America/New_York',
	};
	const items = Array.from({ length: 1 + (index % 4) }, (_, row) => variedItem(index * 7 + row));
	const value = { amountMinor: items.reduce((sum, { price, quantity }) => sum + price.amountMinor * quantity, 0), currency: 'USD' };
	return { buyer, data: { cart: { items, value, url: `https://lumen-home.example/cart/${index}` } }, unsubscribeUrl: unsubscribeUrlOf(index), viewUrl: `https://shop.example/webhook/bench/m?t=v.${tokenOf(index)}` };
}

export function variedItem(index: number) {
	return {
		name: `${GOODS[index % GOODS.length] ?? ''} ${index}`, quantity: 1 + (index % 3), price: { amountMinor: 499 + ((index * 37) % 9_000), currency: 'USD' },
		...(index % 2 === 0 ? { imageUrl: `https://cdn.lumen-home.example/p/${index}.jpg` } : {}),
	};
}

export function unsubscribeUrlOf(index: number): string {
	return `https://shop.example/webhook/bench/m?t=${tokenOf(index)}`;
}

function tokenOf(index: number): string {
	return `b_${String(index).padStart(20, '0')}.1.0123456789abcdefghijkl`;
}
