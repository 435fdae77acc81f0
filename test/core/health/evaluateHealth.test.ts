import { evaluateHealth } from '../../../core/health/evaluateHealth';
import type { HealthSlice } from '../../../core/health/ports';

const DAY = 86_400_000;
const NOON = Date.UTC(2026, 10, 20, 12);
const slice = (fields: Partial<HealthSlice>): HealthSlice => ({ site: 'esp', at: NOON, attempted: 1_000, accepted: 1_000, bounced: 0, unsubscribed: 0, complained: 0, ...fields });
const bad = { accepted: 800 };

it('rates name their denominators: attempted for delivery, delivered for the others', () => {
	const [health] = evaluateHealth([slice({ accepted: 900, bounced: 100, unsubscribed: 4, complained: 2 })], 'UTC');
	expect(health?.days[0]).toMatchObject({ attempted: 1_000, delivered: 800, deliveryRate: 0.8, unsubscribeRate: 0.005, complaintRate: 0.0025 });
});

it('a site without a delivered mail has no unsubscribe rate', () => {
	const [health] = evaluateHealth([slice({ accepted: 0 })], 'UTC');
	expect(health?.days[0]).toMatchObject({ deliveryRate: 0, unsubscribeRate: null, complaintRate: null });
});

it('three bad sending days in a row → breach; days without sending between them do not matter', () => {
	const [health] = evaluateHealth([slice({ ...bad, at: NOON - 9 * DAY }), slice({ ...bad, at: NOON - 5 * DAY }), slice(bad)], 'UTC');
	expect(health?.breached).toEqual(['deliveryRate']);
});

it.each([
	['two bad days', [bad, bad]],
	['a good day between', [bad, {}, bad]],
	['bad days that are over', [bad, bad, bad, {}]],
])('%s → no breach', (_name, days) => {
	const slices = days.map((day, index) => slice({ ...day, at: NOON + index * DAY }));
	expect(evaluateHealth(slices, 'UTC')[0]?.breached).toEqual([]);
});

it('any of the limits counts as bad: another one each day → breach that names them all', () => {
	const slices = [bad, { unsubscribed: 4 }, { complained: 1 }].map((day, index) => slice({ ...day, at: NOON + index * DAY }));
	expect(evaluateHealth(slices, 'UTC')[0]?.breached).toEqual(['deliveryRate', 'unsubscribeRate', 'complaintRate']);
});

it.each([
	['delivery at 85 %', { accepted: 850 }], ['unsubscribes at 0.3 %', { unsubscribed: 3 }],
	['complaints at 0.01 %', { attempted: 10_000, accepted: 10_000, complained: 1 }],
])('exactly at the limit is within it: %s', (_name, day) => {
	expect(evaluateHealth([slice(day)], 'UTC')[0]?.days[0]?.breaches).toEqual([]);
});

it('only today is shown, but the breach of the days before is still judged, with the figures of those days', () => {
	const [health] = evaluateHealth([slice({ ...bad, at: NOON - 9 * DAY }), slice({ ...bad, at: NOON - 5 * DAY }), slice({ accepted: 840 })], 'UTC', NOON - DAY / 2);
	expect(health).toMatchObject({ breached: ['deliveryRate'], days: [{ day: '2026-11-20' }], total: { attempted: 1_000, delivered: 840 }, judged: { attempted: 3_000, delivered: 2_440 } });
	expect(health?.days).toHaveLength(1);
});

it('nothing was sent in the shown days → a site in breach is listed all the same, one that is not in breach is left out', () => {
	const slices = [3, 4, 5].flatMap((days) => [slice({ ...bad, at: NOON - days * DAY }), slice({ site: 'fra', at: NOON - days * DAY })]);
	expect(evaluateHealth(slices, 'UTC', NOON)).toMatchObject([{ site: 'esp', breached: ['deliveryRate'], days: [], total: { attempted: 0, deliveryRate: null } }]);
});

it('a day is the shop\'s: 23:30 UTC counts for tomorrow in Shanghai, and half-hour zones divide right', () => {
	const at = Date.UTC(2026, 10, 20, 23, 30);
	expect(evaluateHealth([slice({ at })], 'Asia/Shanghai')[0]?.days[0]?.day).toBe('2026-11-21');
	expect(evaluateHealth([slice({ at: Date.UTC(2026, 10, 20, 18, 15) }), slice({ at: Date.UTC(2026, 10, 20, 18, 30) })], 'Asia/Kolkata')[0]?.days).toHaveLength(2);
});
