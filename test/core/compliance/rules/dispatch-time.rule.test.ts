import { aHandmadeMail, aRecipient, outcomeOf } from '../../../support/mails';

const RULE = 'dispatch-time';
/** 20 November 2026 is a Friday; Colombia is five hours behind, South Africa two ahead. */
const at = (day: number, hour: number): number => Date.UTC(2026, 10, day, hour);

describe(RULE, () => {
	it.each([
		['CO, Friday 9 in the morning', 'CO', at(20, 14), 'pass'],
		['CO, Friday 6 in the morning', 'CO', at(20, 11), 'violation'],
		['CO, Saturday 2 in the afternoon', 'CO', at(21, 19), 'pass'],
		['CO, Saturday 4 in the afternoon', 'CO', at(21, 21), 'violation'],
		['CO, Sunday', 'CO', at(22, 16), 'violation'],
		['CO, a public holiday (16 November)', 'CO', at(16, 16), 'violation'],
		['ZA, Saturday noon', 'ZA', at(21, 10), 'pass'],
		['ZA, Saturday 2 in the afternoon', 'ZA', at(21, 12), 'violation'],
		['DE: no law', 'DE', at(22, 2), 'pass'],
		['a country without law of its own: a courtesy binds the planning only', 'KW', at(22, 2), 'pass'],
	])('%s → %s', (_name, country, sendAt, outcome) => {
		expect(outcomeOf(RULE, aHandmadeMail(''), { recipient: aRecipient({ country, timeZone: 'UTC' }), sendAt })).toBe(outcome);
	});

	it('a mail that isn\'t leaving yet, or one about an order → not asked', () => {
		const recipient = aRecipient({ country: 'CO' });
		expect(outcomeOf(RULE, aHandmadeMail(''), { recipient })).toBe('pass');
		expect(outcomeOf(RULE, aHandmadeMail('', { purpose: 'transactional' }), { recipient, sendAt: at(22, 16) })).toBe('pass');
	});
});
