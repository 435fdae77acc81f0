import { aWellMadeMail, answerOf } from '../../../support/wellMadeMail';

const RULE = 'subject-length';

describe(RULE, () => {
	it.each([
		['60 characters', 'pass', aWellMadeMail({ subject: 'x'.repeat(60) })],
		['70 characters', 'pass', aWellMadeMail({ subject: 'é'.repeat(70) })],
		['71 characters', 'needsReview: tooLong', aWellMadeMail({ subject: 'x'.repeat(71) })],
		['35 wide characters', 'pass', aWellMadeMail({ subject: '灯'.repeat(35) })],
		['70 Thai characters with their vowels', 'pass', aWellMadeMail({ subject: 'กี'.repeat(70) })],
		['36 wide characters', 'needsReview: tooLong', aWellMadeMail({ subject: '灯'.repeat(36) })],
		['70 families of emoji: what a reader sees counts', 'pass', aWellMadeMail({ subject: '👨‍👩‍👧'.repeat(70) })],
		['a label of the law does not count', 'pass', aWellMadeMail({ subject: `(광고) ${'x'.repeat(69)}` })],
	])('%s → %s', (_name, expected, mail) => expect(answerOf(RULE, mail)).toBe(expected));
});
