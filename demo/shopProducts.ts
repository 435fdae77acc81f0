import { minorDigits, type Money } from '../core/shared/money';

export interface Product {
	sku: string;
	name: string;
	priceUsd: number;
	/** used up, and bought again */
	isConsumable: boolean;
}

/** What Lumen Home sells. */
export const PRODUCTS: readonly Product[] = [
	{ sku: 'LH-101', name: 'Dimmable LED desk lamp', priceUsd: 34, isConsumable: false },
	{ sku: 'LH-102', name: 'Paper pendant light, 45 cm', priceUsd: 27, isConsumable: false },
	{ sku: 'LH-103', name: 'Solar garden lights, set of 6', priceUsd: 22, isConsumable: false },
	{ sku: 'LH-104', name: 'Motion-sensor night light', priceUsd: 12, isConsumable: false },
	{ sku: 'LH-201', name: 'Scented soy candle, cedar and fig', priceUsd: 16, isConsumable: true },
	{ sku: 'LH-202', name: 'Reed diffuser refill, 200 ml', priceUsd: 14, isConsumable: true },
	{ sku: 'LH-203', name: 'Plant-based dish tablets, 60 pieces', priceUsd: 18, isConsumable: true },
	{ sku: 'LH-204', name: 'Water filter cartridges, pack of 3', priceUsd: 24, isConsumable: true },
	{ sku: 'LH-205', name: 'Bamboo kitchen cloths, pack of 10', priceUsd: 11, isConsumable: true },
	{ sku: 'LH-301', name: 'Linen cushion cover, 50 × 50 cm', priceUsd: 19, isConsumable: false },
	{ sku: 'LH-302', name: 'Washed cotton duvet set', priceUsd: 79, isConsumable: false },
	{ sku: 'LH-303', name: 'Waffle-weave throw', priceUsd: 42, isConsumable: false },
	{ sku: 'LH-401', name: 'Stoneware mugs, set of 4', priceUsd: 31, isConsumable: false },
	{ sku: 'LH-402', name: 'Cast-iron teapot, 0.8 l', priceUsd: 46, isConsumable: false },
	{ sku: 'LH-403', name: 'Acacia serving board', priceUsd: 26, isConsumable: false },
	{ sku: 'LH-404', name: 'Glass storage jars, set of 5', priceUsd: 29, isConsumable: false },
	{ sku: 'LH-501', name: 'Wall shelf in oiled oak, 60 cm', priceUsd: 54, isConsumable: false },
	{ sku: 'LH-502', name: 'Rattan laundry basket', priceUsd: 38, isConsumable: false },
];

/** About what a US dollar costs, and to how many minor units prices are rounded. Made up for the demo: no rates of a day. */
const CURRENCIES: Readonly<Record<string, { perUsd: number; step: number }>> = {
	USD: { perUsd: 1, step: 50 }, EUR: { perUsd: 0.92, step: 50 }, GBP: { perUsd: 0.79, step: 50 }, CHF: { perUsd: 0.88, step: 50 },
	CAD: { perUsd: 1.37, step: 50 }, AUD: { perUsd: 1.52, step: 50 }, NZD: { perUsd: 1.66, step: 50 }, SGD: { perUsd: 1.34, step: 50 },
	SEK: { perUsd: 10.5, step: 1000 }, CZK: { perUsd: 23, step: 1000 }, PLN: { perUsd: 4, step: 100 }, ZAR: { perUsd: 18, step: 1000 },
	INR: { perUsd: 84, step: 1000 }, RUB: { perUsd: 90, step: 1000 }, BYN: { perUsd: 3.3, step: 50 }, KZT: { perUsd: 520, step: 10_000 },
	UAH: { perUsd: 41, step: 1000 }, TRY: { perUsd: 34, step: 1000 }, MAD: { perUsd: 10, step: 500 }, ILS: { perUsd: 3.7, step: 100 },
	SAR: { perUsd: 3.75, step: 100 }, AED: { perUsd: 3.67, step: 100 }, QAR: { perUsd: 3.64, step: 100 }, KWD: { perUsd: 0.307, step: 250 },
	EGP: { perUsd: 49, step: 500 }, MXN: { perUsd: 19, step: 500 }, CLP: { perUsd: 950, step: 1000 }, COP: { perUsd: 4100, step: 100_000 },
	PEN: { perUsd: 3.75, step: 50 }, ARS: { perUsd: 1000, step: 50_000 }, BRL: { perUsd: 5.6, step: 100 },
	KRW: { perUsd: 1380, step: 100 }, JPY: { perUsd: 150, step: 10 }, VND: { perUsd: 25_400, step: 1000 }, THB: { perUsd: 34, step: 1000 },
};

/** A product's price in a currency, as a shop would round it. */
export function priceOf({ priceUsd }: Product, currency: string): Money {
	const known = CURRENCIES[currency];
	if (!known) throw new Error(`the demo shop has no prices in ${currency}`);
	const digits = minorDigits(currency);
	const exact = priceUsd * known.perUsd * 10 ** digits;
	const charm = digits === 2 && known.step <= 100 ? 1 : 0;
	return { amountMinor: Math.max(1, Math.round(exact / known.step)) * known.step - charm, currency };
}
