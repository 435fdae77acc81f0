import { judgeEnd, judgeMoment } from '../../bench/crashVerdict';

/** The kill tests can fail: each way of breaking the promise has its count. */
const row = (id: string, state: string) => ({ id, state });
const arrived = (...ids: string[]) => {
	const times = new Map<string, number>();
	for (const id of ids) times.set(id, (times.get(id) ?? 0) + 1);
	return times;
};

describe('after a kill', () => {
	it('arrived and accepted, arrived and being sent, planned and not arrived → all well', () => {
		const rows = [row('a', 'accepted'), row('b', 'sending'), row('c', 'uncertain'), row('d', 'planned')];
		expect(judgeMoment(rows, arrived('a', 'b'), 4)).toEqual({ doubled: 0, resendable: 0, phantom: 0, unbalanced: 0 });
	});

	it.each([
		['twice in the inbox', [row('a', 'accepted')], arrived('a', 'a'), { doubled: 1 }],
		['in the inbox and planned', [row('a', 'planned')], arrived('a'), { resendable: 1 }],
		['in the inbox and claimed', [row('a', 'claimed')], arrived('a'), { resendable: 1 }],
		['in the inbox and put off', [row('a', 'deferred')], arrived('a'), { resendable: 1 }],
		['accepted and nowhere', [row('a', 'accepted')], arrived(), { phantom: 1 }],
		['in a state that does not exist', [row('a', 'sent')], arrived(), { unbalanced: 2 }],
		['planned and gone from the ledger', [], arrived(), { unbalanced: 1 }],
	])('%s → counted', (_, rows, inbox, expected) => {
		expect(judgeMoment(rows, inbox, 1)).toEqual({ doubled: 0, resendable: 0, phantom: 0, unbalanced: 0, ...expected });
	});

	it('while planning goes on, fewer deliveries than recipients are no fault', () => {
		expect(judgeMoment([row('a', 'planned')], arrived()).unbalanced).toBe(0);
	});
});

describe('at the end', () => {
	it.each([
		['accepted', 0], ['uncertain', 0], ['planned', 1], ['sending', 1], ['blocked', 1],
	])('one recipient %s → lost %d', (state, lost) => {
		expect(judgeEnd([row('a', state)], state === 'accepted' ? arrived('a') : arrived(), 1).lost).toBe(lost);
	});
});
