import { load } from 'cheerio';
import { measureMail } from '../../../core/compliance/facts/measureMail';
import { readerWindow } from '../../../core/compliance/facts/valueProposition';
import { compileTemplate } from '../../../core/template/compileTemplate';
import { LANGUAGES } from '../../../core/template/languages/registry';
import { makeSample } from '../../../core/template/sampleData';
import { UNSUBSCRIBE_URL, aBrand } from '../../support/mails';

const VIEW_URL = 'https://hooks.example/webhook/7f3a/m?t=v.b_0123456789abcdefghij.1.0123456789abcdefghijkl';
const languages = LANGUAGES.map(({ language }) => language);
const own = (subject: string, preheader: string) => compileTemplate({ kind: 'own', purpose: 'marketing', subject, preheader, html: '<a href="https://lumen-home.example/"><b>Lumen</b></a><p>Save 10% today</p>' }, { brand: aBrand() });

describe.each(languages)('view in browser in %s', (language) => {
	const template = compileTemplate({ kind: 'library', name: 'abandoned-cart' }, { brand: aBrand() });
	const sample = makeSample(language);
	const plain = template.render({ ...sample, unsubscribeUrl: UNSUBSCRIBE_URL });
	const mail = template.render({ ...sample, unsubscribeUrl: UNSUBSCRIBE_URL, viewUrl: VIEW_URL });
	const words = LANGUAGES.find((strings) => strings.language === language)?.viewInBrowser ?? '-';

	it('small, above the mail, in text and HTML, once', () => {
		const $ = load(mail.html);
		expect($('.sm-view-link').toArray().map((link) => [link.attribs.href, $(link).text()])).toEqual([[VIEW_URL, words]]);
		expect(mail.html.indexOf('class="sm-view-link"')).toBeLessThan(mail.html.indexOf('class="sm-card"'));
		expect(mail.text).toContain(`${words}: ${VIEW_URL}`);
	});

	it('the first 50 characters, the calls to action and the other facts stay what they are without it', () => {
		const [before, after] = [measureMail(plain), measureMail(mail)];
		expect(readerWindow(mail.subject, after.leadText, language)).toBe(readerWindow(plain.subject, before.leadText, language));
		expect(after.callsToAction).toEqual(before.callsToAction);
		expect(after.links.filter((link) => link.href !== VIEW_URL)).toEqual(before.links);
		expect(after.links.find((link) => link.href === VIEW_URL)).toMatchObject({ score: 0, isVisible: true });
	});
});

it.each([['no preheader', 'Sale', ''], ['a short one', 'Sale', 'Now'], ['41 characters', 'x'.repeat(20), 'y'.repeat(20)]])('subject and preheader that leave room (%s) → below, so that the reader sees the offer first', (_name, subject, preheader) => {
	const mail = own(subject, preheader).render({ ...makeSample('en'), unsubscribeUrl: UNSUBSCRIBE_URL, viewUrl: VIEW_URL });
	expect(mail.html.indexOf('class="sm-view-link"')).toBeGreaterThan(mail.html.indexOf('Save 10%'));
	expect(readerWindow(mail.subject, measureMail(mail).leadText, 'en')).toContain('Lumen');
});

it('own HTML whose logo comes first → the link in front of it makes the logo no call to action', () => {
	const mail = own('Everything for your desk: ten per cent off until Sunday', 'Only this week').render({ ...makeSample('en'), unsubscribeUrl: UNSUBSCRIBE_URL, viewUrl: VIEW_URL });
	expect(mail.html.indexOf('class="sm-view-link"')).toBeLessThan(mail.html.indexOf('Save 10%'));
	expect(measureMail(mail).callsToAction).toEqual([]);
});

it('order mail has none; an address that could break out of the link is left out', () => {
	const order = compileTemplate({ kind: 'library', name: 'logistics-update' }, { brand: aBrand() }).render({ ...makeSample('en'), viewUrl: VIEW_URL });
	expect(order.html + order.text).not.toContain(VIEW_URL);
	const mail = own('x', '').render({ ...makeSample('en'), unsubscribeUrl: UNSUBSCRIBE_URL, viewUrl: 'https://x.example/"><script>' });
	expect(mail.html).not.toContain('sm-view-link"');
});
