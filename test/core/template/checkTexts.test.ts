import { compileTemplate } from '../../../core/template/compileTemplate';
import { makeSample } from '../../../core/template/sampleData';
import type { TemplateOverrides, TemplateSource, TextOverride } from '../../../core/template/templateSource';
import { TEXT_PARTS } from '../../../core/template/templateSource';
import { UNSUBSCRIBE_URL, aBrand } from '../../support/mails';

const CART: TemplateSource = { kind: 'library', name: 'abandoned-cart' };
const OWN: TemplateSource = { kind: 'own', name: 'spring', purpose: 'marketing', subject: 'Save 10%', html: '<p>Hello</p>' };
const compile = (texts: TextOverride[], source: TemplateSource = CART, more: TemplateOverrides = {}) => compileTemplate(source, { brand: aBrand(), overrides: { ...more, texts } });
const render = (texts: TextOverride[], language = 'es', variant?: string, source: TemplateSource = CART) => compile(texts, source).render({ ...makeSample(language), variant, unsubscribeUrl: UNSUBSCRIBE_URL });

describe('texts instead of the template\'s own', () => {
	it.each(['heading', 'intro', 'button', 'note'] as const)('%s → in HTML and text, escaped, with its variables', (part) => {
		const mail = render([{ part, text: `New & ${part} <b> for {{buyer.name}}` }]);
		expect(mail.html).toContain(`New &amp; ${part} &lt;b&gt; for Ana`);
		expect(mail.text).toContain(`New & ${part} <b> for Ana`);
	});

	it('subject and preheader, per variant and language; the others stay the template\'s own', () => {
		const texts: TextOverride[] = [{ part: 'subject', variant: 'B', text: 'B: {{total}}' }, { part: 'preheader', language: 'de', text: 'Nur heute' }];
		expect(render(texts, 'es', 'B')).toMatchObject({ subject: 'B: 38,40 €', preheader: expect.stringContaining('Lumen Desk Lamp') });
		expect(render(texts, 'de', 'A')).toMatchObject({ subject: expect.stringContaining('38,40'), preheader: 'Nur heute' });
		expect(render(texts, 'es', 'A')).toEqual(compileTemplate(CART, { brand: aBrand() }).render({ ...makeSample('es'), unsubscribeUrl: UNSUBSCRIBE_URL }));
	});

	it('an intro counts for every form of it; a text of an order\'s state for every state', () => {
		const data = { repurchase: { lastOrderAt: Date.UTC(2026, 6, 1) } };
		const reminder = compileTemplate({ kind: 'library', name: 'repurchase-reminder' }, { brand: aBrand(), overrides: { texts: [{ part: 'intro', text: 'Time again?' }] } });
		for (const given of [data, makeSample('en').data]) expect(reminder.render({ buyer: makeSample('en').buyer, data: given, unsubscribeUrl: UNSUBSCRIBE_URL }).text).toContain('Time again?');
		const order = compileTemplate({ kind: 'library', name: 'logistics-update' }, { brand: aBrand(), overrides: { texts: [{ part: 'heading', text: 'News of {{orderId}}' }] } });
		for (const state of ['paid', 'returned']) expect(order.render({ buyer: makeSample('en').buyer, data: { order: { id: '7', state } } }).html).toContain('News of 7');
	});

	it('own HTML: subject and preheader by variant', () => {
		const texts: TextOverride[] = [{ part: 'subject', variant: 'B', text: 'Ten per cent for {{buyer.name}}' }];
		expect([render(texts, 'es', 'A', OWN).subject, render(texts, 'es', 'B', OWN).subject]).toEqual(['Save 10%', 'Ten per cent for Ana']);
	});

	it.each([
		['a part that the template does not have', [{ part: 'note', text: 'x' }], { kind: 'library', name: 'repurchase-reminder' }, 'has no note to replace: it has subject, preheader, heading, intro, button.'],
		['a part of own HTML', [{ part: 'heading', text: 'x' }], OWN, 'has no heading to replace: its own HTML holds the other texts.'],
		['two texts for the same', [{ part: 'subject', variant: 'B', text: 'x' }, { part: 'subject', text: 'z' }, { part: 'subject', variant: 'B', text: 'y' }], CART, 'There are two texts for template `abandoned-cart` (subject, variant B).'],
		['a language that is not there', [{ part: 'subject', language: 'sv', text: 'x' }], CART, 'has no language `sv`'],
	] as Array<[string, TextOverride[], TemplateSource, string]>)('%s → INPUT_INVALID', (_name, texts, source, message) => {
		expect(() => compile(texts, source)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID', message: expect.stringContaining(message) }));
	});

	it.each([
		['a line break in a subject', { part: 'subject', variant: 'B', text: 'Hello\r\nBcc: x@x.example' }, '(subject, variant B) holds a line break'],
		['a block that closes the template\'s', { part: 'heading', language: 'de', text: 'x{{/if}}{{#if total}}y' }, '(heading, de) can not be read'],
		['an else of the template\'s', { part: 'intro', text: 'x{{else}}y' }, '(intro) can not be read'],
		['an unclosed comment', { part: 'note', text: 'x{{!-- ' }, '(note) can not be read'],
		['a backslash that hides what follows', { part: 'button', text: 'x\\' }, '(button) ends with a \\'],
		['raw output', { part: 'heading', text: '{{{buyer.name}}}' }, '{{{ }}}'],
		['an unknown helper', { part: 'heading', variant: 'C', language: 'de', text: '{{upper name}}' }, '(heading, variant C, de) uses the helper `upper`'],
		['nothing but blanks', { part: 'subject', text: '  ' }, 'is empty'],
	] as Array<[string, TextOverride, string]>)('%s → TEMPLATE_INVALID with part, variant and language', (_name, text, message) => {
		expect(() => compile([text])).toThrow(expect.objectContaining({ code: 'TEMPLATE_INVALID', message: expect.stringContaining(message) }));
	});

	it('a missing variable is named with the text that shows it', () => {
		const missing = (text: TextOverride) => () => render([text], 'de', 'B');
		expect(missing({ part: 'subject', variant: 'B', text: '{{totl}}' })).toThrow('Template `abandoned-cart` (subject, variant B) needs `totl`, which the item does not have; did you mean `total`?');
		expect(missing({ part: 'heading', language: 'de', text: '{{prodct}}' })).toThrow('Template `abandoned-cart` (HTML, de) needs `prodct`');
	});

	it('what contents of older versions say for all → the same mail as a text for all', () => {
		const old = compileTemplate(CART, { brand: aBrand(), overrides: { subject: '{{total}} for you', preheader: 'Now' } }).render({ ...makeSample('es'), unsubscribeUrl: UNSUBSCRIBE_URL });
		expect(old).toMatchObject({ subject: '38,40 € for you', preheader: 'Now' });
		expect(render([{ part: 'subject', text: '{{total}} for you' }, { part: 'preheader', text: 'Now' }])).toEqual(old);
	});

	it('every template has a subject, a preheader, a heading and a button to replace', () => {
		for (const name of ['abandoned-cart', 'repurchase-reminder', 'logistics-update', 'confirm-subscription']) {
			const parts = TEXT_PARTS.filter((part) => ['subject', 'preheader', 'heading', 'button'].includes(part));
			expect(() => compile(parts.map((part) => ({ part, text: 'x' })), { kind: 'library', name })).not.toThrow();
		}
	});
});
