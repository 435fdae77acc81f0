import { aHandmadeMail, outcomeOf } from '../../../support/mails';

const RULE = 'size';

describe(RULE, () => {
	it.each([
		[79, 'pass'],
		[82, 'needsReview'],
		[94, 'needsReview'],
		[96, 'violation'],
	])('%i KB → %s', (kilobytes, outcome) => expect(outcomeOf(RULE, aHandmadeMail(`<p>${'x'.repeat(kilobytes * 1024 - 500)}</p>`))).toBe(outcome));

	it('counts bytes, not characters', () => {
		expect(outcomeOf(RULE, aHandmadeMail(`<p>${'灯'.repeat(36_000)}</p>`))).toBe('violation');
	});
});
