import { aWellMadeMail, answerOf } from '../../../support/wellMadeMail';

const RULE = 'contrast';

const text = (style: string, words = 'The lamp is made of oak and has a switch in the dark.') => aWellMadeMail({ bottom: `<p style="${style}">${words}</p>` });

describe(RULE, () => {
	it.each([
		['black on white', 'pass', text('color:#000000')],
		['grey of 4.6:1', 'pass', text('color:#757575')],
		['grey of 4.0:1', 'needsReview: faint', text('color:#808080')],
		['the same grey in large type', 'pass', text('color:#808080;font-size:24px')],
		['2.8:1 in large type', 'needsReview: faint', text('color:#999999;font-size:24px')],
		['white on a dark box', 'pass', text('color:#ffffff;background-color:#1f3a5f')],
		['a label of 4.0:1', 'pass', text('color:#808080', 'See the lamp')],
		['a label of 2.8:1', 'needsReview: faint', text('color:#999999', 'See the lamp')],
		['white on orange', 'needsReview: faint', text('color:#ffffff;background-color:#ff9900')],
		['bars between words', 'pass', text('color:#bbbbbb', '| • |')],
	])('%s → %s', (_name, expected, mail) => expect(answerOf(RULE, mail)).toBe(expected));
});
