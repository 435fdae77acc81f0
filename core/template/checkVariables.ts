import Handlebars from 'handlebars';
import { listTexts, placeOf } from './chooseTexts';
import { findNearest } from './findNearest';
import { makeFormatCache } from './formats';
import { invalid } from './invalid';
import { en } from './languages/en';
import { makeSample } from './sampleData';
import type { LibraryTemplate } from './templates/libraryTemplate';
import { TEMPLATES } from './templates/registry';
import { brandSchema, type TemplateOverrides, type TemplateSource } from './templateSource';

/** What every text may show beside what its template makes of the data. */
const ALWAYS = ['name', 'buyer', 'data', 'brand', 'url', 'brandColour', 'onBrandColour', 'unsubscribeUrl', 'viewUrl', 'alsoUnsubscribe', 'subject', 'preheader'];

/**
 * Refuses variables that no buyer's mail can ever have, before the first one is rendered. What stands under `data` and `buyer`
 * depends on the items and is found when it is filled in; so is what stands inside of a loop. Stored contents are not asked:
 * they were fine when they were made.
 * @throws SellerMailError TEMPLATE_INVALID with the text, the place in it, and the nearest name
 */
export function checkVariables(source: TemplateSource, overrides: TemplateOverrides | undefined): void {
	const known = knownNames(source);
	if (!known) return;
	for (const { place, text } of textsOf(source, overrides)) {
		for (const variable of topVariables(Handlebars.parse(text).body)) if (!isKnown(variable, known)) throw unknownVariable(place, variable, known);
	}
}

function textsOf(source: TemplateSource, overrides: TemplateOverrides | undefined): Array<{ place: string; text: string }> {
	const name = source.kind === 'own' ? source.name?.trim() || 'own' : source.name;
	const replaced = listTexts(overrides).map((row) => ({ place: placeOf(name, { [row.part]: row })(row.part), text: row.text }));
	if (source.kind !== 'own') return replaced;
	const own = { subject: source.subject, preheader: source.preheader, HTML: source.html, text: source.text };
	return [...Object.entries(own).map(([part, text]) => ({ place: placeOf(name, {})(part), text: text ?? '' })), ...replaced];
}

/** `undefined` when the template can't be tried here. */
function knownNames(source: TemplateSource): Set<string> | undefined {
	if (source.kind === 'own') return new Set(ALWAYS);
	const template = TEMPLATES.find(({ name }) => name === source.name);
	return template && new Set([...ALWAYS, ...viewNames(template), ...usedNames(template)]);
}

/** With all of the data; a name whose value is missing is there too. */
function viewNames(template: LibraryTemplate): string[] {
	const { data, buyer } = makeSample('en');
	return Object.keys(template.makeView(data, makeFormatCache()('en-US', buyer.timeZone)));
}

/** What the template shows itself it can have, whatever the sample brings. */
function usedNames(template: LibraryTemplate): string[] {
	return Object.values(template.compose(en)).flatMap((text) => topVariables(Handlebars.parse(text).body).map(({ parts }) => parts[0] ?? ''));
}

interface Variable {
	name: string;
	parts: string[];
	line: number;
	column: number;
}

/** Variables outside of loops: inside, names are those of the list's entries. */
function topVariables(statements: readonly hbs.AST.Statement[]): Variable[] {
	return statements.flatMap((statement) => {
		if (statement.type === 'MustacheStatement') return readMustache(statement as hbs.AST.MustacheStatement);
		if (statement.type !== 'BlockStatement') return [];
		const { path, params, program, inverse } = statement as hbs.AST.BlockStatement;
		const isLoop = 'original' in path && path.original === 'each';
		return [...params.flatMap(toVariable), ...(isLoop ? [] : topVariables(program?.body ?? [])), ...topVariables(inverse?.body ?? [])];
	});
}

function readMustache({ path, params }: hbs.AST.MustacheStatement): Variable[] {
	return params.length > 0 ? params.flatMap(toVariable) : toVariable(path);
}

function toVariable(expression: hbs.AST.Expression): Variable[] {
	if (expression.type !== 'PathExpression') return [];
	const { original, parts, data, depth, loc } = expression as hbs.AST.PathExpression;
	const names = parts.map(String);
	if (depth > 0 || (data && names[0] !== 'root') || names.length === 0) return [];
	return [{ name: original, parts: data ? names.slice(1) : names, line: loc.start.line, column: loc.start.column + 1 }];
}

const BRAND_NAMES = Object.keys(brandSchema.shape);

function isKnown({ parts: [first, second] }: Variable, known: ReadonlySet<string>): boolean {
	if (first === undefined) return true;
	if (first === 'brand' && second !== undefined) return BRAND_NAMES.includes(second);
	return known.has(first);
}

function unknownVariable(place: string, { name, parts, line, column }: Variable, known: ReadonlySet<string>): Error {
	const names = Object.fromEntries([...known].filter((key) => key !== 'data').map((key) => [key, true]));
	const nearest = findNearest(parts.join('.'), [{ ...names, brand: Object.fromEntries(BRAND_NAMES.map((key) => [key, true])) }]);
	return invalid(place, `uses \`${name.slice(0, 60)}\` (line ${line}, column ${column}), which no mail of it has${nearest ? `; did you mean \`${nearest}\`` : '; values of the item stand under data, e.g. {{data.code}}'}`);
}
