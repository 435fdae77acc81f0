import { load } from 'cheerio';
import { PAGE_LOOK, makeLook, type ElementLook, type Tag } from './elementLook';
import { isRunWorthKeeping, keepRun, noRuns } from './knownRuns';
import { VARYING, type KnownRun, type KnownRuns, type KnownTag, type KnownTexts, type Values } from './knownTag';
import { makePiece, type Piece } from './passage';
import { copyText } from './rememberText';

export interface TagMemory {
	/** the page around all tags */
	page(): KnownTag;
	/** A tag under what `withoutValues` makes of it; null when only the parser may read it. */
	find(parent: KnownTag, key: string): KnownTag | null;
	/** The piece that is known at this place for a text as it is written; keeps new ones, as `read` reads them, as long as that may help. */
	findText(known: KnownTexts, written: string, read: (written: string) => string): Piece | undefined;
	/** Keeps what a template wrote at a place as long as that may help. */
	keepRun(known: KnownRuns, run: KnownRun): void;
	/** tags that were learned since the memory was made */
	learnedCount(): number;
}

/** More than the templates of a big shop in all languages; who sends ever new tags makes others learn theirs again, no more. */
const MAX_TAGS = 8_000;
const MAX_CHARACTERS = 3_000_000;

const VARYING_VALUE = /(\s(?:href|src|alt|title)=")[^"<>]+"/g;

/** What mails are made of; everything else (scripts, forms, pictures drawn in place) is read by the parser. */
const KNOWN = new Set([
	'html', 'head', 'meta', 'title', 'style', 'body', 'table', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th', 'caption', 'div', 'p', 'span', 'a', 'img', 'br', 'hr', 'wbr',
	'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'b', 'i', 'u', 's', 'em', 'strong', 'small', 'big', 'sub', 'sup', 'font', 'center', 'ul', 'ol', 'li', 'dl', 'dt', 'dd', 'del', 'ins',
	'strike', 'blockquote', 'section', 'article', 'header', 'footer', 'main', 'pre', 'code', 'abbr', 'mark', 'bdi', 'bdo', 'q', 'cite',
]);
const VOID = new Set(['meta', 'img', 'br', 'hr', 'wbr']);

const TAG_NAME = /^<([a-z][a-z0-9]*)/i;
// the parser's own white space: a no-break space is part of a name to it
const ATTRIBUTE = /[ \t\n\f\r]+([a-z_:][-a-z0-9_:.]*)(?:="([^"<>]*)"|='[^'<>]*'|=[^\s"'=<>`]+)?/iy;
const TAG_END = /[ \t\n\f\r]*(\/?)>$/y;

export function makeTagMemory(): TagMemory {
	let page = makeKnownTag(PAGE_LOOK, undefined, [], []);
	let count = 0;
	let characters = 0;
	let learned = 0;
	return {
		page: () => page,
		learnedCount: () => learned,
		find(parent, key) {
			const known = parent.inside.get(key);
			if (known !== undefined) return known;
			if (count >= MAX_TAGS || characters >= MAX_CHARACTERS) {
				page = makeKnownTag(PAGE_LOOK, undefined, [], []);
				count = characters = 0;
				return null; // the mail at hand still hangs on the old page
			}
			const kept = copyText(key);
			const tag = learn(parent, kept);
			parent.inside.set(kept, tag);
			count += 1;
			characters += key.length;
			learned += 1;
			return tag;
		},
		findText(known, text, read) {
			const found = findPiece(known, text);
			if (found) return found;
			if (!isWorthKeeping(known, text) || characters >= MAX_CHARACTERS) return undefined;
			const written = copyText(text);
			const piece = makePiece(read(written), true);
			keepPiece(known, { written, piece });
			characters += text.length;
			return piece;
		},
		keepRun(known, run) {
			if (characters >= MAX_CHARACTERS || !isRunWorthKeeping(known, run.html.length, run.steps.length)) return;
			keepRun(known, run);
			characters += run.html.length;
		},
	};
}

/** Of one place; some tags stand there many times, each with its text. */
const MAX_TEXTS = 24;
const MAX_TEXT_CHARACTERS = 1_000;

function noTexts(): KnownTexts {
	return { texts: [], at: 0, hitCount: 0, missCount: 0 };
}

function findPiece(known: KnownTexts, text: string): Piece | undefined {
	const { texts } = known;
	for (let step = 1; step <= texts.length; step += 1) {
		const at = (known.at + step) % texts.length;
		if (texts[at]?.written !== text) continue;
		known.at = at;
		known.hitCount += 1;
		return texts[at].piece;
	}
	known.missCount += 1;
	return undefined;
}

/** At first each, then ever fewer: a place of a buyer's own texts should cost nothing. */
function isWorthKeeping({ missCount }: KnownTexts, text: string): boolean {
	return text.length <= MAX_TEXT_CHARACTERS && (missCount <= MAX_TEXTS || missCount % 64 < 2);
}

/** Where texts rarely come again, two are enough to notice when they do. */
function keepPiece(known: KnownTexts, text: KnownTexts['texts'][number]): void {
	const room = known.missCount > MAX_TEXTS && known.hitCount < known.missCount ? 2 : MAX_TEXTS;
	if (known.texts.length >= room) known.texts.splice(0, known.texts.length - room + 1);
	known.texts.push(text);
}

/** A start tag without the values that vary: mails of one template share it. */
export function withoutValues(tag: string): string {
	return tag.includes('="') ? tag.replace(VARYING_VALUE, '$1"') : tag;
}

/** Where the tag that begins at `at` ends, when it is this one; -1 when it is not. Its values go into `values`. */
export function matchTag({ pieces, varying }: KnownTag, html: string, at: number, values: Values): number {
	let end = at;
	for (let index = 0; index < pieces.length; index += 1) {
		const piece = pieces[index] ?? '';
		// three times faster than startsWith
		if (html.slice(end, end + piece.length) !== piece) return -1;
		end += piece.length;
		const name = varying[index];
		if (name === undefined) continue;
		const quote = html.indexOf('"', end);
		if (quote < 0) return -1;
		values[name] = html.slice(end, quote);
		end = quote;
	}
	return end;
}

function makeKnownTag(look: ElementLook, parent: KnownTag | undefined, pieces: readonly string[], varying: KnownTag['varying']): KnownTag {
	return { look, parent, pieces, varying, isVoid: VOID.has(look.name), inside: new Map(), first: { last: undefined, other: undefined }, next: { last: undefined, other: undefined }, firstText: noTexts(), nextText: noTexts(), firstRuns: noRuns(), nextRuns: noRuns(), harmlessStyle: undefined };
}

function learn(parent: KnownTag, key: string): KnownTag | null {
	const cuts = findCuts(key);
	const tag = cuts && readTag(key);
	if (!tag || !KNOWN.has(tag.name) || impliesEnd(parent.look.name, tag.name)) return null;
	if (cuts.some(({ name }) => tag.attributes[name] !== '')) return null;
	const look = makeLook(parent.look, tag);
	if (look.activeContent.length > 0) return null;
	const ends = [...cuts.map(({ at }) => at), key.length];
	const pieces = ends.map((end, index) => key.slice(ends[index - 1] ?? 0, end));
	return makeKnownTag(look, parent, pieces, cuts.map(({ name }) => name));
}

/** Where the values that vary stand; `undefined` for a tag that is not written plainly enough to be cut by hand. */
function findCuts(key: string): Array<{ at: number; name: keyof Values }> | undefined {
	const start = TAG_NAME.exec(key);
	if (!start) return undefined;
	let at = start[0].length;
	const cuts: Array<{ at: number; name: keyof Values }> = [];
	const names = new Set<string>();
	for (let match = matchAt(ATTRIBUTE, key, at); match; match = matchAt(ATTRIBUTE, key, at)) {
		const [text, name = '', value] = match;
		at += text.length;
		if (names.has(name.toLowerCase())) return undefined;
		names.add(name.toLowerCase());
		const varying = VARYING.find((one) => one === name);
		if (value === '' && varying) cuts.push({ at: at - 1, name: varying });
	}
	const end = matchAt(TAG_END, key, at);
	// `<div/>` opens a div; `<style/>` opens one that is no style to the parser
	return end && (end[1] === '' || VOID.has(start[1]?.toLowerCase() ?? '')) ? cuts : undefined;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
	pattern.lastIndex = at;
	return pattern.exec(text);
}

/** As the parser reads it: it has the last word on names, entities and doubles. */
function readTag(key: string): Tag | undefined {
	const node = parse(key)[0];
	return node?.attribs ? { name: node.name, attributes: node.attribs } : undefined;
}

interface ParsedNode {
	name: string;
	data?: string;
	attribs?: Record<string, string>;
	children?: ParsedNode[];
}

const endings = new Map<string, boolean>();

/** Whether the parser ends the outer element where the inner one begins: a paragraph in a paragraph, a row in a cell. */
function impliesEnd(outer: string, inner: string): boolean {
	if (outer === '') return false;
	const pair = `<${outer}><${inner}>`;
	const known = endings.get(pair);
	if (known !== undefined) return known;
	const isEnded = parse(pair).length !== 1;
	endings.set(pair, isEnded);
	return isEnded;
}

/** A text with its entities resolved, as the parser reads it before a tag. */
export function readEntities(text: string): string {
	return parse(`${text}<i>`)[0]?.data ?? '';
}

const $ = load('', { xml: { xmlMode: false, decodeEntities: true } });

/** As a whole mail is parsed, at a tenth of the cost. The tree's type is the parser's; only this much of it is read. */
function parse(html: string): readonly ParsedNode[] {
	return $(html).toArray() as unknown as readonly ParsedNode[];
}
