import { invalid } from './invalid';

/** HTML whose {{expressions}} are hidden from the HTML parser, and the way back. */
export interface MaskedHtml {
	/** in text each expression is a comment, which may stand anywhere, even between table rows; in tags it is a word */
	html: string;
	/** the expression behind a word or comment text; `undefined` for ordinary ones */
	find(text: string): Masked | undefined;
	/** all expressions in an attribute's value */
	findAll(value: string): Masked[];
	/** puts `{{url …}}` around an expression that a link begins with */
	asUrl(masked: Masked): void;
	restore(html: string): string;
}

export interface Masked {
	index: number;
	source: string;
	kind: 'value' | 'open' | 'else' | 'close';
}

const WORD = 'smhbq';

export function maskExpressions(html: string, place: string): MaskedHtml {
	if (html.includes(WORD)) throw invalid(place, `holds the word ${WORD}, which is reserved`);
	const found: Masked[] = [];
	const isInTag = makeTagTracker();
	let end = 0;
	let masked = '';
	for (const { at, source } of readExpressions(html, place)) {
		const before = html.slice(end, at);
		end = at + source.length;
		masked += before;
		if (source.startsWith('{{!')) {
			isInTag(before);
			continue;
		}
		const word = `${WORD}${found.length}z`;
		masked += isInTag(before) ? word : `<!--${word}-->`;
		found.push({ index: found.length, source, kind: kindOf(source) });
	}
	const urls = new Set<number>();
	return {
		html: masked + html.slice(end),
		find: (text) => matchWord(text, found),
		findAll: (value) => [...value.matchAll(new RegExp(`${WORD}(\\d+)z`, 'g'))].flatMap((match) => found[Number(match[1])] ?? []),
		asUrl: (expression) => void urls.add(expression.index),
		restore: (text) => text.replace(new RegExp(`<!--${WORD}(\\d+)z-->|${WORD}(\\d+)z`, 'g'), (_, a?: string, b?: string) => {
			const index = Number(a ?? b);
			const source = found[index]?.source ?? '';
			return urls.has(index) ? source.replace(/^\{\{~?\s*/, '{{url ') : source;
		}),
	};
}

/** One by one and forward only: a pattern would look for each missing end through all of the text. */
function* readExpressions(html: string, place: string): Generator<{ at: number; source: string }> {
	for (let at = html.indexOf('{{'); at >= 0; ) {
		// Handlebars shows what follows a backslash as it stands, {{ }} and HTML in it included
		if (html[at - 1] === '\\') throw invalid(place, 'has a \\ before {{; write &#123;&#123; to show braces');
		const end = html.startsWith('{{!--', at) ? '--}}' : html.startsWith('{{{', at) ? '}}}' : '}}';
		const endsAt = html.indexOf(end, at + (end === '--}}' ? 5 : 2));
		if (endsAt < 0) throw invalid(place, `can not be read: ${html.slice(at, at + 40)} is not closed`);
		const source = html.slice(at, endsAt + end.length);
		yield { at, source };
		at = html.indexOf('{{', at + source.length);
	}
}

function matchWord(text: string, found: readonly Masked[]): Masked | undefined {
	const match = new RegExp(`^${WORD}(\\d+)z$`).exec(text.trim());
	return match ? found[Number(match[1])] : undefined;
}

function kindOf(source: string): Masked['kind'] {
	const inner = source.replace(/^\{+~?\s*/, '');
	if (inner.startsWith('#')) return 'open';
	if (inner.startsWith('/')) return 'close';
	return /^(?:else\b|\^)/.test(inner) ? 'else' : 'value';
}

/** Fed piece by piece, says whether the piece ends inside a tag: `<a href="`. */
function makeTagTracker(): (piece: string) => boolean {
	let isInTag = false;
	let quote = '';
	return (piece) => {
		for (let at = 0; at < piece.length; at++) {
			const character = piece.charAt(at);
			if (!isInTag) isInTag = character === '<' && /[a-z/!]/i.test(piece.charAt(at + 1));
			else if (quote) quote = character === quote ? '' : quote;
			else if (character === '"' || character === "'") quote = character;
			else if (character === '>') isInTag = false;
		}
		return isInTag;
	};
}
