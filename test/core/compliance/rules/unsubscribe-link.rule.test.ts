import { HIDING_TRICKS } from '../../../support/hidingTricks';
import { UNSUBSCRIBE_URL, aHandmadeMail, aRecipient, outcomeOf } from '../../../support/mails';

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

	it.each(HIDING_TRICKS)('hidden: %s → violation', (_name, hide) => {
		expect(outcomeOf(RULE, aHandmadeMail('', { html: `<p>Lamps</p>${hide(link(''))}` }))).toBe('violation');
	});

	it.each([
		['a second link that leads elsewhere', `${link('')} <a href="https://shop.example/survey">Unsubscribe</a>`],
		['in another language', `${link('')} <a href="https://shop.example/survey">Me désinscrire</a>`],
		['in Thai', `${link('')} <a href="https://shop.example/x">ยกเลิกรับข่าวสาร</a>`],
		['by mail', `${link('')} <a href="mailto:u@shop.example">Opt out</a>`],
		['a full stop', link('', '.')],
		['another address on top of the right one', `<a href="https://shop.example/x?u=${encodeURIComponent(UNSUBSCRIBE_URL)}">Unsubscribe</a>`],
	])('%s → violation', (_name, html) => expect(outcomeOf(RULE, aHandmadeMail('', { html }))).toBe('violation'));

	it.each([
		['"click here" beside words that say so', `<p>To unsubscribe, ${link('', 'click here')}.</p>`, 'pass'],
		['"click here" alone', `<p>${link('', 'click here')}</p>`, 'needsReview'],
	])('%s → %s', (_name, html, outcome) => expect(outcomeOf(RULE, aHandmadeMail('', { html }))).toBe(outcome));

	it.each([
		['longer in the text', `Unsubscribe: ${UNSUBSCRIBE_URL}x`], ['with a parameter more', `Unsubscribe: ${UNSUBSCRIBE_URL}&x=1`], ['cut', `Unsubscribe: ${UNSUBSCRIBE_URL.slice(0, -3)}`],
	])('%s → violation', (_name, text) => expect(outcomeOf(RULE, aHandmadeMail('', { text }))).toBe('violation'));

	it('Canada wants it in mails about orders too', () => {
		const order = aHandmadeMail('', { html: '<p>x</p>', purpose: 'transactional' });
		const recipient = aRecipient({ country: 'CA' });
		expect(outcomeOf(RULE, order, { recipient })).toBe('violation');
		expect(outcomeOf(RULE, aHandmadeMail('', { purpose: 'transactional' }), { recipient })).toBe('pass');
		expect(outcomeOf(RULE, order, { recipient, unsubscribeUrl: undefined })).toBe('needsReview');
	});

	it('the expected address is not known → a person looks', () => {
		expect(outcomeOf(RULE, aHandmadeMail(''), { unsubscribeUrl: undefined })).toBe('needsReview');
	});

	it('a transactional mail needs none', () => {
		expect(outcomeOf(RULE, aHandmadeMail('', { html: '<p>x</p>', purpose: 'transactional' }))).toBe('pass');
	});
});
