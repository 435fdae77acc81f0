import fc from 'fast-check';
import Handlebars from 'handlebars';
import { compileProgram } from '../../../core/template/fillProgram';

/** Helpers that show all they are given: what Handlebars hands them is what we must hand them. */
const engine = Handlebars.create();
const shown = (value: unknown): string => (value === undefined ? 'undefined' : JSON.stringify(value));
engine.registerHelper('need', function (this: unknown, name: string, value: unknown, options: Handlebars.HelperOptions) {
	return `[${name}=${shown(value)} in ${shown(this)} of ${shown((options.data as { root: unknown }).root)}]`;
});
engine.registerHelper('raw', (_name: string, value: unknown) => value);
engine.registerHelper('each', function (this: unknown, list: unknown, options: Handlebars.HelperOptions) {
	if (!Array.isArray(list) || list.length === 0) return options.inverse(this);
	return list.map((entry: unknown, index) => options.fn(entry, { data: { ...(options.data as object), index, first: index === 0, last: index === list.length - 1 } })).join('');
});

const byHandlebars = (source: string, context: unknown): string =>
	engine.compile(source, { noEscape: true, knownHelpers: { need: true, raw: true, if: true, unless: true, each: true }, knownHelpersOnly: true, preventIndent: true })(context, { data: { place: 'test' }, allowProtoMethodsByDefault: false, allowProtoPropertiesByDefault: false });

const byUs = (source: string, context: unknown): string => compileProgram(engine.parse(source), engine.helpers)(context, { place: 'test' });

const name = fc.constantFrom('a', 'b', 'list', 'zero', 'empty', 'none', 'length', 'toString', 'inherited');
const path = fc.oneof(
	fc.tuple(fc.constantFrom('', '', '', '../', '../../', './', 'this.', '@root.', '@../'), fc.array(name, { minLength: 1, maxLength: 3 })).map(([start, names]) => (start === '@../' ? '@../index' : start + names.join('.'))),
	fc.constantFrom('this', '..', '@index', '@first', '@last', '@root'),
);
const text = fc.constantFrom('x', ' ', '\n', '<p>', '&', 'é');

const { template } = fc.letrec<{ template: string }>((tie) => {
	const body = fc.array(tie('template'), { maxLength: 3 }).map((parts) => parts.join(''));
	const strip = fc.constantFrom('', '', '~');
	return {
		template: fc.oneof({ maxDepth: 4, depthSize: 'small' },
			text,
			fc.tuple(path, strip).map(([way, mark]) => `{{${mark}need "${way}" ${way}}}`),
			fc.tuple(fc.constantFrom('if', 'unless'), path, fc.constantFrom('', '', ' includeZero=true', ' includeZero=false'), body).map(([helper, way, hash, inner]) => `{{#${helper} ${way}${hash}}}${inner}{{/${helper}}}`),
			fc.tuple(fc.constantFrom('if', 'unless'), path, path, body, body, body, strip).map(([helper, way, other, yes, no, last, mark]) => `{{#${helper} ${way}}}${yes}{{else if ${other}${mark}}}${no}{{else}}${last}{{/${helper}}}`),
			fc.tuple(path, body, body).map(([way, inner, none]) => `{{#each (raw "${way}" ${way})}}${inner}{{else}}${none}{{/each}}`),
			fc.constantFrom('{{! nothing }}', '{{!-- nothing --}}'),
		),
	};
});

const { value } = fc.letrec<{ value: unknown }>((tie) => ({
	value: fc.oneof({ maxDepth: 3, depthSize: 'small' }, fc.constantFrom<unknown>(null, undefined, 0, 1, '', '1', 'text', true, false, () => 1, () => 0),
		// a list of one is the same as its entry to Handlebars, and not to us
		fc.array(tie('value'), { minLength: 2, maxLength: 3 }),
		fc.record({ a: tie('value'), b: tie('value'), list: fc.array(tie('value'), { maxLength: 3 }), zero: fc.constant(0), empty: fc.constantFrom('', []) }, { requiredKeys: [], noNullPrototype: true }).map((fields): unknown => Object.assign(Object.create({ inherited: 'no data' }) as object, fields)),
	),
}));
const context = fc.record({ a: value, b: value, list: fc.array(value, { maxLength: 3 }), zero: fc.constant(0), empty: fc.constantFrom('', []) }, { noNullPrototype: true });

describe('compileProgram', () => {
	it('any template of the closed language, any values → what Handlebars makes of it', () => {
		fc.assert(fc.property(fc.array(template, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')), context, (source, values) => {
			expect(byUs(source, values)).toBe(byHandlebars(source, values));
		}), { numRuns: 5_000 });
	});

	it.each([
		['a field of a field', '{{need "a.b" a.b}}', { a: { b: 1 } }],
		['the list around an entry', '{{#each (raw "list" list)}}{{need "../a" ../a}}{{/each}}', { a: 'x', list: [1, 2] }],
		['a condition is no level of its own', '{{#each (raw "list" list)}}{{#if a}}{{need "../b" ../b}}{{/if}}{{/each}}', { b: 'x', list: [{ a: 1 }] }],
		['an entry without a value', '{{#each (raw "list" list)}}{{#unless this}}{{need "../a" ../a}}{{need "this" this}}{{/unless}}{{/each}}', { a: 'x', list: [null, undefined] }],
		['a loop in a loop over the same value', '{{#each (raw "list" list)}}{{#each (raw "this" this)}}{{need ".." ..}}{{/each}}{{/each}}', { list: [[1, '1', [1, 2]], ['1', 1]] }],
		['what a prototype brings', '{{need "toString" a.toString}}{{need "length" list.length}}', { a: {}, list: [1] }],
		['space that is stripped', 'a {{~need "a" a~}} b', { a: 1 }],
	])('%s → as Handlebars', (_name, source, values) => {
		expect(byUs(source, values)).toBe(byHandlebars(source, values));
	});
});
