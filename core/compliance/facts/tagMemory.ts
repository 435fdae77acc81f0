import { load } from 'cheerio';
import { PAGE_LOOK, makeLook, type ElementLook, type Tag } from './elementLook';
import { keepRun, noRuns } from './knownRuns';
import { VARYING, type KnownRun, type KnownRuns, type KnownTag, type Seen, type Values } from './knownTag';
import { copyText } from './rememberText';

export interface TagMemory {
	/** The page around all tags, for a mail that begins; a new one when the memory is full. */
	page(): KnownTag;
	/** A tag under what `withoutValues` makes of it; null when only the parser may read it. */
	find(parent: KnownTag, key: string): KnownTag | null;
	/** What is known at this place for what is written; keeps what is new, as `read` reads it, as long as that may help. What `read` refuses is never kept. */
	findSeen<Found>(seen: Seen<Found>, written: string, read: (written: string) => Found | undefined): Found | undefined;
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
	const isFull = () => count >= MAX_TAGS || characters >= MAX_CHARACTERS;
	return {
		page() {
			if (!isFull()) return page;
			page = makeKnownTag(PAGE_LOOK, undefined, [], []);
			count = characters = 0;
			return page;
		},
		learnedCount: () => learned,
		find(parent, key) {
			const known = parent.inside.get(key);
			if (known !== undefined) return known;
			if (isFull()) return null; // the next mail begins anew
			const kept = copyText(key);
			const tag = learn(parent, kept);
			parent.inside.set(kept, tag);
			count += 1;
			characters += key.length;
			learned += 1;
			return tag;
		},
		findSeen(seen, text, read) {
			const known = findEntry(seen, text);
			if (known !== undefined) return known;
			if (!isWorthKeeping(seen, text) || isFull()) return undefined;
			const written = copyText(text);
			const found = read(written);
			if (found !== undefined) characters += keepEntry(seen, { written, found, hitCount: 0 });
			return found;
		},
		keepRun(known, run) {
			if (!isFull()) characters += keepRun(known, run);
		},
	};
}

/** Of one place; some tags stand there many times, each with its text or its link. */
const MAX_ENTRIES = 40;
const MAX_ENTRY_CHARACTERS = 1_000;

function seenNothing<Found>(): Seen<Found> {
	return { entries: [], at: 0, hitCount: 0, missCount: 0, strangeness: 0 };
}

function findEntry<Found>(seen: Seen<Found>, text: string): Found | undefined {
	const { entries } = seen;
	for (let step = 1; step <= entries.length; step += 1) {
		const at = (seen.at + step) % entries.length;
		const entry = entries[at];
		if (entry?.written !== text) continue;
		seen.at = at;
		seen.hitCount += 1;
		entry.hitCount += 1;
		if (entry.hitCount > 1) seen.strangeness = 0;
		return entry.found;
	}
	seen.missCount += 1;
	seen.strangeness += 1;
	return undefined;
}

/** At first each, then ever fewer: a place of a buyer's own texts should cost nothing. */
function isWorthKeeping({ missCount, strangeness }: Seen<unknown>, text: string): boolean {
	return text.length <= MAX_ENTRY_CHARACTERS && (strangeness <= MAX_ENTRIES || missCount % 64 < 2);
}

/** Where things rarely come again, two are enough to notice when they do. Gives how many characters more are kept now. */
function keepEntry<Found>({ entries, strangeness }: Seen<Found>, entry: Seen<Found>['entries'][number]): number {
	const room = strangeness > MAX_ENTRIES ? 2 : MAX_ENTRIES;
	const left = entries.length >= room ? entries.splice(0, entries.length - room + 1) : [];
	entries.push(entry);
	return left.reduce((sum, { written }) => sum - written.length, entry.written.length);
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
	return { look, parent, pieces, varying, withValues: seenNothing(), isVoid: VOID.has(look.name), inside: new Map(), first: { last: undefined, other: undefined }, next: { last: undefined, other: undefined }, firstText: seenNothing(), nextText: seenNothing(), firstRuns: noRuns(), nextRuns: noRuns(), harmlessStyle: undefined };
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
