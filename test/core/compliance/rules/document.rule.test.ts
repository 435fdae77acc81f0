import { aWellMadeMail, answerOf } from '../../../support/wellMadeMail';

const RULE = 'document';

describe(RULE, () => {
	it.each([
		['all there', 'pass', aWellMadeMail()],
		['a region', 'pass', aWellMadeMail({ attributes: 'lang="en-GB"' })],
		['no language', 'needsReview: noLanguage', aWellMadeMail({ attributes: '' })],
		['another language', 'needsReview: otherLanguage', aWellMadeMail({ attributes: 'lang="de"' })],
		['Arabic from right to left', 'pass', aWellMadeMail({ language: 'ar', attributes: 'lang="ar" dir="rtl"' })],
		['Hebrew without direction', 'needsReview: noDirection', aWellMadeMail({ language: 'he', attributes: 'lang="he"' })],
		['no title', 'needsReview: noTitle', aWellMadeMail({ isWithoutTitle: true })],
	])('%s → %s', (_name, expected, mail) => expect(answerOf(RULE, mail)).toBe(expected));
});
