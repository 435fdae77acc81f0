import type { BuyerItem, MailItem } from '../../core/contract/items';
import { compileTemplate } from '../../core/template/compileTemplate';
import { LANGUAGES } from '../../core/template/languages/registry';
import { makeSample } from '../../core/template/sampleData';
import { TEMPLATES } from '../../core/template/templates/registry';
import { aBrand, UNSUBSCRIBE_URL } from './mails';

/** Every template of the library in every language: what the contract tests look at. */
export const LIBRARY_LANGUAGES = LANGUAGES.map((strings) => strings.language);
export const LIBRARY_CASES = TEMPLATES.flatMap(({ name }) => LIBRARY_LANGUAGES.map((language) => [name, language] as const));

const AT = Date.UTC(2026, 6, 1);
const price = { amountMinor: 2_490, currency: 'EUR' };

/** The least that each template can be rendered from. */
export const LEAST_DATA: Readonly<Record<string, Record<string, unknown>>> = {
	'abandoned-cart': { cart: {} },
	'browse-reminder': { browse: { items: [{ name: 'Lamp' }] } },
	'repurchase-reminder': { repurchase: { lastOrderAt: AT } },
	'win-back': {},
	'loyalty-thank-you': {},
	'seasonal-promotion': { offer: { discountPercent: 15 } },
	'new-arrivals': { products: [{ name: 'Lamp', price }] },
	'price-drop': { products: [{ name: 'Lamp', price, oldPrice: { amountMinor: 3_290, currency: 'EUR' }, lowestPrice30Days: { amountMinor: 3_290, currency: 'EUR' } }] },
	'low-stock': { products: [{ name: 'Lamp', price, stock: 3 }] },
	'back-in-stock': { product: { name: 'Lamp' } },
	'logistics-update': { order: { id: '7', state: 'paid' } },
	'delivery-and-care': { order: { id: '7' } },
	'confirm-subscription': { confirmation: { email: 'a@buyer.example', requestedAt: AT, source: 'form', url: 'https://shop.example/m?t=k' } },
};

const compiled = new Map(TEMPLATES.map(({ name }) => [name, compileTemplate({ kind: 'library', name }, { brand: aBrand() })]));

/** With the sample data of that language; with data of its own for a buyer without a name. */
export function renderLibrary(name: string, language: string, data?: Record<string, unknown>): { buyer: BuyerItem; mail: MailItem } {
	const sample = makeSample(language);
	const buyer = data ? { ...sample.buyer, name: undefined } : sample.buyer;
	const mail = compiled.get(name)?.render({ buyer, data: data ?? sample.data, unsubscribeUrl: UNSUBSCRIBE_URL });
	if (!mail) throw new Error(`no template ${name}`);
	return { buyer, mail };
}
