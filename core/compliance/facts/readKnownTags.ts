import { findHidingSelectors } from './hidingRules';
import { CLOSE, findRun, isRunWorthKeeping, tell } from './knownRuns';
import type { KeptValues, KnownRuns, KnownTag, Step, Values } from './knownTag';
import { isUnsafe } from './activeContent';
import { addressOf, Piece } from './passage';
import type { Body, BodyReader } from './readBody';
import { copyText, rememberText } from './rememberText';
import { matchTag, readEntities, withoutValues, type TagMemory } from './tagMemory';
import { findUnclosedTags } from './unclosedTags';
import { joinStyles } from './walkBody';

export interface KnownReading {
	body: Body;
	unclosedTags: string[];
}

interface Reading {
	html: string;
	/** everything before it is read */
	at: number;
	inside: KnownTag;
	/** the tag that ended last in `inside` */
	before: KnownTag | undefined;
	styles: Array<{ tag: KnownTag; style: string }>;
	/** comments with tags in them, such as those for Outlook */
	comments: string[];
	reader: BodyReader;
	/** of the tag that is being read */
	values: Values;
	memory: TagMemory;
	learnAtMost: number;
	/** what a template wrote since the last thing of a buyer's own; undefined: nobody writes it down */
	run: { known: KnownRuns; at: number; steps: Step[] } | undefined;
}

/** A new template's first mail has about 100; who brings many more is read by the parser. */
const MAX_LEARNED_PER_MAIL = 250;
const MAX_TAG_CHARACTERS = 2_000;
const MAX_DEPTH = 100;
/** Where one thing in it differs a whole run is read tag by tag. */
const LONG_RUN = 4_000;

/**
 * Reads a mail by the tags that are known from earlier mails, and learns those that are not. Gives nothing when the mail
 * has anything that only the parser reads for sure; then what `reader` was told is void.
 */
export function readKnownTags(html: string, reader: BodyReader, memory: TagMemory): KnownReading | undefined {
	const reading: Reading = { html, at: 0, inside: memory.page(), before: undefined, styles: [], comments: [], reader, values: {}, memory, learnAtMost: memory.learnedCount() + MAX_LEARNED_PER_MAIL, run: undefined };
	for (;;) {
		if (reading.run && reading.at - reading.run.at >= LONG_RUN) endRun(reading, reading.at);
		if (!reading.run) beginRun(reading);
		const next = html.indexOf('<', reading.at);
		if (next < 0) break;
		if (!readTextUntil(reading, next) || !readMark(reading)) return undefined;
	}
	// what stands behind the last tag is read by the parser when it is more than a line break
	if (html.slice(reading.at).trim() !== '' || reading.inside.parent) return undefined;
	endRun(reading, reading.at);
	if (reading.at < html.length) reader.text(html.slice(reading.at));
	return hidesNothing(reading.styles) ? { body: reader.end(), unclosedTags: findUnclosed(reading) } : undefined;
}

/** Every tag that is read here was closed; comments may hold others. */
function findUnclosed({ html, comments }: Reading): string[] {
	if (comments.length === 0) return [];
	const found = findUnclosedTags(comments.join(''));
	return found.length < 2 ? found : findUnclosedTags(html);
}

function hidesNothing(styles: Reading['styles']): boolean {
	const [first] = styles;
	if (!first || (styles.length === 1 && first.tag.harmlessStyle === first.style)) return true;
	if (findHidingSelectors(joinStyles(styles.map(({ style }) => style).reverse())).length > 0) return false;
	if (styles.length === 1) first.tag.harmlessStyle = copyText(first.style);
	return true;
}

const decode = rememberText(readEntities);
const SIMPLE_ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': '\'' };

function isSimple(text: string): boolean {
	return !/&(?!(?:amp|lt|gt|quot|#39);)/.test(text);
}

function decodeSimple(text: string): string {
	// addresses hold no other, and it needs no look at each
	if (!/&(?!amp;)/.test(text)) return text.replaceAll('&amp;', '&');
	return text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => SIMPLE_ENTITIES[entity] ?? entity);
}

function readTextUntil(reading: Reading, end: number): boolean {
	const { at, html, reader, before, inside, memory, run } = reading;
	if (end === at) return true;
	const written = html.slice(at, end);
	reading.at = end;
	if (written === '\n') {
		reader.text(written);
		run?.steps.push(LINE_BREAK);
		return true;
	}
	const known = before ? before.nextText : inside.firstText;
	const { hitCount } = known;
	const piece = memory.findSeen(known, written, readPiece);
	if (known.hitCount === hitCount) endRun(reading, at);
	else if (piece) run?.steps.push({ look: undefined, values: undefined, kept: undefined, text: piece.raw, piece, part: undefined });
	if (piece) reader.text(piece.raw, piece);
	else reader.text(readWritten(written));
	return true;
}

const LINE_BREAK: Step = { look: undefined, values: undefined, kept: undefined, text: '\n', piece: undefined, part: undefined };

function readPiece(written: string): Piece {
	return new Piece(readWritten(written), true);
}

function readWritten(written: string): string {
	if (!written.includes('&')) return written;
	return isSimple(written) ? decodeSimple(written) : decode(written);
}

/** At the beginning, and behind whatever was a buyer's own: goes on as mails before went on, or writes down how this one does. */
function beginRun(reading: Reading): void {
	const { html, reader } = reading;
	for (;;) {
		const known = reading.before ? reading.before.nextRuns : reading.inside.firstRuns;
		const run = findRun(known, html, reading.at);
		if (!run) {
			reading.run = { known, at: reading.at, steps: [] };
			return;
		}
		tell(reader, run.steps);
		reading.at += run.length;
		reading.inside = run.inside;
		reading.before = run.before;
	}
}

/** What begins at `end` is a buyer's own, or read anew each time. */
function endRun(reading: Reading, end: number): void {
	const { run, html, inside, before, memory } = reading;
	reading.run = undefined;
	if (!run || !isRunWorthKeeping(run.known, end - run.at, run.steps.length)) return;
	// a text that is longer in the next mail is another one
	const guard = html[end] === '<' ? 1 : 0;
	memory.keepRun(run.known, { html: html.slice(run.at, end + guard), length: end - run.at, steps: run.steps, inside, before });
}

function readMark(reading: Reading): boolean {
	const second = reading.html.charCodeAt(reading.at + 1);
	if (second === SLASH) return readEndTag(reading);
	if (second === EXCLAMATION_MARK) return readDeclaration(reading);
	return readStartTag(reading);
}

const SLASH = 47;
const EXCLAMATION_MARK = 33;

/** `</name>` of the element that is open, and nothing else. */
function readEndTag(reading: Reading): boolean {
	const { html, at, inside } = reading;
	const { name } = inside.look;
	const end = at + 2 + name.length;
	if (!inside.parent || html.charCodeAt(end) !== GREATER || html.slice(at + 2, end) !== name) return false;
	close(reading, inside, inside.parent);
	reading.run?.steps.push(CLOSE);
	reading.at = end + 1;
	return true;
}

const GREATER = 62;

function close(reading: Reading, tag: KnownTag, parent: KnownTag): void {
	reading.reader.close();
	reading.inside = parent;
	reading.before = tag;
}

/** `<!doctype …>` and comments; nobody reads what stands in them. */
function readDeclaration(reading: Reading): boolean {
	const { html, at } = reading;
	endRun(reading, at);
	const isComment = html.startsWith('<!--', at);
	if (!isComment && !/[a-z]/i.test(html.charAt(at + 2))) return false;
	const end = isComment ? html.indexOf('-->', at + 2) : html.indexOf('>', at);
	if (end < 0) return false;
	reading.at = end + (isComment ? 3 : 1);
	const comment = html.slice(at, reading.at);
	if (comment.indexOf('<', 1) > 0) reading.comments.push(comment);
	return true;
}

function readStartTag(reading: Reading): boolean {
	const { html, at } = reading;
	const guess = reading.before ? reading.before.next : reading.inside.first;
	const { values } = reading;
	let tag = guess.last;
	let end = tag ? matchTag(tag, html, at, values) : -1;
	if (end < 0) {
		tag = guess.other;
		end = tag ? matchTag(tag, html, at, values) : -1;
		if (end < 0) {
			tag = lookUp(reading) ?? undefined;
			end = tag ? matchTag(tag, html, at, values) : -1;
		}
		guess.other = guess.last;
		guess.last = tag;
	}
	return tag !== undefined && end >= 0 && open(reading, tag, end);
}

function lookUp({ html, at, inside, memory, learnAtMost }: Reading): KnownTag | null {
	if (inside.look.depth >= MAX_DEPTH || memory.learnedCount() >= learnAtMost) return null;
	const end = html.indexOf('>', at) + 1;
	if (end === 0 || end - at > MAX_TAG_CHARACTERS) return null;
	return memory.find(inside, withoutValues(html.slice(at, end)));
}

/** Entities resolved and nothing left that the parser would object to; false when it has to look itself. */
function settleValues({ varying }: KnownTag, values: Values): boolean {
	for (const name of varying) {
		const value = values[name] ?? '';
		if (/[<&]/.test(value)) {
			if (value.includes('<') || !isSimple(value)) return false;
			values[name] = decodeSimple(value);
		}
		if ((name === 'href' || name === 'src') && isUnsafe(values[name] ?? '')) return false;
	}
	return true;
}

function open(reading: Reading, tag: KnownTag, end: number): boolean {
	const { look } = tag;
	if (look.isSkipped) endRun(reading, reading.at);
	if (tag.varying.length > 0) {
		if (!tellWithValues(reading, tag, end)) return false;
	} else {
		reading.reader.open(look, look.attributes);
		reading.run?.steps.push({ look, values: look.attributes, kept: undefined, text: undefined, piece: undefined, part: undefined });
	}
	reading.at = end;
	if (tag.isVoid) {
		reading.reader.close();
		reading.run?.steps.push(CLOSE);
		reading.before = tag;
		return true;
	}
	reading.inside = tag;
	reading.before = undefined;
	return !look.isSkipped || readRawText(reading, tag);
}

/** With values that came in mails before a tag is part of what the template writes, with others it is a buyer's own. False: the parser has to look. */
function tellWithValues(reading: Reading, tag: KnownTag, end: number): boolean {
	const { html, at, memory, reader, values } = reading;
	const { look, withValues } = tag;
	const { hitCount } = withValues;
	const written = html.slice(at, end);
	const kept = memory.findSeen(withValues, written, (copy) => keepValues(tag, copy));
	const isKnown = withValues.hitCount !== hitCount;
	if (!isKnown) {
		if (!settleValues(tag, values)) return false;
		endRun(reading, at);
	}
	if (kept) reader.open(look, kept.values, kept);
	else reader.open(look, takeValues(tag, values));
	if (kept && isKnown) reading.run?.steps.push({ look, values: kept.values, kept, text: undefined, piece: undefined, part: undefined });
	return true;
}

function keepValues(tag: KnownTag, written: string): KeptValues | undefined {
	const read: Values = {};
	if (matchTag(tag, written, 0, read) < 0 || !settleValues(tag, read)) return undefined;
	const values = takeValues(tag, read);
	return { values, address: addressOf(values.href), alt: values.alt === undefined ? undefined : new Piece(values.alt, true) };
}

/**
 * A class, because V8 may put an object literal where the first ones were kept right away into the old generation: there each
 * mail's own values would hold on to the whole mail until all of the heap is looked through (decision 0036).
 */
class TagValues implements Values {
	title: string | undefined;

	constructor(
		public href: string | undefined,
		public src: string | undefined,
		public alt: string | undefined,
	) {}
}

/** This tag's values, and its own where they do not vary. What other tags left behind is none of it. */
function takeValues({ look: { attributes }, varying }: KnownTag, values: Values): Values {
	const taken = new TagValues(attributes.href, attributes.src, attributes.alt);
	for (const name of varying) taken[name] = values[name];
	return taken;
}

/** A style or title ends with its end tag and holds no other. */
function readRawText(reading: Reading, tag: KnownTag): boolean {
	const { html, at } = reading;
	const end = html.indexOf('<', at);
	if (end < 0 || !html.startsWith(`</${tag.look.name}>`, end)) return false;
	if (tag.look.name === 'title') return true;
	const style = html.slice(at, end);
	reading.reader.text(style);
	reading.at = end;
	reading.styles.push({ tag, style });
	return true;
}
