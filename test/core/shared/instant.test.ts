import { decideDateOrder, parseInstant } from '../../../core/shared/instant';

const SAO_PAULO = { timeZone: 'America/Sao_Paulo' };

describe('parseInstant', () => {
	const cases: Array<[unknown, Parameters<typeof parseInstant>[1], string | undefined]> = [
		['2026-11-20T14:02:00Z', SAO_PAULO, '2026-11-20T14:02:00.000Z'],
		['2026-11-20 14:02', SAO_PAULO, '2026-11-20T17:02:00.000Z'],
		['2026-11-20', SAO_PAULO, '2026-11-20T03:00:00.000Z'],
		['2026/11/20 14:02:03', { timeZone: 'Asia/Shanghai' }, '2026-11-20T06:02:03.000Z'],
		['2026-11-20T14:02:00.1239+08:00', SAO_PAULO, '2026-11-20T06:02:00.123Z'],
		['2026-11-20T14:02:00-0330', SAO_PAULO, '2026-11-20T17:32:00.000Z'],
		[1_511_186_520, SAO_PAULO, '2017-11-20T14:02:00.000Z'],
		['1511186520', SAO_PAULO, '2017-11-20T14:02:00.000Z'],
		[1_511_186_520_000, SAO_PAULO, '2017-11-20T14:02:00.000Z'],
		[new Date(1_511_186_520_000), SAO_PAULO, '2017-11-20T14:02:00.000Z'],
		['10/2/2017 10:56', { ...SAO_PAULO, dateOrder: 'mdy' }, '2017-10-02T13:56:00.000Z'],
		['10/2/2017 10:56', { ...SAO_PAULO, dateOrder: 'dmy' }, '2017-02-10T12:56:00.000Z'],
		['10/2/2017 10:56', SAO_PAULO, undefined],
		['13/2/2017', SAO_PAULO, '2017-02-13T02:00:00.000Z'],
		['13/2/2017', { ...SAO_PAULO, dateOrder: 'mdy' }, undefined],
		['2.10.2017 10:56', { timeZone: 'Europe/Berlin' }, '2017-10-02T08:56:00.000Z'],
		['7/24/2018 8:41 PM', SAO_PAULO, '2018-07-24T23:41:00.000Z'],
		['7/24/2018 12:05 AM', { timeZone: 'UTC' }, '2018-07-24T00:05:00.000Z'],
		['7/24/2018 13:05 PM', SAO_PAULO, undefined],
		['2026-02-31', SAO_PAULO, undefined],
		['2026-11-20 25:00', SAO_PAULO, undefined],
		['2026-11-20', { timeZone: 'Nowhere/Land' }, undefined],
		['0000-00-00 00:00:00', SAO_PAULO, undefined],
		['yesterday', SAO_PAULO, undefined],
		[NaN, SAO_PAULO, undefined],
		[{}, SAO_PAULO, undefined],
	];
	it.each(cases)('%p %j → %s', (input, options, expected) => {
		const at = parseInstant(input, options);
		expect(at === undefined ? undefined : new Date(at).toISOString()).toBe(expected);
	});
});

it.each([
	[['1/2/2026', '10/18/2017 0:00'], 'mdy'],
	[['1/2/2026', '18/10/2017 0:00'], 'dmy'],
	[['1/2/2026', '3/4/2026'], 'ambiguous'],
	[['13/2/2026', '2/13/2026'], 'ambiguous'],
	[['2026-01-02', '', 'x'], undefined],
	[['1.2.2026'], 'dmy'],
])('decideDateOrder(%j) → %s', (values, expected) => {
	expect(decideDateOrder(values)).toBe(expected);
});
