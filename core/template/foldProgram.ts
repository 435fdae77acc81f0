import type {} from 'handlebars';

/** A statement of a text as it was filled, and what that took of the mail's bounds. */
export interface FilledStatement {
	text: string;
	cost: Cost;
}

export interface Cost {
	rounds: number;
	/** made by loops */
	characters: number;
	/** of values shown */
	valueCharacters: number;
}

/** Values that many mails have in common, as the context of each holds them; of `data` some keys, of the others all of a key. */
export type KnownValues = Readonly<Record<string, unknown>>;

interface Folding {
	known: KnownValues;
	/** `undefined` for a statement that can't be filled: it stays, and says why when its mail is made */
	fill(statement: hbs.AST.Statement): FilledStatement | undefined;
	/** the statement that takes from a mail's bounds what the filled ones took */
	charge(cost: Cost): hbs.AST.Statement;
}

export interface FoldedProgram {
	program: hbs.AST.Program;
	/** whether a mail has the very values that were filled in */
	fits(context: KnownValues): boolean;
}

/**
 * Fills what a text says in common for many mails: values, whole loops, and conditions, of which the branch is left that counts.
 * What is filled is text and nothing else; a mail whose own values differ must be filled by the whole text.
 */
export function foldProgram(program: hbs.AST.Program, folding: Folding): FoldedProgram {
	const used = new Map<string, Path>();
	const body = foldStatements(program.body, { ...folding, used });
	const paths = [...used.values()];
	return { program: { ...program, body }, fits: (context) => paths.every((path) => isSame(path, context, folding.known)) };
}

/** The names that tell one known value from another: `['brand']`, `['data', 'products']`. */
type Path = readonly string[];

type State = Folding & { used: Map<string, Path> };

function foldStatements(statements: readonly hbs.AST.Statement[], state: State): hbs.AST.Statement[] {
	const cost = { rounds: 0, characters: 0, valueCharacters: 0 };
	const folded = statements.flatMap((statement) => foldStatement(statement, state, cost));
	return cost.rounds + cost.characters + cost.valueCharacters > 0 ? [...folded, state.charge(cost)] : folded;
}

function foldStatement(statement: hbs.AST.Statement, state: State, cost: Cost): hbs.AST.Statement[] {
	const paths = knownPathsOf(readsOf(statement, false), state.known);
	const filled = paths && state.fill(statement);
	if (!filled) return statement.type === 'BlockStatement' ? foldCondition(statement as hbs.AST.BlockStatement, state) : [statement];
	for (const path of paths) state.used.set(path.join('.'), path);
	cost.rounds += filled.cost.rounds;
	cost.characters += filled.cost.characters;
	cost.valueCharacters += filled.cost.valueCharacters;
	return filled.text === '' ? [] : [content(filled.text, statement.loc)];
}

/** Inside of a condition the names mean what they mean outside; inside of a loop over values of one mail they don't. */
function foldCondition(block: hbs.AST.BlockStatement, state: State): hbs.AST.Statement[] {
	if ((block.path as hbs.AST.PathExpression).original === 'each') return [block];
	const isTrue = knownConditionOf(block, state);
	if (isTrue !== undefined) return foldStatements((isTrue ? block.program : block.inverse)?.body ?? [], state);
	return [{ ...block, program: foldBranch(block.program, state), inverse: foldBranch(block.inverse, state) } as hbs.AST.BlockStatement];
}

function foldBranch(program: hbs.AST.Program | undefined, state: State): hbs.AST.Program | undefined {
	return program && { ...program, body: foldStatements(program.body, state) };
}

/** Which branch counts, as the block itself decides it. */
function knownConditionOf(block: hbs.AST.BlockStatement, state: State): boolean | undefined {
	const probe = { ...block, program: { ...block.program, body: [content('yes', block.loc)] }, inverse: undefined } as unknown as hbs.AST.BlockStatement;
	const paths = knownPathsOf(readsOf(probe, false), state.known);
	const filled = paths && state.fill(probe);
	if (!filled) return undefined;
	for (const path of paths) state.used.set(path.join('.'), path);
	return filled.text === 'yes';
}

function content(value: string, loc: hbs.AST.SourceLocation): hbs.AST.ContentStatement {
	return { type: 'ContentStatement', value, original: { open: false, close: false }, loc };
}

/** The ways from the root that a statement reads; `undefined` when it reads something else too, such as what is around a loop. */
function readsOf(statement: hbs.AST.Statement, isInLoop: boolean): Path[] | undefined {
	if (statement.type === 'ContentStatement' || statement.type === 'CommentStatement') return [];
	if (statement.type === 'MustacheStatement') return allReads((statement as hbs.AST.MustacheStatement).params.map((param) => readsOfValue(param, isInLoop)));
	if (statement.type !== 'BlockStatement') return undefined;
	const { path, params, hash, program, inverse } = statement as hbs.AST.BlockStatement;
	const isLoop = (path as hbs.AST.PathExpression).original === 'each';
	const values = [...params, ...(hash?.pairs ?? []).map((pair) => pair.value)];
	return allReads([
		...values.map((value) => readsOfValue(value, isInLoop)),
		...(program?.body ?? []).map((inner) => readsOf(inner, isInLoop || isLoop)),
		...(inverse?.body ?? []).map((inner) => readsOf(inner, isInLoop)),
	]);
}

function readsOfValue(value: hbs.AST.Expression, isInLoop: boolean): Path[] | undefined {
	if (value.type === 'SubExpression') return allReads((value as hbs.AST.SubExpression).params.map((param) => readsOfValue(param, isInLoop)));
	if (value.type !== 'PathExpression') return [];
	const { data, depth, parts } = value as hbs.AST.PathExpression;
	const names = parts.map(String);
	if (depth > 0) return undefined;
	if (data && names[0] === 'root') return [names.slice(1)];
	// an entry, and its number: known where the list is
	if (isInLoop) return [];
	return data ? undefined : [names];
}

function allReads(reads: ReadonlyArray<Path[] | undefined>): Path[] | undefined {
	return reads.every((read) => read !== undefined) ? reads.flat() : undefined;
}

/** Shortened to the name whose value is known; `undefined` when one is not. */
function knownPathsOf(paths: readonly Path[] | undefined, known: KnownValues): Path[] | undefined {
	const found = paths?.map(([first = '', second]) => {
		if (!Object.hasOwn(known, first)) return undefined;
		if (first !== 'data') return [first];
		return second !== undefined && Object.hasOwn(known.data as object, second) ? [first, second] : undefined;
	});
	return found?.every((path) => path !== undefined) ? found : undefined;
}

/** The same value, not an equal one: comparing lists would cost what filling them costs. */
function isSame([first = '', second]: Path, context: KnownValues, known: KnownValues): boolean {
	if (second === undefined) return Object.hasOwn(context, first) && context[first] === known[first];
	const [own, shared] = [context[first] as KnownValues, known[first] as KnownValues];
	return Object.hasOwn(own, second) && own[second] === shared[second];
}
