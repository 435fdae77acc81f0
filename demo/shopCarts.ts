import { mayReceiveMarketing } from '../core/compliance/marketingConsent';
import { isActive } from '../core/consent/suppression';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../core/shared/clock';
import type { Money } from '../core/shared/money';
import { standingsOf, type GeneratedConsent } from './shopConsents';
import { makeItems, totalOf, type GeneratedItem, type GeneratedOrder } from './shopOrders';
import { atWakingHour, type Person } from './shopPeople';
import type { SeededRandom } from './shopRandom';
import { SITE_PLANS, type SitePlan } from './shopSites';
import type { GeneratedSuppression } from './shopSuppressions';

/** A row for `core.buyers.recordEvents`: a cart as it was when it was last touched. */
export interface GeneratedCart {
	kind: 'cart';
	email: string;
	/** the cart's id */
	subject: string;
	occurredAt: number;
	value: Money;
	items: GeneratedItem[];
	url: string;
}

interface ShopSoFar {
	people: readonly Person[];
	orders: readonly GeneratedOrder[];
	consents: readonly GeneratedConsent[];
	suppressions: readonly GeneratedSuppression[];
}

/** Beside the mailable carts of the plans, so that each rule of the segment leaves somebody out. */
const COUNTS = { ordered: 400, notMailable: 800, fresh: 230, stale: 380, replaced: 150 };

/** Well inside the segment's 4 hours to 7 days, so that a demo of half a day starts and ends with the same carts. */
const ABANDONED = { fromHours: 4.5, toHours: 6.3 * 24 };
const QUIET_DAYS = 8;

type CartDraft = Omit<GeneratedCart, 'kind' | 'subject' | 'url'>;

/** Carts of the last weeks; exactly `mailableCartCount` of each site may be mailed about. */
export function makeCarts(random: SeededRandom, shop: ShopSoFar, now: number): GeneratedCart[] {
	const lastOrders = new Map(shop.orders.map((order) => [order.email, order]));
	const ordered = orderedCarts(random, [...lastOrders.values()], now);
	const quiet = random.shuffle(shop.people).filter(({ buyer }) => (lastOrders.get(buyer.email)?.placedAt ?? 0) < now - QUIET_DAYS * DAY_MS);
	const mailable = makeMailableTest(shop, now);
	const [open, closed] = [quiet.filter(mailable), quiet.filter((person) => !mailable(person))];
	const recipients = SITE_PLANS.flatMap((plan) => takeOf(plan, open));
	const chosen = new Set(recipients);
	const rest = open.filter((person) => !chosen.has(person));
	const abandoned = [...recipients, ...closed.slice(0, COUNTS.notMailable)].map((person) => leaveCart(random, person, now, ABANDONED));
	const fresh = rest.splice(0, COUNTS.fresh).map((person) => touchCart(random, person, Math.round(now - random.between(5 * MINUTE_MS, 3.5 * HOUR_MS))));
	const stale = rest.splice(0, COUNTS.stale).map((person) => leaveCart(random, person, now, { fromHours: 7.5 * 24, toHours: 60 * 24 }));
	const replaced = abandoned.slice(0, COUNTS.replaced).map((cart) => ({ ...cart, occurredAt: Math.round(cart.occurredAt - random.between(1, 30) * HOUR_MS) }));
	return number([...ordered, ...abandoned, ...fresh, ...stale, ...replaced]);
}

/** Whom marketing may go to, by the rules that the segment applies. */
function makeMailableTest({ consents, suppressions }: ShopSoFar, now: number): (person: Person) => boolean {
	const standings = standingsOf(consents);
	const suppressed = new Set(suppressions.filter((suppression) => isActive(suppression, now)).map(({ email }) => email));
	return ({ buyer: { email, country } }) => {
		const { consent, consentBasis, consentAt } = standings.get(email) ?? { consent: 'unknown', consentBasis: null, consentAt: null };
		return !suppressed.has(email) && mayReceiveMarketing({ country, consent, consentBasis, consentAt, isMarketable: true, now }) === 'yes';
	};
}

function takeOf({ site, mailableCartCount }: SitePlan, people: readonly Person[]): Person[] {
	const taken = people.filter((person) => person.site === site).slice(0, mailableCartCount);
	if (taken.length < mailableCartCount) throw new Error(`site ${site} has only ${taken.length} buyers for ${mailableCartCount} mailable carts`);
	return taken;
}

/** Carts that became an order a little later. */
function orderedCarts(random: SeededRandom, orders: readonly GeneratedOrder[], now: number): CartDraft[] {
	const recent = orders.filter(({ placedAt }) => placedAt > now - QUIET_DAYS * DAY_MS).slice(-COUNTS.ordered);
	return recent.map(({ email, placedAt, items, total }) => ({ email, occurredAt: Math.round(placedAt - random.between(3, 180) * MINUTE_MS), items, value: total }));
}

/** Most carts are young. */
function leaveCart(random: SeededRandom, person: Person, now: number, { fromHours, toHours }: typeof ABANDONED): CartDraft {
	const hoursAgo = fromHours + (toHours - fromHours) * random.next() ** 1.5;
	return touchCart(random, person, atWakingHour(Math.round(now - hoursAgo * HOUR_MS), person));
}

function touchCart(random: SeededRandom, { buyer, currency }: Person, occurredAt: number): CartDraft {
	const items = makeItems(random, currency);
	return { email: buyer.email, occurredAt, items, value: totalOf(items) };
}

function number(drafts: CartDraft[]): GeneratedCart[] {
	return drafts.sort((a, b) => a.occurredAt - b.occurredAt || (a.email < b.email ? -1 : 1)).map((draft, index) => {
		const id = cartId(index + 1);
		return { kind: 'cart', subject: id, ...draft, url: `https://lumen-home.example/cart/${id}` };
	});
}

/** Eight characters, different for each number (an odd factor has an inverse modulo 2³²), that nobody can count up. */
function cartId(number: number): string {
	return (Math.imul(number, 0x9e3779b1) >>> 0).toString(16).padStart(8, '0');
}
