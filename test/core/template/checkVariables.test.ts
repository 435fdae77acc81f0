import { checkVariables } from '../../../core/template/checkVariables';
import { compileTemplate } from '../../../core/template/compileTemplate';
import { makeSample } from '../../../core/template/sampleData';
import { TEMPLATES } from '../../../core/template/templates/registry';
import type { TemplateSource, TextOverride } from '../../../core/template/templateSource';
import { UNSUBSCRIBE_URL, aBrand } from '../../support/mails';

const CART: TemplateSource = { kind: 'library', name: 'abandoned-cart' };
const own = (html: string): TemplateSource => ({ kind: 'own', name: 'spring', purpose: 'marketing', subject: 'Save 10%', html });
const check = (source: TemplateSource, ...texts: TextOverride[]) => () => checkVariables(source, { texts });

describe('variables that no mail can have', () => {
	it.each([
		['a typing error in a text', CART, [{ part: 'subject', variant: 'B', language: 'de', text: 'Your cart: {{totl}}' }], 'Template `abandoned-cart` (subject, variant B, de) uses `totl` (line 1, column 14), which no mail of it has; did you mean `total`.'],
		['one that is only asked for', CART, [{ part: 'heading', text: '{{#if produkt}}x{{/if}}' }], 'did you mean `product`'],
		['one of another template', CART, [{ part: 'intro', text: 'On\n {{lastOrder}}' }], '(intro) uses `lastOrder` (line 2, column 4)'],
		['a value of the item without data', own('<p>\n<b>{{coupon}}</b>'), [], 'Template `spring` (HTML) uses `coupon` (line 2, column 6), which no mail of it has; values of the item stand under data'],
		['a field of the brand', own('{{brand.colur}}'), [], 'did you mean `brand.colour`'],
		['from the root inside a loop\'s else', own('{{#each data.list}}{{else}}{{@root.nmae}}{{/each}}'), [], 'did you mean `name`'],
	] as Array<[string, TemplateSource, TextOverride[], string]>)('%s → TEMPLATE_INVALID before the first mail', (_name, source, texts, message) => {
		expect(check(source, ...texts)).toThrow(expect.objectContaining({ code: 'TEMPLATE_INVALID', message: expect.stringContaining(message) }));
	});

	it.each([
		['what depends on the item', own('{{data.anything.at.all}}{{buyer.tier}}{{#if data.x}}{{money data.y}}{{/if}}'), []],
		['names inside of loops', own('{{#each data.list}}{{sku}}{{../whatever}}{{@index}}{{this}}{{#if x}}{{y}}{{/if}}{{/each}}'), []],
		['what every mail has', own('{{name}}{{buyer.name}}{{brand.company}}{{url}}{{unsubscribeUrl}}'), []],
		['what the template shows only sometimes', CART, [{ part: 'note', text: '{{#if moreCount}}{{moreCount}}{{/if}}{{#each rows}}{{quantity}}{{/each}}{{product}}' }]],
		['a template that is not there', { kind: 'library', name: 'nothing' }, []],
	] as Array<[string, TemplateSource, TextOverride[]]>)('%s → fine', (_name, source, texts) => {
		expect(check(source, ...texts)).not.toThrow();
	});

	it.each(TEMPLATES.map(({ name }) => name))('%s: each name of its view may stand in a text, and is then shown', (name) => {
		const sample = makeSample('en');
		const template = TEMPLATES.find((candidate) => candidate.name === name);
		const view = Object.keys(template?.makeView(sample.data, { money: () => '1', date: () => '1', percent: () => '1' }) ?? {});
		const text = [...view, 'name', 'url', 'brandColour'].map((variable) => `{{#if ${variable}}}x{{/if}}`).join('');
		expect(check({ kind: 'library', name }, { part: 'preheader', text })).not.toThrow();
		const mail = compileTemplate({ kind: 'library', name }, { brand: aBrand(), overrides: { texts: [{ part: 'preheader', text }] } }).render({ ...sample, unsubscribeUrl: UNSUBSCRIBE_URL });
		expect(mail.preheader).toMatch(/^x+$/);
	});
});
