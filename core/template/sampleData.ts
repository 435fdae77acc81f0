import type { BuyerItem } from '../contract/items';
import { SellerMailError } from '../shared/errors';
import type { Money } from '../shared/money';
import { resolveLanguage } from './resolveLanguage';

/** A buyer and data to try a template with before there is a shop. Reserved domains only. */
export interface Sample {
	buyer: BuyerItem;
	data: Record<string, unknown>;
}

/** A place where each language is at home, with what its buyers pay in. */
const HOMES: Readonly<Record<string, { country: string; currency: string; timeZone: string; site: string; name: string }>> = {
	en: { country: 'US', currency: 'USD', timeZone: 'America/New_York', site: 'usa', name: 'Emma' },
	es: { country: 'ES', currency: 'EUR', timeZone: 'Europe/Madrid', site: 'esp', name: 'Ana' },
	pt: { country: 'BR', currency: 'BRL', timeZone: 'America/Sao_Paulo', site: 'bra', name: 'João' },
	zh: { country: 'CN', currency: 'CNY', timeZone: 'Asia/Shanghai', site: 'glo', name: '王芳' },
	ru: { country: 'RU', currency: 'RUB', timeZone: 'Europe/Moscow', site: 'rus', name: 'Ольга' },
	fr: { country: 'FR', currency: 'EUR', timeZone: 'Europe/Paris', site: 'fra', name: 'Camille' },
	de: { country: 'DE', currency: 'EUR', timeZone: 'Europe/Berlin', site: 'deu', name: 'Lena Vogt' },
	it: { country: 'IT', currency: 'EUR', timeZone: 'Europe/Rome', site: 'ita', name: 'Giulia' },
	nl: { country: 'NL', currency: 'EUR', timeZone: 'Europe/Amsterdam', site: 'nld', name: 'Sanne' },
	pl: { country: 'PL', currency: 'PLN', timeZone: 'Europe/Warsaw', site: 'pol', name: 'Zofia' },
	tr: { country: 'TR', currency: 'TRY', timeZone: 'Europe/Istanbul', site: 'tur', name: 'Elif' },
	he: { country: 'IL', currency: 'ILS', timeZone: 'Asia/Jerusalem', site: 'isr', name: 'נועה' },
	ar: { country: 'SA', currency: 'SAR', timeZone: 'Asia/Riyadh', site: 'ara', name: 'سارة' },
	ko: { country: 'KR', currency: 'KRW', timeZone: 'Asia/Seoul', site: 'kor', name: '김민지' },
	ja: { country: 'JP', currency: 'JPY', timeZone: 'Asia/Tokyo', site: 'jpn', name: '佐藤 美咲' },
	th: { country: 'TH', currency: 'THB', timeZone: 'Asia/Bangkok', site: 'tha', name: 'มาลี' },
	vi: { country: 'VN', currency: 'VND', timeZone: 'Asia/Ho_Chi_Minh', site: 'vnm', name: 'Lan' },
	uk: { country: 'UA', currency: 'UAH', timeZone: 'Europe/Kyiv', site: 'ukr', name: 'Олена' },
};

const LAST_ORDER_AT = Date.UTC(2026, 8, 14, 9);

/** Sample buyer and data in a language's home country; data for every library template at once. */
export function makeSample(language: string): Sample {
	const { strings } = resolveLanguage(language);
	const home = HOMES[strings.language];
	if (!home) throw new SellerMailError('NOT_FOUND', { message: `There is no sample buyer for the language \`${strings.language}\`.` });
	const buyer: BuyerItem = {
		id: `b_sample_${strings.language}`, shop: 'sample', email: `sample.${strings.language}@buyer.example`, name: home.name,
		country: home.country, language: strings.language, site: home.site, timeZone: home.timeZone,
	};
	return { buyer, data: makeSampleData(home.currency) };
}

function makeSampleData(currency: string): Record<string, unknown> {
	const price = (amountMinor: number) => ({ amountMinor, currency });
	const lamp = { name: 'Lumen Desk Lamp, warm white', price: price(2_490), imageUrl: 'https://shop.example/lamp.png' };
	const mug = { name: 'Ceramic mug 350 ml', price: price(675), imageUrl: 'https://shop.example/mug.png' };
	const items = [{ ...lamp, quantity: 1 }, { ...mug, quantity: 2 }];
	return {
		...makeCampaignData({ lamp, mug, price }),
		cart: { items, value: price(3_840), url: 'https://shop.example/cart' },
		repurchase: { lastOrderAt: LAST_ORDER_AT, productName: 'Coffee filters No. 4', items: [{ name: 'Coffee filters No. 4', quantity: 3, price: price(399) }], url: 'https://shop.example/reorder' },
		confirmation: {
			email: 'emma@buyer.example', requestedAt: LAST_ORDER_AT, source: 'Newsletter form', expiresAt: LAST_ORDER_AT + 14 * 86_400_000,
			wording: 'Yes, I want to get offers and news by email.', url: 'https://preview.invalid/m?t=confirm',
		},
		order: {
			id: 'SO-10482', state: 'shipped', placedAt: LAST_ORDER_AT, estimatedDeliveryAt: LAST_ORDER_AT + 9 * 86_400_000,
			deliveredAt: LAST_ORDER_AT + 8 * 86_400_000, trackingNumber: 'LX 402 118 553 CN', carrier: 'DHL', trackingUrl: 'https://carrier.example/track/LX402118553CN', items,
		},
	};
}

interface SampleProduct {
	name: string;
	price: Money;
	imageUrl: string;
}

/** What a shop says to many at once, and what it knows of one buyer's history. */
function makeCampaignData({ lamp, mug, price }: { lamp: SampleProduct; mug: SampleProduct; price: (amountMinor: number) => Money }): Record<string, unknown> {
	const [lampUrl, mugUrl] = ['https://shop.example/lamp', 'https://shop.example/mug'];
	return {
		offer: {
			title: 'Autumn Lights', text: 'Lamps and mugs for long evenings, while the offer lasts.', code: 'AUTUMN20', discountPercent: 20,
			minimum: price(3_000), startsAt: LAST_ORDER_AT, endsAt: LAST_ORDER_AT + 30 * 86_400_000, url: 'https://shop.example/autumn',
		},
		products: [
			{ ...lamp, oldPrice: price(3_290), lowestPrice30Days: price(3_190), stock: 3, url: lampUrl },
			{ ...mug, stock: 12, url: mugUrl },
		],
		product: { id: 'LAMP-1', ...lamp, url: lampUrl },
		browse: { viewedAt: LAST_ORDER_AT, productCount: 2, items: [{ id: 'LAMP-1', ...lamp, url: lampUrl }, { id: 'MUG-2', ...mug, url: mugUrl }] },
		customer: { orderCount: 6, spent: price(21_400), firstOrderAt: LAST_ORDER_AT - 800 * 86_400_000, lastOrderAt: LAST_ORDER_AT },
		care: { text: 'Let the lamp cool down before you wipe it with a dry cloth.', url: 'https://help.example/care/lamp' },
	};
}
