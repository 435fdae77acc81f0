/** Money as items carry it. */
interface Money {
	amountMinor: number;
	currency: string;
}

/** A product that a mail shows, as far as its data say. */
export interface ProofProduct {
	price: Money | undefined;
	oldPrice: Money | undefined;
	lowestPrice30Days: Money | undefined;
	stock: number | undefined;
}

/** What the data behind a mail can prove. */
export interface Proof {
	products: readonly ProofProduct[];
	/** of the whole offer */
	discountPercent: number | undefined;
	/** the ends of offers, carts and coupons, epoch ms */
	endsAt: readonly number[];
	/** an end that was announced first and has been put off since */
	isEndMoved: boolean;
}

const NOTHING: Proof = { products: [], discountPercent: undefined, endsAt: [], isEndMoved: false };

/** Data are nested no deeper; a mail shows some products, not a catalogue. */
const MAX_DEPTH = 4;
const MAX_PRODUCTS = 200;

const END_KEYS = new Set(['endsAt', 'expiresAt', 'validUntil']);

/** Their ends are no offers': a request's link, a person. */
const OTHER_MATTERS = new Set(['confirmation', 'buyer', 'customer']);

/** One reading serves all rules of a check. */
const readings = new WeakMap<object, Proof>();

/**
 * Reads what an item's data prove: `products[]`, `cart.items[]`, … with `price`, `oldPrice`, `lowestPrice30Days`, `stock`, and
 * `offer` with `discountPercent`, `endsAt` and, where the end was put off, `firstEndsAt`. Never throws: what isn't as expected
 * proves nothing.
 */
export function readProof(data: Readonly<Record<string, unknown>> | undefined): Proof {
	if (!data) return NOTHING;
	const known = readings.get(data);
	if (known) return known;
	const proof = read(data);
	readings.set(data, proof);
	return proof;
}

function read(data: Readonly<Record<string, unknown>>): Proof {
	const found: Found = { products: [], endsAt: [], percents: [], isEndMoved: false };
	visit(data, found, 0);
	return {
		products: found.products, endsAt: found.endsAt, isEndMoved: found.isEndMoved,
		discountPercent: found.percents.length > 0 ? Math.max(...found.percents) : undefined,
	};
}

interface Found {
	products: ProofProduct[];
	endsAt: number[];
	percents: number[];
	isEndMoved: boolean;
}

function visit(value: unknown, found: Found, depth: number): void {
	if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return;
	if (Array.isArray(value)) {
		for (const entry of value.slice(0, MAX_PRODUCTS)) visit(entry, found, depth + 1);
		return;
	}
	const record = value as Record<string, unknown>;
	if ('price' in record || 'oldPrice' in record || 'stock' in record) found.products.push(toProduct(record));
	readOffer(record, found);
	for (const key in record) if (typeof record[key] === 'object' && !OTHER_MATTERS.has(key)) visit(record[key], found, depth + 1);
}

function readOffer(record: Record<string, unknown>, found: Found): void {
	for (const key in record) {
		if (!END_KEYS.has(key)) continue;
		const at = toInstant(record[key]);
		if (at === undefined) continue;
		found.endsAt.push(at);
		const first = toInstant(record.firstEndsAt);
		if (first !== undefined && at > first) found.isEndMoved = true;
	}
	if (typeof record.discountPercent === 'number' && record.discountPercent > 0) found.percents.push(record.discountPercent);
}

function toProduct({ price, oldPrice, lowestPrice30Days, stock }: Record<string, unknown>): ProofProduct {
	return { price: toMoney(price), oldPrice: toMoney(oldPrice), lowestPrice30Days: toMoney(lowestPrice30Days), stock: typeof stock === 'number' && stock >= 0 ? stock : undefined };
}

function toMoney(value: unknown): Money | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	const { amountMinor, currency } = value as Record<string, unknown>;
	return typeof amountMinor === 'number' && amountMinor > 0 && typeof currency === 'string' ? { amountMinor, currency } : undefined;
}

/** Epoch ms, or a date as text. */
function toInstant(value: unknown): number | undefined {
	if (typeof value === 'number') return Number.isFinite(value) && value > 0 ? value : undefined;
	const at = typeof value === 'string' ? Date.parse(value) : NaN;
	return Number.isNaN(at) ? undefined : at;
}
