import { compileExpression } from '../../../core/template/expressions';
import { makeFormatCache } from '../../../core/template/formats';

const formats = makeFormatCache()('en-US', 'UTC');
const html = (source: string, context: Record<string, unknown>): string => compileExpression(source, { place: 'template `t`', mode: 'html' })(context, formats);

describe('a text with {{expressions}}', () => {
	const item = { buyer: { name: 'Ana & <b>' }, list: [{ n: 'a' }, { n: 'b' }], price: { amountMinor: 3840, currency: 'EUR' }, at: Date.UTC(2026, 10, 20) };

	it.each([
		['values are escaped', '{{buyer.name}}', 'Ana &amp; &lt;b&gt;'],
		['money and dates as the language writes them', '{{money price}} {{date at}}', '€38.40 November 20, 2026'],
		['lists', '{{#each list}}{{@index}}{{n}}{{../buyer.name}};{{/each}}', '0aAna &amp; &lt;b&gt;;1bAna &amp; &lt;b&gt;;'],
		['an absent value may be asked for', '{{#if nobody.here}}x{{else}}y{{/if}}{{#unless nothing}}z{{/unless}}', 'yz'],
		['an address keeps its characters', '<a href="{{url link}}">', '<a href="https://a.example/?x=1&amp;y=2">'],
	])('%s', (_name, source, expected) => {
		expect(html(source, { ...item, link: 'https://a.example/?x=1&y=2' })).toBe(expected);
	});

	it.each([
		['a variable that is not there', '{{buyer.nmae}}', 'needs `buyer.nmae`', 'buyer.name'],
		['one inside of a list', '{{#each list}}{{m}}{{/each}}', 'needs `m`', 'n'],
		['a list that is not there', '{{#each lists}}x{{/each}}', 'needs `lists`', 'list'],
		['an amount that is not there', '{{money prize}}', 'needs `prize`', 'price'],
	])('%s → TEMPLATE_VARIABLE_MISSING with the nearest known one', (_name, source, message, nearest) => {
		expect(() => html(source, item)).toThrow(expect.objectContaining({ code: 'TEMPLATE_VARIABLE_MISSING', message: expect.stringContaining(message), context: expect.objectContaining({ nearest }) }));
	});

	it.each([
		['raw output', '{{{buyer.name}}}', '{{{ }}}'],
		['raw output with &', '{{&buyer.name}}', '{{{ }}}'],
		['a partial', '{{> footer}}', 'partial'],
		['a dynamic partial', '{{> (lookup . "x")}}', 'partial'],
		['an inline partial', '{{#*inline "x"}}y{{/inline}}', 'partial or decorator'],
		['the constructor', '{{buyer.constructor}}', 'constructor'],
		['__proto__', '{{#if buyer.__proto__}}x{{/if}}', '__proto__'],
		['an unknown helper', '{{lookup buyer "name"}}', 'helper `lookup`'],
		['an unknown block', '{{#with buyer}}x{{/with}}', 'helper `#with`'],
		['log', '{{log buyer}}', 'helper `log`'],
		['a helper in a helper', '{{money (lookup a b)}}', 'something else than a variable'],
		['an unclosed block', '{{#if a}}x', 'can not be read'],
		['an object as text', '{{buyer}}', 'is a list or an object'],
		['a loop variable', '{{#each list as |x|}}{{x}}{{/each}}', 'as |'],
	])('%s → TEMPLATE_INVALID', (_name, source, reason) => {
		expect(() => html(source, item)).toThrow(expect.objectContaining({ code: 'TEMPLATE_INVALID', message: expect.stringContaining(reason) }));
	});

	it('inherited properties are not data', () => {
		expect(() => html('{{x.secret}}', { x: Object.create({ secret: 'leak' }) as object })).toThrow(expect.objectContaining({ code: 'TEMPLATE_VARIABLE_MISSING' }));
		expect(() => html('{{x.toString}}', { x: {} })).toThrow(expect.objectContaining({ code: 'TEMPLATE_VARIABLE_MISSING' }));
	});

	it('loops inside loops over big lists → stopped', () => {
		const a = Array.from({ length: 1_000 }, () => 'x');
		expect(() => html('{{#each a}}{{#each @root.a}}{{#each @root.a}}x{{/each}}{{/each}}{{/each}}', { a })).toThrow(expect.objectContaining({ code: 'TEMPLATE_INVALID' }));
	});

	it('one value of a megabyte → stopped', () => {
		expect(() => html('{{a}}', { a: 'x'.repeat(1_000_000) })).toThrow(expect.objectContaining({ code: 'TEMPLATE_INVALID', message: expect.stringContaining('more than 512') }));
	});

	it('javascript: as a link from data → INPUT_INVALID', () => {
		expect(() => html('<a href="{{url x}}">', { x: 'javascript:alert(1)' })).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
	});
});
