import type Handlebars from 'handlebars';
import { extraBytesOf, type ByteCount } from './byteCount';

type Helpers = (typeof Handlebars)['helpers'];
type Data = Readonly<Record<string, unknown>>;

/** What a text is filled with at one place: Handlebars' own words, depths are the contexts around it from the inside out. */
interface Scope {
	context: unknown;
	depths: readonly unknown[];
	data: Data;
	options: Handlebars.HelperOptions;
	bytes: ByteCount | undefined;
}

/** What stands there, or what is filled in. */
type Part = Constant | Fillable;
type Fillable = (scope: Scope) => string;

interface Constant {
	text: string;
	extraBytes: number;
}

type Read = (scope: Scope) => unknown;

/** What helpers get as `this` where there is no value. */
const NOTHING = Object.seal({});

/**
 * Makes a parsed text of the closed language fillable: text, values through helpers, #if, #unless and #each, nothing else.
 * Means what Handlebars' own compiler makes of it, with access to own properties only, at a third of the cost; the parser
 * and the helpers stay Handlebars'. Held to it by a property test.
 */
export function compileProgram(program: hbs.AST.Program, helpers: Helpers): (context: unknown, data: Data, bytes?: ByteCount) => string {
	const parts = compileParts(program, helpers);
	return (context, data, bytes) => fill(parts, makeScope(context, [context], { ...data, root: context }, bytes));
}

function makeScope(context: unknown, depths: readonly unknown[], data: Data, bytes: ByteCount | undefined): Scope {
	return { context, depths, data, options: { fn: nothing, inverse: nothing, hash: {}, data }, bytes };
}

function nothing(): string {
	return '';
}

function fill(parts: readonly Part[], scope: Scope): string {
	let output = '';
	for (const part of parts) {
		if (typeof part === 'function') output += part(scope);
		else {
			output += part.text;
			if (scope.bytes) scope.bytes.extra += part.extraBytes;
		}
	}
	return output;
}

function compileParts(program: hbs.AST.Program | undefined, helpers: Helpers): readonly Part[] {
	const parts: Part[] = [];
	let text: string[] = [];
	for (const part of [...(program?.body ?? []).map((statement) => compileStatement(statement, helpers)), undefined]) {
		if (typeof part === 'string') text.push(part);
		else {
			if (text.some(Boolean)) parts.push(toConstant(text));
			text = [];
			if (part) parts.push(part);
		}
	}
	return parts;
}

/** As one string: of one that was put together each mail would walk all pieces. */
function toConstant(pieces: readonly string[]): Constant {
	const text = [...pieces, ''].join('');
	return { text, extraBytes: extraBytesOf(text) };
}

/** The casts go by `type`, as the parser's types want it. */
function compileStatement(statement: hbs.AST.Statement, helpers: Helpers): string | Fillable {
	switch (statement.type) {
		case 'ContentStatement': return (statement as hbs.AST.ContentStatement).value;
		case 'MustacheStatement': return compileMustache(statement as hbs.AST.MustacheStatement, helpers);
		case 'BlockStatement': return compileBlock(statement as hbs.AST.BlockStatement, helpers);
		default: return '';
	}
}

function compileMustache({ path, params }: hbs.AST.MustacheStatement, helpers: Helpers): Fillable {
	const call = compileCall(path, params, helpers);
	return (scope) => {
		const text = String(call(scope) ?? '');
		if (scope.bytes) scope.bytes.extra += extraBytesOf(text);
		return text;
	};
}

function compileCall(path: hbs.AST.PathExpression | hbs.AST.Literal, params: readonly hbs.AST.Expression[], helpers: Helpers): Read {
	const helper = helpers[nameOf(path)];
	const [first = readNothing, second] = params.map((param) => compileParam(param, helpers));
	if (!helper) return readNothing;
	if (!second) return (scope) => helper.call(scope.context ?? NOTHING, first(scope), scope.options);
	return (scope) => helper.call(scope.context ?? NOTHING, first(scope), second(scope), scope.options);
}

function readNothing(): undefined {
	return undefined;
}

function nameOf(path: hbs.AST.PathExpression | hbs.AST.Literal): string {
	return path.type === 'PathExpression' ? (path as hbs.AST.PathExpression).original : '';
}

function compileParam(param: hbs.AST.Expression, helpers: Helpers): Read {
	if (param.type === 'PathExpression') return compilePath(param as hbs.AST.PathExpression);
	if (param.type === 'SubExpression') {
		const { path, params } = param as hbs.AST.SubExpression;
		return compileCall(path, params, helpers);
	}
	const { value } = param as hbs.AST.StringLiteral | hbs.AST.BooleanLiteral | hbs.AST.NumberLiteral;
	return () => value;
}

/** `a.b`, `../a`, `this`, `@index`: an empty value ends the way to its parts. */
function compilePath({ data, depth, parts }: hbs.AST.PathExpression): Read {
	const names = parts.map(String);
	if (data) return depth > 0 ? readNothing : (scope) => names.reduce<unknown>((value, name) => (value ? readOwn(value, name) : value), scope.data);
	return (scope) => {
		let value = depth === 0 ? scope.context : scope.depths[depth];
		for (const name of names) {
			if (value === null || value === undefined) return value;
			value = readOwn(value, name);
		}
		return value;
	};
}

/** Own properties only; what a prototype brings is no data. */
function readOwn(value: NonNullable<unknown>, name: string): unknown {
	const found = (value as Record<string, unknown>)[name];
	return found === undefined || Object.hasOwn(value, name) ? found : undefined;
}

function compileBlock(block: hbs.AST.BlockStatement, helpers: Helpers): string | Fillable {
	const program = compileParts(block.program, helpers);
	const inverse = compileParts(block.inverse, helpers);
	const [param] = block.params;
	const read = param ? compileParam(param, helpers) : readNothing;
	if (nameOf(block.path) === 'each') return compileEach(read, program, inverse, helpers);
	const [yes, no] = nameOf(block.path) === 'if' ? [program, inverse] : [inverse, program];
	const zero = block.hash?.pairs.findLast(({ key }) => key === 'includeZero');
	const isZeroIncluded = zero ? compileParam(zero.value, helpers) : readNothing;
	return (scope) => {
		const found = read(scope);
		const value: unknown = typeof found === 'function' ? found.call(scope.context ?? NOTHING) : found;
		return fill((!value && !isZeroIncluded(scope)) || isEmpty(value) ? no : yes, inside(scope, scope.context ?? NOTHING, scope.data));
	};
}

/** Empty lists, and whatever is empty but no number. */
function isEmpty(value: unknown): boolean {
	return Array.isArray(value) ? value.length === 0 : !value && value !== 0;
}

function compileEach(read: Read, program: readonly Part[], inverse: readonly Part[], helpers: Helpers): string | Fillable {
	const { each } = helpers;
	if (!each) return '';
	return (scope) => String(each.call(scope.context ?? NOTHING, read(scope), {
		hash: {},
		data: scope.data,
		fn: (entry: unknown, options?: { data?: Data }) => fill(program, inside(scope, entry, options?.data ?? scope.data)),
		inverse: (self: unknown) => fill(inverse, inside(scope, self, scope.data)),
	}));
}

/** The scope of a block: one level deeper where its context is another one. */
function inside(scope: Scope, context: unknown, data: Data): Scope {
	if (context === scope.context && data === scope.data) return scope;
	const [outer] = scope.depths;
	const isSame = isSameValue(context, outer) || (context === NOTHING && outer === null);
	return makeScope(context, isSame ? scope.depths : [context, ...scope.depths], data, scope.bytes);
}

/** Handlebars counts 1 inside of '1' as one level. It does so for lists and the words they make too, by writing them out each time: not here. */
function isSameValue(a: unknown, b: unknown): boolean {
	// eslint-disable-next-line eqeqeq -- see above
	return a === b || (!isObject(a) && !isObject(b) && a == b);
}

function isObject(value: unknown): boolean {
	return typeof value === 'object' ? value !== null : typeof value === 'function';
}
