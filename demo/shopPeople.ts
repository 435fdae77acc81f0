import { HOUR_MS } from '../core/shared/clock';
import { instantToWall } from '../core/shared/timeZone';
import { countryUsage } from '../core/shop/sites';
import { makeMailDomain, makeName } from './shopNames';
import type { SeededRandom } from './shopRandom';
import { SITE_PLANS, STATED_LANGUAGES, type SitePlan } from './shopSites';

/** A row for `core.buyers.upsertBuyers`. */
export interface GeneratedBuyer {
	email: string;
	externalId: string;
	name: string;
	country: string;
	language: string;
}

/** A buyer with what the other rows about him hang on. */
export interface Person {
	buyer: GeneratedBuyer;
	site: string;
	currency: string;
	/** of his clock at the shop's now */
	utcOffsetMs: number;
}

/** The buyers of all sites, in an order that says nothing. */
export function makePeople(random: SeededRandom, now: number): Person[] {
	const places = random.shuffle(SITE_PLANS.flatMap((plan) => Array.from({ length: plan.buyerCount }, () => plan)));
	const offsetOf = makeOffsetReader(now);
	return places.map((plan, index) => makePerson(random, offsetOf, plan, 1001 + index));
}

/** Asking for a zone's clock is slow, and the shop has only three dozen zones. */
function makeOffsetReader(now: number): (timeZone: string) => number {
	const known = new Map<string, number>();
	return (timeZone) => {
		const offsetMs = known.get(timeZone) ?? instantToWall(timeZone, now) - now;
		known.set(timeZone, offsetMs);
		return offsetMs;
	};
}

function makePerson(random: SeededRandom, offsetOf: (timeZone: string) => number, { site, countries }: SitePlan, number: number): Person {
	const country = random.pickWeighted(countries);
	const usual = countryUsage(site, country);
	if (!usual) throw new Error(`site ${site} doesn't serve ${country}`);
	const language = random.pickWeighted(STATED_LANGUAGES[country] ?? { [usual.language]: 1 });
	const { name, localPart } = makeName(random.pick, country, language);
	const email = `${localPart}${number}@${makeMailDomain(random.pick, language)}`;
	return { site, currency: usual.currency, utcOffsetMs: offsetOf(usual.timeZone), buyer: { email, externalId: `LH-B${number}`, name, country, language } };
}

const MORNING_HOUR = 7;

/** The same instant, or the evening before when people sleep then: few shop at four. Never later, so never after `now`. */
export function atWakingHour(at: number, { utcOffsetMs }: Person): number {
	const hour = Math.floor((at + utcOffsetMs) / HOUR_MS) % 24;
	return hour < MORNING_HOUR ? at - (MORNING_HOUR + 1) * HOUR_MS : at;
}
