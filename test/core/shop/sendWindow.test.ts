import { DateTime } from 'luxon';
import { wallToInstant } from '../../../core/shared/timeZone';
import { makeWindowPlanner, nextInWindow } from '../../../core/shop/sendWindow';

const at = (text: string, zone = 'utc'): number => DateTime.fromISO(text, { zone }).toMillis();
const NINE = 9 * 60;
const TWENTY = 20 * 60;

describe('nextInWindow', () => {
	const cases: Array<[string, string, string, number, number, string]> = [
		['inside → now', '2026-11-20T10:15', 'Europe/Madrid', NINE, TWENTY, '2026-11-20T10:15'],
		['at the first minute → now', '2026-11-20T09:00', 'Europe/Madrid', NINE, TWENTY, '2026-11-20T09:00'],
		['before it → today', '2026-11-20T03:00', 'Asia/Seoul', NINE, TWENTY, '2026-11-20T09:00'],
		['at its end → tomorrow', '2026-11-20T20:00', 'Asia/Kolkata', NINE, TWENTY, '2026-11-21T09:00'],
		['after it on New Year’s Eve → next year', '2026-12-31T23:30', 'America/Sao_Paulo', NINE, TWENTY, '2027-01-01T09:00'],
		['the night before spring forward → 09:00 summer time', '2026-03-28T22:00', 'Europe/Paris', NINE, TWENTY, '2026-03-29T09:00'],
		['the night before fall back → 09:00 winter time', '2026-10-31T22:00', 'America/New_York', NINE, TWENTY, '2026-11-01T09:00'],
		['a start that the clock skips → the first minute that exists', '2026-03-08T01:00', 'America/New_York', 150, 300, '2026-03-08T03:00'],
		['a whole window that the clock skips → the next day', '2026-03-08T01:00', 'America/New_York', 120, 180, '2026-03-09T02:00'],
		['midnight that does not exist → the first minute of the day', '2018-11-03T23:00', 'America/Sao_Paulo', 0, 120, '2018-11-04T01:00'],
		['over midnight, in its evening part → now', '2026-11-20T23:00', 'Asia/Tokyo', 1320, 120, '2026-11-20T23:00'],
		['over midnight, in its morning part → now', '2026-11-20T01:59', 'Asia/Tokyo', 1320, 120, '2026-11-20T01:59'],
		['over midnight, between → this evening', '2026-11-20T02:00', 'Asia/Tokyo', 1320, 120, '2026-11-20T22:00'],
		['start equals end → always open', '2026-11-20T02:00', 'Asia/Tokyo', NINE, NINE, '2026-11-20T02:00'],
	];
	it.each(cases)('%s', (_name, now, zone, start, end, expected) => {
		expect(DateTime.fromMillis(nextInWindow(at(now, zone), zone, start, end), { zone }).toFormat("yyyy-MM-dd'T'HH:mm")).toBe(expected);
	});

	it('a start that comes twice → the first, and after it the second', () => {
		const first = at('2026-11-01T05:30Z');
		expect(nextInWindow(first - 60_000, 'America/New_York', 90, 91)).toBe(first);
		expect(nextInWindow(first + 60_000, 'America/New_York', 90, 91)).toBe(first + 3_600_000);
	});

	it('every half hour around clock changes equals the answer found minute by minute', () => {
		for (const [zone, from] of [['Europe/London', '2026-10-24'], ['Australia/Adelaide', '2026-10-03'], ['America/Santiago', '2026-04-04'], ['Asia/Kathmandu', '2026-06-01']] as const) {
			for (let now = at(from); now < at(from) + 2 * 86_400_000; now += 1_800_000) {
				expect(nextInWindow(now, zone, NINE, TWENTY)).toBe(searchByMinute(now, zone));
			}
		}
	});

	it('an unknown zone → INPUT_INVALID', () => {
		expect(() => nextInWindow(0, 'Mars/Olympus', NINE, TWENTY)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
	});
});

it('a planner answers like the function, for every zone and window asked', () => {
	const now = at('2026-11-20T03:00Z');
	const planner = makeWindowPlanner(now);
	for (const zone of ['Asia/Seoul', 'Europe/Madrid', 'Asia/Seoul']) {
		for (const end of [TWENTY, NINE + 30]) expect(planner.nextInWindow(zone, NINE, end)).toBe(nextInWindow(now, zone, NINE, end));
	}
});

it('wallToInstant: a skipped time becomes the next one, of a doubled one the first counts', () => {
	expect(wallToInstant('Europe/Paris', at('2026-03-29T02:30'))).toBe(at('2026-03-29T01:00Z'));
	expect(wallToInstant('Europe/Paris', at('2026-10-25T02:30'))).toBe(at('2026-10-25T00:30Z'));
	expect(wallToInstant('America/Sao_Paulo', at('2018-07-24T20:41'))).toBe(at('2018-07-24T23:41Z'));
});

function searchByMinute(now: number, zone: string): number {
	for (let instant = now; ; instant += 60_000) {
		const { hour } = DateTime.fromMillis(instant, { zone });
		if (hour >= 9 && hour < 20) return instant;
	}
}
