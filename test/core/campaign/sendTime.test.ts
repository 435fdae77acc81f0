import fc from 'fast-check';
import { DateTime } from 'luxon';
import { planDueAt, windowsAt, type SendTime } from '../../../core/campaign/sendTime';
import { findJurisdiction, listJurisdictions } from '../../../core/compliance/jurisdiction';
import { publicHolidaysOf } from '../../../core/compliance/publicHolidays';
import type { BuyerItem } from '../../../core/contract/items';
import type { WindowedMail } from '../../../core/delivery/ports';

const DAY = 86_400_000;
const MINUTE = 60_000;
const BOGOTA = 'America/Bogota';
const SITES = new Map([
	['esp', { windowStartMinute: 9 * 60, windowEndMinute: 20 * 60 }],
	['late', { windowStartMinute: 16 * 60, windowEndMinute: 22 * 60 }],
	['night', { windowStartMinute: 22 * 60, windowEndMinute: 2 * 60 }],
	['never', { windowStartMinute: 21 * 60, windowEndMinute: 23 * 60 }],
	['glo', { windowStartMinute: 0, windowEndMinute: 0 }],
]);

const at = (text: string, zone = 'utc'): number => DateTime.fromISO(text, { zone }).toMillis();
const aMail = (fields: Partial<WindowedMail> = {}): WindowedMail => ({ site: 'esp', timeZone: BOGOTA, country: 'CO', purpose: 'marketing', isWindowBound: true, ...fields });
const next = (now: string, fields: Partial<WindowedMail> = {}): string => {
	const mail = aMail(fields);
	return DateTime.fromMillis(windowsAt(SITES, at(now, mail.timeZone))(mail), { zone: mail.timeZone }).toFormat("yyyy-MM-dd'T'HH:mm");
};

describe('windowsAt', () => {
	const ZA = { country: 'ZA', timeZone: 'Africa/Johannesburg' };
	const cases: Array<[string, string, Partial<WindowedMail>, string]> = [
		['CO, weekday inside both → now', '2026-11-20T10:00', {}, '2026-11-20T10:00'],
		['CO, after 19:00 the law is closed although the site is open → Saturday, the later of the two openings', '2026-11-20T19:30', {}, '2026-11-21T09:00'],
		['CO, Saturday ends at 15:00 → Monday', '2026-11-21T15:00', {}, '2026-11-23T09:00'],
		['CO, a Saturday on which site and law never meet → Monday', '2026-11-21T09:00', { site: 'late' }, '2026-11-23T16:00'],
		['CO, Holy Thursday and Good Friday → Saturday', '2026-04-02T10:00', {}, '2026-04-04T09:00'],
		['CO, a moved Monday (Sagrado Corazón) → Tuesday', '2026-06-13T15:00', {}, '2026-06-16T09:00'],
		['CO at once, at night → 07:00 by law, not the site\'s 09:00', '2026-11-20T03:00', { isWindowBound: false }, '2026-11-20T07:00'],
		['CO at once, on Sunday → Monday', '2026-11-22T12:00', { isWindowBound: false }, '2026-11-23T07:00'],
		['CO, order mail at night → now', '2026-11-22T03:00', { purpose: 'transactional', isWindowBound: false }, '2026-11-22T03:00'],
		['CO, order mail in the site\'s window → the site\'s window', '2026-11-22T03:00', { purpose: 'transactional' }, '2026-11-22T09:00'],
		['CO, window and law never meet → the law alone decides', '2026-11-20T20:00', { site: 'never' }, '2026-11-21T08:00'],
		['ZA, Saturday 13:00 → Monday', '2026-11-21T13:00', ZA, '2026-11-23T09:00'],
		['ZA at once, Saturday 08:30 → 09:00', '2026-11-21T08:30', { ...ZA, isWindowBound: false }, '2026-11-21T09:00'],
		['ZA, Heritage Day → the day after', '2026-09-24T10:00', ZA, '2026-09-25T09:00'],
		['ZA, the Monday after a holiday on a Sunday → Tuesday', '2026-08-08T14:00', ZA, '2026-08-11T09:00'],
		['ZA, Christmas on Friday, Goodwill on Saturday, Sunday → Monday', '2026-12-24T21:00', ZA, '2026-12-28T09:00'],
		['country unknown, Sunday in the site\'s window → Monday, a courtesy', '2026-11-22T12:00', { country: null }, '2026-11-23T09:00'],
		['country unknown, at once → now: it is no law', '2026-11-22T03:00', { country: null, isWindowBound: false }, '2026-11-22T03:00'],
		['country unknown, a site window outside the courtesy → the site\'s window', '2026-11-22T12:00', { country: null, site: 'never' }, '2026-11-22T21:00'],
		['DE has no hours by law → the site\'s window, Sundays too', '2026-11-22T12:00', { country: 'DE', timeZone: 'Europe/Berlin' }, '2026-11-22T12:00'],
		['an unknown site → by law alone', '2026-11-20T20:00', { site: 'gone' }, '2026-11-21T08:00'],
		['a Colombian whose clock is Madrid\'s: his own window and Bogotá\'s law', '2026-11-20T10:00', { timeZone: 'Europe/Madrid' }, '2026-11-20T13:00'],
	];
	it.each(cases)('%s', (_name, now, fields, expected) => {
		expect(next(now, fields)).toBe(expected);
	});

	it('asked for a later instant, it answers for that one', () => {
		const now = at('2026-11-20T10:00', BOGOTA);
		const answer = windowsAt(SITES, now);
		expect(answer(aMail(), at('2026-11-21T00:00', BOGOTA))).toBe(at('2026-11-21T09:00', BOGOTA));
		expect(answer(aMail())).toBe(now);
	});

	it('every country and zone, around clock changes: the same as searching minute by minute', () => {
		const around = ['2026-03-08', '2026-03-29', '2026-04-05', '2026-04-24', '2026-09-05', '2026-10-04', '2026-10-25', '2026-11-01', '2026-12-24', '2011-12-29', '2027-03-25'];
		// sites and zones whose windows meet the law's hours at some time of the day, or the search would not end
		const mail = fc.oneof(
			aKindOfMail(['CO'], ['esp', 'late', 'glo'], ['America/Bogota', 'America/New_York', 'America/Santiago', 'America/Havana', 'America/Nuuk']),
			aKindOfMail(['ZA'], ['esp', 'late', 'glo'], ['Africa/Johannesburg', 'Europe/Paris', 'Africa/Cairo', 'Asia/Beirut']),
			aKindOfMail([null], ['esp', 'late', 'glo'], ZONES),
			aKindOfMail(['DE'], ['esp', 'late', 'night', 'glo'], ZONES),
		);
		const instant = fc.tuple(fc.constantFrom(...around), fc.integer({ min: -DAY, max: 2 * DAY })).map(([day, offset]) => at(day) + offset);
		fc.assert(fc.property(mail, instant, (asked, now) => {
			expect(new Date(windowsAt(SITES, now)(asked)).toISOString()).toBe(new Date(searchByMinute(asked, now)).toISOString());
		}), { numRuns: 150 });
	}, 120_000);
});

describe('planDueAt', () => {
	const buyer: BuyerItem = { id: 'b_1', shop: 'demo', email: 'a@b.example', language: 'es', site: 'esp', timeZone: BOGOTA, country: 'CO' };
	const now = at('2026-11-20T19:30', BOGOTA);
	it.each<[string, SendTime, 'marketing' | 'transactional', string]>([
		['in the window', { kind: 'localWindow' }, 'marketing', '2026-11-21T09:00'],
		['at once, marketing', { kind: 'atOnce' }, 'marketing', '2026-11-21T08:00'],
		['at once, order mail', { kind: 'atOnce' }, 'transactional', '2026-11-20T19:30'],
		['from Sunday on', { kind: 'from', at: at('2026-11-22T10:00', BOGOTA) }, 'marketing', '2026-11-23T09:00'],
		['from a time that is over', { kind: 'from', at: at('2026-11-01T10:00', BOGOTA) }, 'marketing', '2026-11-21T09:00'],
	])('%s', (_name, when, purpose, expected) => {
		expect(DateTime.fromMillis(planDueAt(when, purpose, SITES, now)(buyer), { zone: BOGOTA }).toFormat("yyyy-MM-dd'T'HH:mm")).toBe(expected);
	});
});

it('every country with hours by law has them read: Colombia, South Africa, and the courtesy for unknown countries', () => {
	const withHours = [...listJurisdictions().values()].filter(({ sendWindow }) => sendWindow).map(({ country, sendWindow }) => [country, sendWindow?.isLaw, sendWindow?.isClosedOnHolidays, sendWindow?.timeZone]);
	expect(withHours).toEqual([['CO', true, true, BOGOTA], ['ZA', true, true, 'Africa/Johannesburg'], ['DEFAULT', false, false, null]]);
	for (const [country, , isClosedOnHolidays] of withHours) if (isClosedOnHolidays) expect(publicHolidaysOf(String(country), 2026).length).toBeGreaterThan(9);
	expect([...listJurisdictions().values()].filter(({ isOneMailADay }) => isOneMailADay).map(({ country }) => country)).toEqual(['CO']);
	expect(findJurisdiction('CO').sendWindow?.spans).toEqual([{ days: [1, 2, 3, 4, 5], fromMinute: 420, toMinute: 1_140 }, { days: [6], fromMinute: 480, toMinute: 900 }]);
});

const ZONES = ['Europe/Paris', 'America/New_York', 'America/Santiago', 'Australia/Lord_Howe', 'Africa/Cairo', 'America/Havana', 'Asia/Kathmandu', 'Pacific/Apia'];

function aKindOfMail(countries: Array<string | null>, sites: string[], zones: string[]): fc.Arbitrary<WindowedMail> {
	return fc.record({
		site: fc.constantFrom(...sites), timeZone: fc.constantFrom(...zones), country: fc.constantFrom(...countries),
		purpose: fc.constantFrom('marketing' as const, 'marketing' as const, 'transactional' as const), isWindowBound: fc.boolean(),
	});
}

/** The rules once more, written plainly with luxon. */
function searchByMinute(mail: WindowedMail, now: number): number {
	const isGo = (instant: number): boolean => isInSiteWindow(mail, instant) && isLawful(mail, instant);
	if (isGo(now)) return now;
	for (let instant = Math.floor(now / MINUTE) * MINUTE + MINUTE; ; instant += MINUTE) {
		if (isGo(instant)) return instant;
		if (instant > now + 10 * DAY) throw new Error('nothing open in ten days');
	}
}

function isInSiteWindow({ site, timeZone, isWindowBound }: WindowedMail, instant: number): boolean {
	const window = SITES.get(site);
	if (!isWindowBound || !window || site === 'glo') return true;
	const { hour, minute } = DateTime.fromMillis(instant, { zone: timeZone });
	const [now, start, end] = [hour * 60 + minute, window.windowStartMinute, window.windowEndMinute];
	return start < end ? now >= start && now < end : now >= start || now < end;
}

function isLawful({ purpose, country, timeZone, isWindowBound }: WindowedMail, instant: number): boolean {
	if (purpose !== 'marketing' || country === 'DE') return true;
	if (country === null) return !isWindowBound || isBetween(DateTime.fromMillis(instant, { zone: timeZone }), { 1: [8, 20], 6: [8, 20] });
	const local = DateTime.fromMillis(instant, { zone: country === 'CO' ? BOGOTA : 'Africa/Johannesburg' });
	const isHoliday = publicHolidaysOf(country ?? '', local.year).includes(Date.UTC(local.year, local.month - 1, local.day) / DAY);
	return !isHoliday && isBetween(local, country === 'CO' ? { 1: [7, 19], 6: [8, 15] } : { 1: [8, 20], 6: [9, 13] });
}

function isBetween({ weekday, hour }: DateTime, hours: { 1: [number, number]; 6: [number, number] }): boolean {
	if (weekday === 7) return false;
	const [from, to] = weekday === 6 ? hours[6] : hours[1];
	return hour >= from && hour < to;
}
