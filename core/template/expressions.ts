import Handlebars from 'handlebars';
import { SellerMailError } from '../shared/errors';
import type { ByteCount } from './byteCount';
import { cleanUrl } from './cleanText';
import { assertFewExpressions, readBounds } from './expressionBounds';
import { fillCommonOnce, type CommonValues } from './fillCommonOnce';
import { compileProgram } from './fillProgram';
import { findNearest } from './findNearest';
import type { Cost, FilledStatement, KnownValues } from './foldProgram';
import type { Formats } from './formats';
import { capitalise, invalid } from './invalid';

/** A compiled Handlebars text; fills it with the values of one mail. */
export type Expression = (context: Record<string, unknown>, formats: Formats, bytes?: ByteCount) => string;

interface ExpressionOptions {
	/** whose text it is, for messages: "template `abandoned-cart`, subject" */
	place: string;
	/** html: values are escaped; text: they are taken as they are */
	mode: 'html' | 'text';
	/** values that many mails share: what shows them is filled once; the most comes last */
	common?: readonly CommonValues[];
}

interface RenderBudget {
	maxRounds: number;
	roundsLeft: number;
	charactersLeft: number;
	/** of values shown, wherever they stand */
	valueCharactersLeft: number;
}

interface RenderData {
	place: string;
	formats: Formats;
	budget: RenderBudget;
}

const MAX_CHARACTERS = 512_000;
const MAX_SOURCE_CHARACTERS = 200_000;

const BLOCK_HELPERS = new Set(['if', 'unless', 'each']);
const VALUE_HELPERS = new Set(['money', 'date', 'url']);
const FORBIDDEN_PARTS = new Set(['__proto__', 'constructor', 'prototype', '__defineGetter__', '__defineSetter__', '__lookupGetter__', '__lookupSetter__']);
const DATA_VARIABLES = new Set(['index', 'first', 'last', 'root']);

/**
 * Compiles a Handlebars text with a closed set of helpers (`money`, `date`, `url`, `if`, `unless`, `each`), no partials, no raw
 * output, no prototype access. A variable that is shown, or looped over, must be there when it is filled in.
 * @throws SellerMailError TEMPLATE_INVALID at compile time; TEMPLATE_VARIABLE_MISSING, TEMPLATE_INVALID when filled in
 */
export function compileExpression(source: string, options: ExpressionOptions): Expression {
	const program = parse(source, options.place);
	const { maxRounds } = readBounds(program, options.place);
	program.body.forEach((statement) => closeStatement(statement, options));
	const { helpers } = engines[options.mode];
	const compile = (part: hbs.AST.Program): Expression => {
		const template = compileProgram(part, helpers);
		return (context, formats, bytes) => {
			const output = template(context, { place: options.place, formats, budget: newBudget(maxRounds) }, bytes);
			if (output.length > MAX_CHARACTERS) throw tooBig(options.place);
			return output;
		};
	};
	const fillStatement = (statement: hbs.AST.Statement, known: KnownValues, formats: Formats): FilledStatement | undefined => {
		const budget = newBudget(maxRounds);
		try {
			const text = compileProgram({ ...program, body: [statement] }, helpers)(known, { place: options.place, formats, budget });
			return { text, cost: costOf(budget) };
		} catch {
			return undefined; // each mail says why, at its turn
		}
	};
	return (options.common ?? []).reduce((whole, values) => fillCommonOnce({ program, whole, compile, charge, fillStatement }, values), compile(program));
}

function newBudget(maxRounds: number): RenderBudget {
	return { maxRounds, roundsLeft: maxRounds, charactersLeft: MAX_CHARACTERS, valueCharactersLeft: MAX_CHARACTERS };
}

function costOf({ maxRounds, roundsLeft, charactersLeft, valueCharactersLeft }: RenderBudget): Cost {
	return { rounds: maxRounds - roundsLeft, characters: MAX_CHARACTERS - charactersLeft, valueCharacters: MAX_CHARACTERS - valueCharactersLeft };
}

/** `{{charge …}}`, which no source can say: the cost stands where a name would. */
function charge(cost: Cost): hbs.AST.Statement {
	const loc = { source: '', start: { line: 1, column: 0 }, end: { line: 1, column: 0 } };
	return { type: 'MustacheStatement', path: helperPath('charge', loc), params: [{ type: 'NumberLiteral', value: cost, loc }], loc } as unknown as hbs.AST.Statement;
}

function parse(source: string, place: string): hbs.AST.Program {
	if (source.length > MAX_SOURCE_CHARACTERS) throw invalid(place, `is longer than ${MAX_SOURCE_CHARACTERS} characters`);
	assertFewExpressions(source, place);
	try {
		return Handlebars.parse(source);
	} catch (error) {
		const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
		throw invalid(place, `can not be read: ${reason.slice(0, 120)}. Check that every {{#if}}, {{#unless}} and {{#each}} is closed`);
	}
}

/** Refuses what is outside the closed set and makes every shown variable a required one. */
function closeStatement(statement: hbs.AST.Statement, options: ExpressionOptions): void {
	if (statement.type === 'ContentStatement' || statement.type === 'CommentStatement') return;
	if (statement.type === 'MustacheStatement') return closeMustache(statement as hbs.AST.MustacheStatement, options);
	if (statement.type === 'BlockStatement') return closeBlock(statement as hbs.AST.BlockStatement, options);
	throw invalid(options.place, 'uses a partial or decorator ({{> }} or {{* }}), which mails must not');
}

function closeMustache(mustache: hbs.AST.MustacheStatement, options: ExpressionOptions): void {
	// `{{&` sets it too; without it a buyer's name could bring its own HTML
	if (!mustache.escaped) throw invalid(options.place, 'uses {{{ }}}; write {{ }} so that values are escaped');
	const name = nameOf(mustache.path, options);
	if (mustache.params.length === 0) {
		mustache.params = [literal(name, mustache.path.loc), mustache.path as hbs.AST.Expression];
		mustache.path = helperPath('need', mustache.path.loc);
		return;
	}
	if (!VALUE_HELPERS.has(name)) throw unknownHelper(name, options);
	mustache.params = [required(mustache.params[0], options)];
	mustache.hash = undefined as unknown as hbs.AST.Hash;
}

function closeBlock(block: hbs.AST.BlockStatement, options: ExpressionOptions): void {
	const name = nameOf(block.path, options);
	if (!BLOCK_HELPERS.has(name)) throw unknownHelper(`#${name}`, options);
	const [param] = block.params;
	if (block.params.length !== 1 || !param) throw invalid(options.place, `needs exactly one value in {{#${name} …}}`);
	if (block.program.blockParams?.length) throw invalid(options.place, 'names a loop value with `as |…|`; use its fields directly inside {{#each}}');
	block.params = [name === 'each' ? required(param, options) : optional(param, options)];
	block.program.body.forEach((statement) => closeStatement(statement, options));
	block.inverse?.body.forEach((statement) => closeStatement(statement, options));
}

function required(param: hbs.AST.Expression | undefined, options: ExpressionOptions): hbs.AST.Expression {
	if (param?.type !== 'PathExpression') throw invalid(options.place, 'hands something else than a variable to a helper');
	const name = nameOf(param, options);
	return { type: 'SubExpression', path: helperPath('raw', param.loc), params: [literal(name, param.loc), param], loc: param.loc } as unknown as hbs.AST.Expression;
}

function optional(param: hbs.AST.Expression, options: ExpressionOptions): hbs.AST.Expression {
	if (param.type !== 'PathExpression') throw invalid(options.place, 'tests something else than a variable');
	nameOf(param, options);
	return param;
}

function nameOf(path: hbs.AST.PathExpression | hbs.AST.Literal, options: ExpressionOptions): string {
	if (path.type !== 'PathExpression') throw invalid(options.place, 'shows a constant in {{ }}; write it as text');
	const { original, parts, data } = path as hbs.AST.PathExpression;
	const forbidden = parts.find((part) => FORBIDDEN_PARTS.has(String(part)));
	if (forbidden) throw invalid(options.place, `reads \`${forbidden}\`, which is not data`);
	if (data && !DATA_VARIABLES.has(String(parts[0]))) throw invalid(options.place, `reads \`@${String(parts[0])}\`; only @index, @first, @last and @root are known`);
	return original;
}

function unknownHelper(name: string, options: ExpressionOptions): SellerMailError {
	return invalid(options.place, `uses the helper \`${name}\`; known are money, date, url, #if, #unless and #each`);
}

function helperPath(name: string, loc: hbs.AST.SourceLocation): hbs.AST.PathExpression {
	return { type: 'PathExpression', original: name, parts: [name], depth: 0, data: false, loc };
}

function literal(value: string, loc: hbs.AST.SourceLocation): hbs.AST.StringLiteral {
	return { type: 'StringLiteral', value, original: value, loc };
}

const engines = { html: makeEngine(escapeHtml), text: makeEngine((text) => text) };

function makeEngine(escape: (text: string) => string): typeof Handlebars {
	const engine = Handlebars.create();
	engine.registerHelper('need', function (this: unknown, name: string, value: unknown, options: Handlebars.HelperOptions) {
		return escape(charged(asText(name, requireValue(this, name, value, options), options), options));
	});
	engine.registerHelper('raw', function (this: unknown, name: string, value: unknown, options: Handlebars.HelperOptions) {
		return requireValue(this, name, value, options);
	});
	engine.registerHelper('money', (value: unknown, options: Handlebars.HelperOptions) => escape(dataOf(options).formats.money(value)));
	engine.registerHelper('date', (value: unknown, options: Handlebars.HelperOptions) => escape(dataOf(options).formats.date(value)));
	engine.registerHelper('url', (value: unknown, options: Handlebars.HelperOptions) => escape(requireUrl(value, options)));
	engine.registerHelper('charge', (cost: Cost, options: Handlebars.HelperOptions) => chargeAll(cost, dataOf(options)));
	engine.registerHelper('each', repeat);
	return engine;
}

/** The four characters that end a text or an attribute in HTML. */
export function escapeHtml(text: string): string {
	return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '') : text;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function dataOf(options: Handlebars.HelperOptions): RenderData {
	return options.data as RenderData;
}

function requireValue(context: unknown, name: string, value: unknown, options: Handlebars.HelperOptions): unknown {
	if (value !== undefined && value !== null) return value;
	const { place } = dataOf(options);
	const nearest = findNearest(name, [context, (options.data as { root?: unknown }).root]);
	throw new SellerMailError('TEMPLATE_VARIABLE_MISSING', {
		message: `${capitalise(place)} needs \`${name}\`, which the item does not have${nearest ? `; did you mean \`${nearest}\`?` : '.'}`,
		nextStep: `Add \`${name}\` to the item, wrap the place in {{#if ${name}}}…{{/if}}, or choose another template.`,
		context: { place, variable: name, nearest },
	});
}

/** A link made of data leads to http(s) and nowhere else: `javascript:` in an order export must not become a link. */
function requireUrl(value: unknown, options: Handlebars.HelperOptions): string {
	const url = cleanUrl(value);
	if (url) return url;
	const { place } = dataOf(options);
	throw new SellerMailError('INPUT_INVALID', {
		message: `${capitalise(place)} has a link whose address in the item is not http(s).`,
		nextStep: 'Correct the address in the item; it must begin with https://.',
		context: { place },
	});
}

function asText(name: string, value: unknown, options: Handlebars.HelperOptions): string {
	if (typeof value === 'string') return value;
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	throw invalid(dataOf(options).place, `shows \`${name}\`, which is a list or an object; show one of its fields, or use {{money ${name}}}`);
}

/** Before it is escaped and copied: a value of megabytes that is shown a thousand times must not fill the memory. */
function charged(text: string, options: Handlebars.HelperOptions): string {
	const { budget, place } = dataOf(options);
	budget.valueCharactersLeft -= text.length;
	if (budget.valueCharactersLeft < 0) throw tooBig(place);
	return text;
}

/** What was filled before costs each mail what it would have cost to fill it. */
function chargeAll({ rounds, characters, valueCharacters }: Cost, { budget, place }: RenderData): string {
	budget.roundsLeft -= rounds;
	budget.charactersLeft -= characters;
	budget.valueCharactersLeft -= valueCharacters;
	if (Math.min(budget.roundsLeft, budget.charactersLeft, budget.valueCharactersLeft) < 0) throw tooBig(place);
	return '';
}

/** `#each` over a list, with a bound on rounds and output. */
function repeat(this: unknown, list: unknown, options: Handlebars.HelperOptions): string {
	const { budget, place } = dataOf(options);
	if (!Array.isArray(list)) throw invalid(place, 'loops with {{#each}} over something that is no list');
	if (list.length === 0) return options.inverse(this);
	let output = '';
	for (const [index, entry] of list.entries()) {
		if (--budget.roundsLeft < 0) throw tooManyRounds(place, budget);
		const data = { ...(options.data as object), index, first: index === 0, last: index === list.length - 1 };
		const round = options.fn(entry, { data });
		budget.charactersLeft -= round.length;
		if (budget.charactersLeft < 0) throw tooBig(place);
		output += round;
	}
	return output;
}

function tooBig(place: string): SellerMailError {
	return invalid(place, `makes a mail of more than ${MAX_CHARACTERS / 1000} thousand characters`);
}

function tooManyRounds(place: string, { maxRounds }: RenderBudget): SellerMailError {
	return invalid(place, `loops more than ${maxRounds} times`);
}

