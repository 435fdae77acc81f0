import type {} from 'handlebars';
import { invalid } from './invalid';

/**
 * What a template may cost, before it is filled in: rendering is synchronous and can't be interrupted, so its bounds have to be
 * in its structure. The reader of blocks takes time with the square of their nesting (8,000 nested ones: 50 s).
 */
export const MAX_EXPRESSIONS = 3_000;
const MAX_BLOCKS = 500;
/** header, footer and links of the mail */
const ROOM_AROUND = 100;
const MAX_NESTING = 30;
const MAX_PATH_PARTS = 20;
export const MAX_EXPRESSIONS_IN_LOOPS = 200;
/** More than any mail needs; stops loops inside loops over hostile data. */
export const MAX_ROUNDS = 2_000;
/** expressions inside of loops times rounds: what a text costs at most */
export const MAX_STEPS = 100_000;

/**
 * Counts in the text, before Handlebars reads it. What only looks like an expression counts too. Own HTML leaves room for what
 * is put around it.
 * @throws SellerMailError TEMPLATE_INVALID
 */
export function assertFewExpressions(source: unknown, place: string, isOwnHtml = false): void {
	// Handlebars takes a syntax tree instead of a text, and makes code of it (GHSA-2w6w-674q-4c4q)
	if (typeof source !== 'string') throw invalid(place, 'is no text');
	const room = isOwnHtml ? 0 : ROOM_AROUND;
	if (countOf(source, '{{') > MAX_EXPRESSIONS + room) throw invalid(place, `holds more than ${MAX_EXPRESSIONS} {{expressions}}`);
	if ((source.match(/\{\{~?\s*(?:[#^]|else\s+[^\s}])/g)?.length ?? 0) > MAX_BLOCKS + room) throw invalid(place, `holds more than ${MAX_BLOCKS} {{#blocks}}`);
}

function countOf(text: string, part: string): number {
	let count = 0;
	for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) count += 1;
	return count;
}

/**
 * Counts in what Handlebars has read: nesting, expressions inside of loops, and the steps of one path. Answers with the rounds
 * that its loops may make together.
 * @throws SellerMailError TEMPLATE_INVALID
 */
export function readBounds(program: hbs.AST.Program, place: string): { maxRounds: number } {
	const seen = { inLoops: 0 };
	countIn(program.body, { depth: 0, isLooped: false, seen, place });
	return { maxRounds: Math.min(MAX_ROUNDS, Math.floor(MAX_STEPS / Math.max(1, seen.inLoops))) };
}

interface Place {
	depth: number;
	isLooped: boolean;
	seen: { inLoops: number };
	place: string;
}

function countIn(statements: readonly hbs.AST.Statement[], at: Place): void {
	if (at.depth > MAX_NESTING) throw invalid(at.place, `nests blocks more than ${MAX_NESTING} deep`);
	for (const statement of statements) {
		if (statement.type === 'ContentStatement') continue;
		if (at.isLooped && ++at.seen.inLoops > MAX_EXPRESSIONS_IN_LOOPS) throw invalid(at.place, `holds more than ${MAX_EXPRESSIONS_IN_LOOPS} {{expressions}} inside of {{#each}}`);
		assertShortPaths(statement, at.place);
		if (statement.type === 'BlockStatement') countInBlock(statement as hbs.AST.BlockStatement, at);
	}
}

function countInBlock({ path, program, inverse }: hbs.AST.BlockStatement, at: Place): void {
	const inner = { ...at, depth: at.depth + 1 };
	const isLoop = 'original' in path && path.original === 'each';
	countIn(program?.body ?? [], isLoop ? { ...inner, isLooped: true } : inner);
	countIn(inverse?.body ?? [], inner);
}

/** What may stand in an expression: its name, and what it is handed. */
interface Called {
	path?: unknown;
	params?: unknown[];
}

function assertShortPaths(statement: hbs.AST.Statement & Called, place: string): void {
	for (const part of [statement.path, ...(statement.params ?? [])]) {
		// a path as Handlebars reads it; anything else has no parts
		const { parts, depth } = (part ?? {}) as Partial<hbs.AST.PathExpression>;
		if ((parts?.length ?? 0) + (depth ?? 0) > MAX_PATH_PARTS) throw invalid(place, `names a variable with more than ${MAX_PATH_PARTS} steps`);
	}
}
