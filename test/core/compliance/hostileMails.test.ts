import { checkMail } from '../../../core/compliance/checkMail';
import { measureMail } from '../../../core/compliance/facts/measureMail';
import type { MailItem } from '../../../core/contract/items';
import { NOW, UNSUBSCRIBE_URL, aBrand, aRecipient } from '../../support/mails';
import { PARAGRAPHS, aWellMadeMail, findingsOf } from '../../support/wellMadeMail';

const FIVE_MEGABYTES = 5_000_000;
/** A mail that big is a violation anyway: no more of it is looked at. Time is not asserted, what is read is. */
const MOST_READ = 160_000;
const MOST_EVIDENCE = 250;

const fill = (piece: string): string => piece.repeat(Math.ceil(FIVE_MEGABYTES / piece.length));
const check = (mail: MailItem) => checkMail({ mail, brand: aBrand(), unsubscribeUrl: UNSUBSCRIBE_URL, recipient: aRecipient() }, NOW);

function charactersRead(mail: MailItem): number {
	const { blocks, whole, leadText, document, source } = measureMail(mail);
	return Math.max(blocks.reduce((sum, { text }) => sum + text.length, 0), whole.visible.length, leadText.length, document.title.length, source.splitWords.join('').length);
}

describe('5 MB of', () => {
	it.each([
		['one letter', fill('a')],
		['one letter in a paragraph', `<p>${fill('a')}</p>`],
		['brackets', fill('<')],
		['elements that are never closed', fill('<div>')],
		['elements that are closed and never opened', fill('</div>')],
		['comments that are never closed', fill('<!--')],
		['comments', fill('<!-- x -->')],
		['spaces', `<p>${fill(' ')}</p>`],
		['invisible characters', `<p>${fill('\u200b')}</p>`],
		['split words', `<p>${fill('a\u200b')}</p>`],
		['words of two alphabets', `<p>${fill('pаypal ')}</p>`],
		['one word of two alphabets', `<p>${fill('aа')}</p>`],
		['full-width letters', `<p>${fill('Ａ ')}</p>`],
		['Chinese characters', `<p>${fill('灯')}</p>`],
		['letters and accents', `<p>${fill('e\u0301')}</p>`],
		['emoji', `<p>${fill('👨‍👩‍👧')}</p>`],
		['half escapes', `<p>${fill('=C3')}</p>`],
		['half JSON', `<p>${fill('{"')}</p>`],
		['half tags as text', `<p>${fill('&lt;div ')}</p>`],
		['half of a banned phrase', `<p>${fill('you have wo')}</p>`],
		['base64', `<p>${fill('aB3')}</p>`],
		['dots in a link', `<a href="https://x.example/">${fill('a.')}</a>`],
		['an attribute', `<img alt="${fill('a')}">`],
		['a title', `<html lang="en"><title>${fill('ab ')}</title>`],
		['style', `<style>${fill('.a{color:red}')}</style>`],
		['entities', `<p>${fill('&zwnj;')}</p>`],
	])('%s → an answer, no more read than needed', (_name, html) => {
		const mail = aWellMadeMail({ html });
		const { outcome, findings } = check(mail);
		expect(outcome).toBe('violation');
		expect(findings.map(({ rule }) => rule)).toContain('size');
		for (const { evidence = '' } of findings) expect(evidence.length).toBeLessThanOrEqual(MOST_EVIDENCE);
		expect(charactersRead(mail)).toBeLessThanOrEqual(MOST_READ);
	});
});

describe('a line of 1 MB', () => {
	it.each(['a', 'A', '!', '灯', '\u200b', '👨‍👩‍👧', 'a.', 'pаypal '])('of %j as subject and preheader → an answer with short evidence', (piece) => {
		const line = piece.repeat(Math.ceil(1_000_000 / piece.length));
		const { outcome, findings } = check({ ...aWellMadeMail(), subject: line, preheader: line });
		expect(outcome).toBe('violation');
		for (const { evidence = '' } of findings) expect(evidence.length).toBeLessThanOrEqual(1_100);
	});
});

describe('HTML that is none', () => {
	it.each([
		['nothing', ''],
		['spaces', ' \n '],
		['a text', PARAGRAPHS.join('\n')],
		['a text with signs', '1 < 2 and 3 > 2 && <3'],
		['JSON', '{"html":"<p>x</p>"}'],
		['base64', Buffer.from(PARAGRAPHS.join(' ')).toString('base64')],
		['a file name', 'mail.html'],
		['null', 'null'],
		['zeros', '\u0000\u0000'],
		['a PDF', '%PDF-1.7 %âãÏÓ 1 0 obj << /Type /Catalog >> endobj'],
	])('%s → violation, never an exception', (_name, html) => {
		expect(check(aWellMadeMail({ html })).outcome).toBe('violation');
	});

	it.each([['a text', PARAGRAPHS.join('\n')], ['JSON', '{"html":"x"}'], ['nothing', '']])('%s → the rule about markup says so', (_name, html) => {
		expect(findingsOf(aWellMadeMail({ html }))).toContain('markup: violation');
	});
});

describe('a template that renders empty', () => {
	it.each([
		['no paragraph', ''],
		['empty paragraphs', '<p> </p><p>&nbsp;</p><div><br></div>'],
		['invisible characters', '<p>&#8203;&zwnj;</p>'],
		['a greeting of nobody', '<p>,</p>'],
	])('%s above the footer → violation', (_name, body) => {
		const mail = aWellMadeMail({ body });
		expect(findingsOf({ ...mail, html: mail.html.replace('See the lamp', '') })).toContain('visible-text: violation');
	});
});
