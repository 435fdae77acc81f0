import { aWellMadeMail, answerOf } from '../../../support/wellMadeMail';

const RULE = 'preheader';

const padding = (count: number) => '&zwnj;&nbsp;'.repeat(count);

describe(RULE, () => {
	it.each([
		['one sentence', 'pass', aWellMadeMail()],
		['none', 'needsReview: missing', aWellMadeMail({ preheader: '' })],
		['in the HTML alone', 'pass', { ...aWellMadeMail(), preheader: '' }],
		['the subject again', 'needsReview: repeats', aWellMadeMail({ preheader: 'FREE shipping on the lamp, for late readers!' })],
		['151 characters', 'needsReview: tooLong', aWellMadeMail({ preheader: 'x'.repeat(151) })],
		['76 wide characters', 'needsReview: tooLong', aWellMadeMail({ preheader: '灯'.repeat(76) })],
		['a little padding', 'pass', aWellMadeMail({ html: aWellMadeMail().html.replace('think about it.', `think about it.${padding(20)}`) })],
		['300 invisible characters', 'needsReview: padded', aWellMadeMail({ html: aWellMadeMail().html.replace('think about it.', `think about it.${padding(150)}`) })],
		['an order mail has none', 'pass', aWellMadeMail({ preheader: '', purpose: 'transactional' })],
	])('%s → %s', (_name, expected, mail) => expect(answerOf(RULE, mail)).toBe(expected));
});
