import fc from 'fast-check';
import Handlebars from 'handlebars';
import { bytesOf } from '../../../core/template/byteCount';
import { compileProgram } from '../../../core/template/fillProgram';
import { foldProgram, type Cost, type KnownValues } from '../../../core/template/foldProgram';
import { mergeData } from '../../../core/template/mergeData';

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

/** What shows the whole root is never known before its mail: here helpers show what they were handed. */
const handed = Handlebars.create();
handed.registerHelper({ ...engine.helpers, need: (name: string, value: unknown) => `[${name}=${shown(value)}]`, charge: () => '' });

const COST = { rounds: 0, characters: 0, valueCharacters: 1 };

/** As a text of which the known part was filled before, and as a whole where a mail's own values differ. */
function foldedFor(source: string, known: KnownValues) {
	const program = handed.parse(source);
	const whole = compileProgram(program, handed.helpers);
	const charge = (cost: Cost): hbs.AST.Statement => ({ type: 'MustacheStatement', path: { type: 'PathExpression', original: 'charge', parts: ['charge'], depth: 0, data: false }, params: [{ type: 'NumberLiteral', value: cost }] }) as unknown as hbs.AST.Statement;
	const folded = foldProgram(program, { known, charge, fill: (statement) => ({ text: compileProgram({ ...program, body: [statement] }, handed.helpers)(known, { place: 'test' }), cost: COST }) });
	const quick = compileProgram(folded.program, handed.helpers);
	return (context: KnownValues) => (folded.fits(context) ? quick : whole)(context, { place: 'test' });
}

/** Where the names of a text begin, here: some in what all mails share, some in a mail's own. */
const rooted = (source: string): string => source.replace(/(?<=[ "(]|\.\.\/)(@root\.)?(a|b|list|zero|empty|none)(?=[. "})])/g, (_match, root: string | undefined, name: string) => `${root ?? ''}${ROOTS[name] ?? name}`);
const ROOTS: Readonly<Record<string, string>> = { a: 'brand', b: 'data.b', list: 'data.list', zero: 'data.zero', empty: 'data.empty', none: 'own' };

describe('foldProgram', () => {
	const own = fc.record({ b: value, list: fc.array(value, { maxLength: 3 }), zero: fc.constantFrom(0, 1), empty: value, inherited: value }, { requiredKeys: [], noNullPrototype: true });

	it('any template, shared data and own data that go before them → what Handlebars makes of both together', () => {
		let quickCount = 0;
		fc.assert(fc.property(fc.array(template, { minLength: 1, maxLength: 4 }).map((parts) => rooted(parts.join(''))), context, fc.oneof(fc.constant({}), own), fc.record({ own: value }), fc.oneof(fc.constant({}), fc.record({ brand: value })), (source, shared, mine, other, brand) => {
			const values = { brand: shared.a, ...other, ...brand, data: mergeData(shared, mine) };
			const fill = foldedFor(source, { brand: shared.a, data: shared });
			if (Object.keys({ ...mine, ...brand }).length === 0) quickCount += 1;
			const expected = handed.compile(source, { noEscape: true, knownHelpers: { need: true, raw: true, if: true, unless: true, each: true }, knownHelpersOnly: true, preventIndent: true })(values, { data: { place: 'test' }, allowProtoMethodsByDefault: false, allowProtoPropertiesByDefault: false });
			expect(fill(values)).toBe(expected);
		}), { numRuns: 2_000 });
		expect(quickCount).toBeGreaterThan(300);
	});

	it('a loop over shared data is filled once; a mail with another list has its own', () => {
		const list = [{ a: 1 }, { a: 2 }];
		const fill = foldedFor('{{#each (raw "data.list" data.list)}}{{need "a" a}}{{/each}}{{need "own" own}}', { data: { list } });
		expect(fill({ own: 1, data: { list } })).toBe('[a=1][a=2][own=1]');
		list.push({ a: 3 }); // shows that it is not read again
		expect(fill({ own: 2, data: { list } })).toBe('[a=1][a=2][own=2]');
		expect(fill({ own: 3, data: { list: [{ a: 9 }] } })).toBe('[a=9][own=3]');
		expect(fill({ own: 4, data: {} })).toBe('[own=4]');
	});
});

describe('a loop over shared data with a value of the mail in it', () => {
	it.each(['../own', '@root.own', '../data.own'])('{{%s}} → that of each mail', (way) => {
		const list = [{ a: 1 }, { a: 2 }];
		const fill = foldedFor(`{{#each (raw "data.list" data.list)}}{{need "a" a}}{{need "own" ${way}}}{{/each}}`, { data: { list } });
		expect([1, 2].map((own) => fill({ own, data: { list, own } }))).toEqual(['[a=1][own=1][a=2][own=1]', '[a=1][own=2][a=2][own=2]']);
	});
});

describe('the bytes of a text', () => {
	it.each([
		['ASCII', 'a{{need "a" a}}b', 'x'],
		['other writings', 'ä{{need "a" a}}漢', 'ж漢é'],
		['a long value', '{{need "a" a}}', 'é'.repeat(200)],
		['characters of two halves', '😀{{need "a" a}}', '😀'],
		['half a character, whose other half stands behind the value', '{{need "a" a}}\ude00', '\ud83d'],
		['loops and conditions', '{{#each (raw "list" list)}}{{#if this}}é{{need "this" this}}{{/if}}{{/each}}', 'ü'],
	])('%s → counted by pieces as by the whole', (_name, source, a) => {
		const plain = { ...engine.helpers, need: (_path: string, found: unknown) => String(found) };
		const count = { extra: 0 };
		const output = compileProgram(engine.parse(source), plain)({ a, list: [a, '', a] }, {}, count);
		expect(bytesOf(output, count)).toBe(Buffer.byteLength(output));
	});
});

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
