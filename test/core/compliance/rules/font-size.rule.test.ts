import { PARAGRAPHS, aWellMadeMail, answerOf } from '../../../support/wellMadeMail';

const RULE = 'font-size';

const text = (style: string, words = 'The lamp is made of oak and brass.') => aWellMadeMail({ bottom: `<p style="${style}">${words}</p>` });
const whole = (size: number) => aWellMadeMail({ body: `<div style="font-size:${size}px">${PARAGRAPHS.join(' ')}</div>` });

describe(RULE, () => {
	it.each([
		['16 px', 'pass', whole(16)],
		['14 px', 'pass', whole(14)],
		['all in 13 px', 'needsReview: small', whole(13)],
		['a note of 12 px', 'pass', text('font-size:12px')],
		['a sentence of 11 px', 'needsReview: tiny', text('font-size:11px')],
		['8 pt is 11 px', 'needsReview: tiny', text('font-size:8pt')],
		['a badge of 10 px', 'pass', text('font-size:10px', 'NEW')],
	])('%s → %s', (_name, expected, mail) => expect(answerOf(RULE, mail)).toBe(expected));
});
