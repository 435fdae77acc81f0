import { DAY_MS, HOUR_MS, MINUTE_MS } from '../core/shared/clock';
import type { Money } from '../core/shared/money';
import { atWakingHour, type Person } from './shopPeople';
import { PRODUCTS, priceOf, type Product } from './shopProducts';
import type { SeededRandom } from './shopRandom';

export interface GeneratedItem {
	sku: string;
	name: string;
	quantity: number;
	price: Money;
}

/** A row for `core.buyers.upsertOrders`; a time that isn't there hasn't come. */
export interface GeneratedOrder {
	orderId: string;
	email: string;
	country: string;
	placedAt: number;
	paidAt?: number;
	shippedAt?: number;
	estimatedDeliveryAt?: number;
	deliveredAt?: number;
	returnedAt?: number;
	returnReason?: string;
	canceledAt?: number;
	carrier?: string;
	trackingNumber?: string;
	fulfilledBy: 'merchant';
	total: Money;
	items: GeneratedItem[];
}

const HISTORY_DAYS = 548;

/** How people buy, as weights: regulars in intervals of their own, others now and then, once, or not yet. */
const HABITS = { regular: 24, occasional: 27, single: 36, none: 13 };
const FIRST_ORDER_NUMBER = 200_001;
const CARRIERS = ['Cainiao', 'YunExpress', '4PX', 'Yanwen'] as const;
const RETURN_REASONS = ['arrived damaged', 'not as described', 'wrong size', 'wrong item', 'changed mind', 'arrived too late'] as const;
const CONSUMABLES = PRODUCTS.filter((product) => product.isConsumable);

/** Orders of eighteen months up to `now`, numbered as they came in. */
export function makeOrders(random: SeededRandom, people: readonly Person[], now: number): GeneratedOrder[] {
	const drafts = people.flatMap((person) => draftOrders(random, person, now));
	return drafts.sort((a, b) => a.placedAt - b.placedAt || (a.email < b.email ? -1 : 1)).map((draft, index) => ({ orderId: `LH${FIRST_ORDER_NUMBER + index}`, ...draft }));
}

type OrderDraft = Omit<GeneratedOrder, 'orderId'>;

function draftOrders(random: SeededRandom, person: Person, now: number): OrderDraft[] {
	const habit = random.pickWeighted(HABITS);
	const favourite = habit === 'regular' ? random.pick(CONSUMABLES) : undefined;
	return placeTimes(random, habit, now).map((time) => {
		const placedAt = atWakingHour(time, person);
		const items = makeItems(random, person.currency, favourite);
		const { email, country } = person.buyer;
		return { email, country, placedAt, ...makeFulfilment(random, placedAt, now), fulfilledBy: 'merchant', total: totalOf(items), items };
	});
}

function placeTimes(random: SeededRandom, habit: string, now: number): number[] {
	const anyTime = (): number => Math.round(now - random.between(10 * MINUTE_MS, HISTORY_DAYS * DAY_MS));
	switch (habit) {
		case 'regular': return regularTimes(random, now);
		case 'occasional': return Array.from({ length: random.integer(2, 3) }, anyTime);
		case 'single': return [anyTime()];
		default: return [];
	}
}

/** Every so many days, give or take 15 %; one in four has stopped. */
function regularTimes(random: SeededRandom, now: number): number[] {
	const intervalMs = random.between(20, 85) * DAY_MS;
	const startsAt = now - random.between(intervalMs, HISTORY_DAYS * DAY_MS);
	const endsAt = random.isHit(0.25) ? startsAt + (now - startsAt) * random.between(0.3, 0.8) : now - 10 * MINUTE_MS;
	const times: number[] = [];
	for (let at = startsAt; at < endsAt; at += intervalMs * random.between(0.85, 1.15)) times.push(Math.round(at));
	return times;
}

/** One to four products; a regular's favourite is always among them. */
export function makeItems(random: SeededRandom, currency: string, favourite?: Product): GeneratedItem[] {
	const count = Number(random.pickWeighted({ 1: 52, 2: 30, 3: 13, 4: 5 }));
	const others = random.shuffle(PRODUCTS).filter((product) => product !== favourite);
	const chosen = [...(favourite ? [favourite] : []), ...others].slice(0, count);
	return chosen.map((product) => ({
		sku: product.sku, name: product.name, quantity: product.isConsumable && random.isHit(0.3) ? random.integer(2, 4) : 1, price: priceOf(product, currency),
	}));
}

export function totalOf(items: readonly GeneratedItem[]): Money {
	const amountMinor = items.reduce((sum, { price, quantity }) => sum + price.amountMinor * quantity, 0);
	return { amountMinor, currency: items[0]?.price.currency ?? 'USD' };
}

type Fulfilment = Omit<OrderDraft, 'email' | 'country' | 'placedAt' | 'fulfilledBy' | 'total' | 'items'>;

/** What has happened to an order by now; of what is still to come only the promised day is known. One in five pays later, by transfer. */
function makeFulfilment(random: SeededRandom, placedAt: number, now: number): Fulfilment {
	const paidAt = random.isHit(0.2) ? after(random, placedAt, 4, 60) : after(random, placedAt, 0.03, 0.5);
	const shippedAt = after(random, paidAt, 8, 60);
	const canceledAt = random.isHit(0.03) ? after(random, paidAt, 1, 7) : undefined;
	if (canceledAt !== undefined && canceledAt <= now) return { paidAt, canceledAt };
	if (paidAt > now) return {};
	return shippedAt > now ? { paidAt } : { paidAt, shippedAt, ...makeTransport(random, shippedAt, now) };
}

function makeTransport(random: SeededRandom, shippedAt: number, now: number): Fulfilment {
	const estimatedDeliveryAt = after(random, shippedAt, 9 * 24, 16 * 24);
	const isLate = random.isHit(0.08);
	const deliveredAt = isLate ? after(random, estimatedDeliveryAt, 20, 18 * 24) : Math.round(random.between(shippedAt + 5 * DAY_MS, estimatedDeliveryAt));
	const parcel = { estimatedDeliveryAt, carrier: random.pick(CARRIERS), trackingNumber: `LP${random.integer(100_000_000, 999_999_999)}CN` };
	const returned = random.isHit(0.045) ? { returnedAt: after(random, deliveredAt, 3 * 24, 18 * 24), returnReason: random.pick(RETURN_REASONS) } : undefined;
	if (deliveredAt > now) return parcel;
	return returned && returned.returnedAt <= now ? { ...parcel, deliveredAt, ...returned } : { ...parcel, deliveredAt };
}

function after(random: SeededRandom, at: number, fromHours: number, toHours: number): number {
	return Math.round(at + random.between(fromHours, toHours) * HOUR_MS);
}
