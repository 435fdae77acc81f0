import { UNSUBSCRIBE_URL, aHandmadeMail, outcomeOf } from '../../../support/mails';

const RULE = 'unsubscribe-link';

const link = (attributes: string, text = 'Unsubscribe'): string => `<a href="${UNSUBSCRIBE_URL}" ${attributes}>${text}</a>`;

describe(RULE, () => {
	it.each([
		['a plain link', link('')],
		['a picture with a text', link('', '<img src="https://a.example/u.png" width="80" height="20" alt="Unsubscribe">')],
		['grey that can be read', `<p style="background:#fff">${link('style="color:#767676"')}</p>`],
	])('%s → pass', (_name, html) => expect(outcomeOf(RULE, aHandmadeMail('', { html }))).toBe('pass'));

	it.each([
		['no link', '<p>Unsubscribe by letter</p>'],
		['another address', `<a href="${UNSUBSCRIBE_URL}x">Unsubscribe</a>`],
		['another buyer\'s', `<a href="${UNSUBSCRIBE_URL.replace('b_0123', 'b_9999')}">Unsubscribe</a>`],
		['without text', link('', '')],
		['with an invisible character only', link('', '\u200b')],
		['hidden', `<div style="display:none">${link('')}</div>`],
		['light grey on white', link('style="color:#cccccc"')],
		['white on white', link('style="color:white"')],
		['a picture of one pixel', link('', '<img src="https://a.example/u.png" width="1" height="1">')],
		['hidden by its class', `<style>.u,.x{display:none!important}</style>${link('class="u"')}`],
	])('%s → violation', (_name, html) => expect(outcomeOf(RULE, aHandmadeMail('', { html }))).toBe('violation'));

	it('not in the plain text → violation', () => {
		expect(outcomeOf(RULE, aHandmadeMail('', { text: 'Lamps' }))).toBe('violation');
	});

	it('the expected address is not known → a person looks', () => {
		expect(outcomeOf(RULE, aHandmadeMail(''), { unsubscribeUrl: undefined })).toBe('needsReview');
	});

	it('a transactional mail needs none', () => {
		expect(outcomeOf(RULE, aHandmadeMail('', { html: '<p>x</p>', purpose: 'transactional' }))).toBe('pass');
	});
});
