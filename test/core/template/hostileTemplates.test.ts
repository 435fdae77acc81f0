import { load } from 'cheerio';
import Handlebars from 'handlebars';
import { checkElements, findForbiddenStyle } from '../../../core/template/checkElements';
import { compileTemplate } from '../../../core/template/compileTemplate';
import { MAX_EXPRESSIONS, MAX_EXPRESSIONS_IN_LOOPS, MAX_ROUNDS, MAX_STEPS } from '../../../core/template/expressionBounds';
import { compileExpression } from '../../../core/template/expressions';
import { findNearest } from '../../../core/template/findNearest';
import { makeFormatCache } from '../../../core/template/formats';
import { MAX_NODES } from '../../../core/template/readHtml';
import { makeSample } from '../../../core/template/sampleData';
import { UNSUBSCRIBE_URL, aBrand } from '../../support/mails';

const formats = makeFormatCache()('en-US', 'UTC');
const refused = (reason: string) => expect.objectContaining({ code: 'TEMPLATE_INVALID', message: expect.stringContaining(reason) });
const missing = expect.objectContaining({ code: 'TEMPLATE_VARIABLE_MISSING' });

function fill(source: string, context: Record<string, unknown> = {}): string {
	return compileExpression(source, { place: 'template `t`', mode: 'html' })(context, formats);
}

function render(html: string, data: Record<string, unknown> = makeSample('en').data) {
	return compileTemplate({ kind: 'own', name: 't', purpose: 'marketing', subject: 'Save 10%', html }, { brand: aBrand() }).render({ buyer: makeSample('en').buyer, data, unsubscribeUrl: UNSUBSCRIBE_URL });
}

/** https://github.com/handlebars-lang/handlebars.js/security/advisories and the npm advisories before them; looked up on 2026-11-22. */
describe('published advisories of Handlebars', () => {
	const context = { buyer: { name: 'Ana' }, list: [{ n: 1 }], f: () => 'called' };

	it.each([
		['GHSA-w457-6q6x-cgp9 prototype pollution by __proto__ and __defineGetter__', '{{buyer.__defineGetter__ "x" buyer}}', '__defineGetter__'],
		['GHSA-q42p-pg8m-cqh6 code by the constructor', '{{#with (lookup "" "constructor")}}{{this}}{{/with}}', 'helper `#with`'],
		['GHSA-g9r4-xpmj-mj65 prototype by lookup', '{{lookup (lookup this "__proto__") "x"}}', 'helper `lookup`'],
		['GHSA-2cf5-4w76-r9qv code by lookup and helperMissing', '{{#each (lookup . "constructor")}}{{helperMissing}}{{/each}}', 'something else than a variable'],
		['GHSA-q2c6-c6pm-g3gh code by with, split and push', '{{#with "s" as |string|}}{{#with "e"}}{{string.sub.apply 0 codelist}}{{/with}}{{/with}}', 'helper `#with`'],
		['GHSA-3cqr-58rm-57f8 code by lookup on properties', '{{#if (lookup buyer "constructor")}}x{{/if}}', 'tests something else than a variable'],
		['GHSA-f2jv-r9rf-7988 code in strict mode', '{{"__proto__"}}{{blockHelperMissing (lookup (lookup this "constructor") "name")}}', 'shows a constant'],
		['GHSA-765h-qjxv-5f44 code in compat mode', '{{#each list}}{{constructor.name}}{{/each}}', 'constructor'],
		['GHSA-7rx3-28cr-v5wh __lookupSetter__', '{{buyer.__lookupSetter__ "x"}}', '__lookupSetter__'],
		['GHSA-7rx3-28cr-v5wh __lookupGetter__', '{{#if buyer.__lookupGetter__}}x{{/if}}', '__lookupGetter__'],
		['GHSA-442j-39wm-28r2 checks of properties passed by', '{{#each list}}{{../constructor.prototype}}{{/each}}', 'is not data'],
		['GHSA-2qvq-rjwj-gvw9 partials from the prototype', '{{> widget}}', 'partial'],
		['GHSA-xhpv-hc6g-r9c6 an object as dynamic partial', '{{> (lookup buyer "evil")}}', 'partial'],
		['GHSA-xhpv-hc6g-r9c6 a variable as dynamic partial', '{{> @root.buyer}}', 'partial'],
		['GHSA-3mfm-83xf-c92r @partial-block', '{{> @partial-block}}', 'partial'],
		['GHSA-3mfm-83xf-c92r @partial-block as a value', '{{@partial-block}}', '@partial-block'],
		['GHSA-9cx6-37pm-9jff malformed decorators', '{{*n}}', 'decorator'],
		['GHSA-9cx6-37pm-9jff decorators of a block', '{{#*inline "x"}}y{{/inline}}{{> x}}', 'decorator'],
		['GHSA-p8wg-vrv2-v86f special properties of the context', '{{#each list}}{{@root.__proto__.x}}{{/each}}', '__proto__'],
		['GHSA-xw65-4hp5-5hc7 and raw blocks', '{{{{raw}}}}<script>alert(1)</script>{{{{/raw}}}}', 'helper `#raw`'],
		['helper names that are inherited', '{{toString buyer}}', 'helper `toString`'],
		['a subexpression as a helper', '{{money (money buyer.name)}}', 'something else than a variable'],
		['the log helper', '{{log "x" level="error"}}', 'helper `log`'],
		['block parameters', '{{#each list as |__proto__ i|}}x{{/each}}', 'as |'],
		['the helpers that make variables required', '{{need "x" buyer}}', 'helper `need`'],
		['the helper behind them', '{{raw "x" buyer}}', 'helper `raw`'],
		['the engine\'s own data', '{{@budget.iterationsLeft}}', '@budget'],
		['the formats', '{{@formats.money}}', '@formats'],
	])('%s → TEMPLATE_INVALID', (_name, source, reason) => {
		expect(() => fill(source, context)).toThrow(refused(reason));
	});

	it.each([
		['GHSA-w457-6q6x-cgp9 inherited by a polluted prototype', '{{polluted}}'],
		['GHSA-2qvq-rjwj-gvw9 inherited through a path', '{{buyer.polluted}}'],
		['blockHelperMissing', '{{blockHelperMissing}}'],
		['helperMissing', '{{helperMissing}}'],
		['methods of strings', '{{buyer.name.sub}}'],
		['length of a function', '{{buyer.hasOwnProperty}}'],
	])('%s → not data', (_name, source) => {
		Object.defineProperty(Object.prototype, 'polluted', { value: '<script>alert(1)</script>', configurable: true });
		try {
			expect(() => fill(source, context)).toThrow(missing);
		} finally {
			delete (Object.prototype as { polluted?: unknown }).polluted;
		}
	});

	it('functions in the data are not called', () => {
		let calls = 0;
		expect(() => fill('{{f}}', { f: () => (calls += 1) })).toThrow();
		expect(() => fill('{{#each f}}x{{/each}}', { f: () => (calls += 1) })).toThrow();
		expect(calls).toBe(0);
	});

	it.each([
		['GHSA-2w6w-674q-4c4q a syntax tree instead of text', { type: 'Program', body: [{ type: 'MustacheStatement', path: 0, params: [{ type: 'NumberLiteral', value: 'process.exit()' }] }] }],
		['GHSA-8r5x-fm3f-whwj a tree with code in its numbers', { ...Handlebars.parse('{{x}}'), loc: 0 }],
		['a number', 7], ['a list', ['{{x}}']],
	])('%s → no template is made of it', (_name, tree) => {
		const source = { kind: 'own', purpose: 'marketing', subject: 'x', html: tree } as unknown as Parameters<typeof compileTemplate>[0];
		expect(() => compileTemplate(source, { brand: aBrand() })).toThrow();
		expect(() => fill(tree as unknown as string)).toThrow(expect.objectContaining({ code: 'TEMPLATE_INVALID' }));
	});

	it('a tree in the data is data', () => {
		expect(() => fill('{{x}}', { x: { type: 'Program', body: [] } })).toThrow(refused('is a list or an object'));
	});

	it('GHSA-9prh-257w-9277 a value in an attribute without quotes → quoted', () => {
		const { html } = render('<a href={{data.link}} title={{data.word}}>x</a>', { link: 'https://a.example/', word: 'x onmouseover=alert(1)' });
		expect(load(html)('a').first().attr()).toMatchObject({ href: 'https://a.example/', title: 'x onmouseover=alert(1)' });
	});

	it.each([
		['GHSA-62gr-4qp9-h98f an unclosed block comment', `{{!-- ${'-'.repeat(50_000)}`],
		['GHSA-f52g-6jhx-586p unclosed braces', '{{'.repeat(1_000)],
		['an unclosed string', `{{money "${'\\"'.repeat(50_000)}`],
		['a name without end', `{{${'a'.repeat(100_000)}`],
	])('%s → refused by its beginning', (_name, source) => {
		expect(() => fill(source)).toThrow(expect.objectContaining({ code: 'TEMPLATE_INVALID' }));
	});
});

describe('what hides from the reader of HTML', () => {
	it.each([
		['a backslash before braces', '<p>\\{{<script>alert(1)</script>}}</p>'],
		['a backslash by its number', '<p>&#92;{{money data.x a="<script>alert(1)</script>"}}</p>'],
		['a backslash behind a comment', '<p>\\<!-- -->{{[<script>alert(1)</script>]}}</p>'],
		['two backslashes', '<p>\\\\{{data.x}}</p>'],
	])('%s → TEMPLATE_INVALID', (_name, html) => {
		expect(() => render(html)).toThrow(refused('has a \\ before {{'));
	});

	it('braces put together by a comment → no raw output', () => {
		expect(() => render('<p>{<!---->{{data.x}}<!---->}</p>', { x: '<b>' })).toThrow(expect.objectContaining({ code: 'TEMPLATE_INVALID' }));
	});

	it('HTML in the name of a variable → never HTML', () => {
		expect(() => render('<p>{{[<img src=x onerror=alert(1)>]}}</p>')).toThrow(missing);
	});

	it('conditional comments of Outlook and others → dropped with what is in them, so that what is checked is what is read', () => {
		const { html } = render('<!--[if mso]><a href="javascript:alert(1)">Outlook only</a><![endif]--><p>All<!-- note --></p><![if !mso]><p>Not Outlook</p><![endif]>');
		const content = html.slice(html.indexOf('own-content'));
		expect(content).not.toMatch(/<!|Outlook only|javascript|note/);
		expect(content).toContain('Not Outlook');
	});
});

describe('bounds, by what is counted', () => {
	const loop = (count: number): string => `{{#each data.list}}${'{{#if ../data.x}}{{/if}}'.repeat(count)}{{/each}}`;

	it.each([
		['5 MB of HTML', '<p>x</p>'.repeat(625_000), 'longer than 150000'],
		['expressions without end', '{{data.x}}'.repeat(MAX_EXPRESSIONS + 1), `more than ${MAX_EXPRESSIONS} {{expressions}}`],
		['blocks without end', '{{#if data.x}}{{/if}}'.repeat(501), 'more than 500 {{#blocks}}'],
		['else if without end', `{{#if data.x}}${'{{else if data.y}}'.repeat(600)}{{/if}}`, 'more than 500 {{#blocks}}'],
		['blocks in blocks', `${'{{#if data.x}}'.repeat(31)}${'{{/if}}'.repeat(31)}`, 'nests blocks more than 30 deep'],
		['a path without end', `{{data${'.a'.repeat(20)}}}`, 'more than 20 steps'],
		['a way up without end', `{{#if ${'../'.repeat(21)}x}}{{/if}}`, 'more than 20 steps'],
		['expressions in loops', loop(MAX_EXPRESSIONS_IN_LOOPS + 1), `more than ${MAX_EXPRESSIONS_IN_LOOPS} {{expressions}} inside of {{#each}}`],
		['elements without end', '<b>x</b>'.repeat(MAX_NODES), `more than ${MAX_NODES} elements`],
		['formatting that opens again and again', `<div>${Array.from({ length: 100 }, (_, index) => `<b a${index}>`).join('')}</div>${'<div>x</div>'.repeat(200)}`, `more than ${MAX_NODES} elements`],
		['nesting without end', '<div>'.repeat(25_000), 'deep'],
		['attributes without end', `<p ${Array.from({ length: 30_000 }, (_, index) => index.toString(36)).join(' ')}>x</p>`, 'more than 100 attributes'],
		['tags that never end', '<a'.repeat(70_000), 'more than 100 attributes or 5000 characters'],
		['attributes behind a quote', `<i x=y"><p ${'a '.repeat(200)}>x</p>`, 'more than 100 attributes'],
		['selectors without end', `<style>${'p{}'.replace('{}', '{color:red}').repeat(1_001)}</style><p>x</p>`, 'more than 1000 selectors'],
		['styles times elements', `<style>${'p{color:red}'.repeat(900)}</style>${'<p>x</p>'.repeat(100)}`, 'styles more than 50000 elements'],
	])('%s → TEMPLATE_INVALID', (_name, html, reason) => {
		expect(() => render(html)).toThrow(refused(reason));
	});

	it('as much as is allowed → a mail', () => {
		expect(render('{{data.x}}'.repeat(MAX_EXPRESSIONS), { x: 'y' }).html).toContain('y'.repeat(MAX_EXPRESSIONS));
		expect(render('{{#if data.x}}z{{/if}}'.repeat(500), { x: 'y' }).html).toContain('z'.repeat(500));
	});

	it.each([
		['braces that are never closed', '{{{'.repeat(900)],
		['half closed ones', '{{!-- }} '.repeat(900)],
		['comments of styles that are never closed', `<style>${'/* '.repeat(45_000)}</style><p>x</p>`],
		['@media in @media', `<style>${'@media x{'.repeat(15_000)}</style><p>x</p>`],
		['closed @media in @media', `<style>${'@media x{'.repeat(5_000)}p{color:red}${'}'.repeat(5_000)}</style><p>x</p>`],
		['line breaks without end', `${'\n'.repeat(140_000)}{{#if data.cart}}x{{/if}}`],
		['selectors that go up and up', `<style>${'* '.repeat(2_000)}.x{color:red}</style>${'<div>'.repeat(100)}x`],
		['comments without end', '<!---->'.repeat(7_900)],
		['addresses with blanks without end', `<p style="background:url(${' '.repeat(9_000)}x)">x</p>`],
	])('%s → read once from begin to end: a mail or a reason, never a stack that overflows', (_name, html) => {
		try {
			expect(render(html).bytes).toBeLessThan(400_000);
		} catch (error) {
			expect(error).toMatchObject({ code: 'TEMPLATE_INVALID' });
		}
	});

	it.each([[MAX_EXPRESSIONS_IN_LOOPS, MAX_STEPS / MAX_EXPRESSIONS_IN_LOOPS], [100, 1_000], [1, MAX_ROUNDS]])('a loop of %i expressions → %i rounds and no more, counted by what is read', (expressions, rounds) => {
		let reads = 0;
		const data = { list: Array.from({ length: rounds }, () => 'x'), get x() { reads += 1; return ''; } };
		render(loop(expressions), data);
		// text and HTML are two texts: each may cost that much
		expect(reads).toBeGreaterThanOrEqual(2 * rounds * expressions);
		expect(reads).toBeLessThanOrEqual(2 * MAX_STEPS);
		expect(() => render(loop(expressions), { ...data, list: [...data.list, 'x'] })).toThrow(refused(`loops more than ${rounds} times`));
	});

	it('lists in lists count together', () => {
		const rows = Array.from({ length: 100 }, () => ({ cells: Array.from({ length: 100 }, () => 'x') }));
		expect(() => render('{{#each data.rows}}{{#each cells}}{{this}}{{/each}}{{/each}}', { rows })).toThrow(refused('loops more than 2000 times'));
	});

	it('a giant value shown often → stopped at its first showing, not after all of them', () => {
		let reads = 0;
		const giant = 'x'.repeat(300_000);
		const data = { get x() { reads += 1; return giant; } };
		expect(() => render('{{data.x}}'.repeat(1_000), data)).toThrow(refused('more than 512 thousand characters'));
		expect(reads).toBeLessThan(5);
	});

	it('the nearest name is not looked for among millions, nor by names without end', () => {
		const wide = (depth: number): Record<string, unknown> => (depth === 0 ? { name: 1 } : Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`k${index}`, wide(depth - 1)])));
		expect(findNearest('k7.k3', [wide(4)])).toBe('k7.k3');
		expect(findNearest('x'.repeat(100_000), [{ ['x'.repeat(100_000)]: 1 }])).toBeUndefined();
		expect(findNearest('a'.repeat(70), [{ ['b'.repeat(100_000)]: 1 }])).toBeUndefined();
	});
});

describe('styles', () => {
	it.each([
		['quoted addresses', 'background:url("https://a.example/x.png")', undefined],
		['addresses with blanks', 'background:url( https://a.example/x.png )', undefined],
		['a relative one', 'background:url( x.png )', 'an address that is not http(s)'],
		['a quoted script', 'background:url( "javascript:x" )', 'a script'],
		['blanks in position', 'position \n : \t fixed', '“position”, which could cover the footer'],
		['comments in position', 'pos/**/ition:/* x */absolute', '“position”, which could cover the footer'],
		['escapes in position', 'p\\6f sition:fixed', '“position”, which could cover the footer'],
		['behaviour', 'behavior: url(https://a.example/x.htc)', 'a script'],
		['position in a value', 'background-position: 0 0', undefined],
	])('%s → %s', (_name, css, expected) => {
		expect(findForbiddenStyle(css)).toBe(expected);
	});

	it('selectors that style nothing go, the rest stays; measured in bytes', () => {
		const unused = Array.from({ length: 450 }, (_, index) => `.unused-${index} { color: #00${index % 10}; }`).join('\n');
		const media = `@media (max-width:400px) { .card { width: 100% !important } ${unused} }`;
		const html = '<table class="card"><tr class="row"><td>x <a href="https://a.example/">y</a></td></tr></table>';
		const [plain, styled] = [render(`<style>${media.replace(unused, '')}</style>${html}`), render(`<style>${media}${unused}</style>${html}`)];
		expect(unused.length).toBeGreaterThan(12_000);
		expect(styled.bytes).toBe(plain.bytes);
		expect(styled.html).toContain('.own-content .card');
	});

	it.each([
		['states', 'a:hover{color:red}', '.own-content a:hover'],
		['rows that a loop may add', '@media x{tr + tr{color:red}}', '.own-content tr + tr'],
		['attributes', '@media x{a[href^="https"]{color:red}}', '.own-content a[href^="https"]'],
		['what can not be read here', '@media x{p:is(.a, b){color:red}}', ':is(.a'],
	])('%s → kept', (_name, css, kept) => {
		expect(render(`<style>${css}</style><table><tr><td><p class="a"><a href="https://a.example/">x</a></p></td></tr></table>`).html).toContain(kept);
	});

	it('classes made from data → no selector is dropped', () => {
		expect(render('<style>@media x{.gold{color:red}}</style><p class="{{data.rank}}">x</p>', { rank: 'gold' }).html).toContain('.own-content .gold');
	});
});

it('what is checked is what is named: every refusal of an element has its reason', () => {
	expect(() => checkElements(load('<body><script>'), { findAll: () => [], find: () => undefined, asUrl: () => undefined, html: '', restore: (text) => text }, 'template `t`')).toThrow(refused('holds <script>: mails carry no scripts'));
});
