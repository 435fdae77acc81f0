import { laneOf } from '../../../core/delivery/lane';
import { makeThrottlePlan, slowDown, speedUp, startTimes } from '../../../core/delivery/throttle';
import { NOON, aSender } from '../../support/builders';

const DAY = 86_400_000;
const MINUTE = 60_000;

describe('throttles', () => {
	it.each([
		['gmail.com', 'gmail.com'], ['googlemail.com', 'gmail.com'], ['hotmail.co.uk', 'outlook.com'], ['live.fr', 'outlook.com'], ['yahoo.com.br', 'yahoo.com'],
		['yahoo.co.jp', 'yahoo.co.jp'], ['wanadoo.fr', 'orange.fr'], ['correo.example', 'correo.example'], ['notgmail.com', 'notgmail.com'], ['', ''],
	])('%s queues up at %s', (domain, lane) => expect(laneOf(domain)).toBe(lane));

	it('no settings → no limits; 0 is none', () => {
		expect(makeThrottlePlan(aSender(1), NOON)).toMatchObject({ sender: [], domain: [] });
		expect(makeThrottlePlan(aSender(1, { throttle: { perSecond: 0, perDay: 7 } }), NOON)).toMatchObject({ sender: [{ windowMs: DAY, max: 7 }] });
	});

	it('the key tells senders apart and names none', () => {
		const keyOf = (fields = {}): string => makeThrottlePlan(aSender(1, fields), NOON).key;
		expect(keyOf()).toBe(keyOf());
		expect(keyOf({ from: { name: 'x', address: 'a@other.example' } })).not.toBe(keyOf());
		expect(keyOf()).not.toContain('lumen');
	});

	it.each([[-1, undefined], [0, 50], [0.9, 50], [1, 100], [4, 800], [9, 25_600], [10, undefined]])('warm-up, day %d → %s mails a day to each domain', (days, max) => {
		const { domain } = makeThrottlePlan(aSender(1, { throttle: { warmUpFrom: NOON - days * DAY } }), NOON);
		expect(domain[0]?.max).toBe(max);
	});

	it('the shop\'s own daily limit counts where it is lower than the warm-up\'s', () => {
		expect(makeThrottlePlan(aSender(1, { throttle: { warmUpFrom: NOON, domainPerDay: 20 } }), NOON).domain).toEqual([{ windowMs: DAY, max: 20 }]);
	});

	it('each slow-down halves the pace and doubles the rest, a quarter of an hour at most; the server\'s own word counts', () => {
		let pace = slowDown(undefined, 100, NOON);
		expect(pace).toEqual({ perMinute: 50, restUntil: NOON + MINUTE, failures: 1 });
		pace = slowDown(pace, 100, NOON + 2 * MINUTE);
		expect(pace).toEqual({ perMinute: 25, restUntil: NOON + 4 * MINUTE, failures: 2 });
		for (let hour = 1; hour <= 10; hour += 1) pace = slowDown(pace, 0, NOON + hour * 60 * MINUTE);
		expect(pace).toMatchObject({ perMinute: 1, restUntil: NOON + 600 * MINUTE + 15 * MINUTE });
		expect(slowDown(pace, 0, NOON + 600 * MINUTE)).toEqual(pace); // at rest already
		expect(slowDown(undefined, 100, NOON, 40 * MINUTE).restUntil).toBe(NOON + 40 * MINUTE);
	});

	it('accepted mails raise the pace by a step a round, until the domain is free again', () => {
		expect(speedUp({ perMinute: 20, restUntil: 0, failures: 3 }, 20)).toEqual({ perMinute: 30, restUntil: 0, failures: 0 });
		expect(speedUp({ perMinute: 595, restUntil: 0, failures: 0 }, 595)).toBeUndefined();
	});

	it.each<[string, number[], Array<[at: number, count: number]>, number[]]>([
		['room at once', [1, 0, 0], [], [0, 0, 0]],
		['room for two at once, then as spans end', [1, 0, 0], [[30, 1], [60, 1]], [0, 0, 30]],
		['a full span', [2, 0, 0], [[30, 1], [60, 2]], [30, 60, 60]],
		['more than the limit: the first ends make no room', [2, 0, 0], [[30, 3], [60, 2]], [30, 60, 60]],
	])('when the next three may leave, 5 a second: %s', (_, used, ends, expected) => {
		const ending = ends.map(([at, count]) => ({ windowMs: 1_000, at, count }));
		expect(startTimes(ending, [{ windowMs: 1_000, max: 5 }], used, 3)).toEqual(expected);
	});
});
