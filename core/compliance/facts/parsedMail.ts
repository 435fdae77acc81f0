import { load } from 'cheerio';
import { findHidingSelectors } from './hidingRules';
import { makeBodyReader, type Body } from './readBody';
import { MAX_DEPTH, collectStyles, walkBody, type DomElement } from './walkBody';

/** Steps that reading may take beyond one for each tag: a few milliseconds. */
const MAX_NESTING_STEPS = 2_000_000;
const MAX_SELECTOR_STEPS = 80_000;
const MAX_SELECTOR_CHARACTERS = 2_000;
/** What reading a selector takes by itself. */
const SELECTOR_STEPS = 50;

const VOID = /^(?:area|base|basefont|br|col|command|embed|frame|hr|img|input|isindex|keygen|link|meta|param|source|track|wbr)$/i;

/** Reads a mail with the parser. Whoever makes that dear on purpose is told so among the active content. */
export function readParsedMail(html: string): Body {
	const end = findTooNested(html);
	// htmlparser2: what a mail holds, not what a browser would repair it to
	const $ = load(html.slice(0, end), { xml: { xmlMode: false, decodeEntities: true } });
	// the tree's type is the parser's; DomElement is the part of it that is read
	const root = $.root()[0] as unknown as DomElement;
	const reader = makeBodyReader();
	const { hidden, isComplete } = selectHidden($, collectStyles(root), html.split('<').length);
	const tooDeepCount = walkBody(root, hidden, reader);
	const body = reader.end();
	if (end !== undefined || tooDeepCount > 0) body.activeContent.push(`elements nested more than ${MAX_DEPTH} deep`);
	if (!isComplete) body.activeContent.push('more rules that hide than can be read');
	return body;
}

const TAG = /<(\/?)([a-z][a-z0-9]*)/gi;

/**
 * Where a mail's tags have nested so deep, or so many were left open, that the parser's way through them grows with the
 * square of their number; `undefined` for every mail that is meant to be read.
 */
function findTooNested(html: string): number | undefined {
	let depth = 0;
	let steps = 0;
	for (const { 1: slash, 2: name, index } of html.matchAll(TAG)) {
		if (slash) depth = Math.max(0, depth - 1);
		else if (!VOID.test(name ?? '')) depth += 1;
		steps += depth;
		if (steps > MAX_NESTING_STEPS) return index;
	}
	return undefined;
}

/** Elements that the mail's own style blocks hide from everybody; `elementCount`: at most so many are there. */
function selectHidden($: ReturnType<typeof load>, css: string, elementCount: number): { hidden: Set<unknown>; isComplete: boolean } {
	const hidden = new Set<unknown>();
	const selectors = css ? findHidingSelectors(css) : [];
	let steps = 0;
	for (const selector of selectors) {
		steps += stepsOf(selector, elementCount);
		if (steps > MAX_SELECTOR_STEPS) return { hidden, isComplete: false };
		try {
			for (const element of $(selector).toArray()) hidden.add(element);
		} catch {
			// a selector that can't be read hides nothing in most mail programs either
			continue;
		}
	}
	return { hidden, isComplete: true };
}

/** About how many elements are looked at to find those that are meant: neighbours and conditions look at others each time. */
function stepsOf(selector: string, elementCount: number): number {
	if (selector.length > MAX_SELECTOR_CHARACTERS) return Number.POSITIVE_INFINITY;
	const count = SELECTOR_STEPS + elementCount * selector.split(',').length;
	if (/\(/.test(selector.replace(/:not\([^():~+]*\)/g, ''))) return count * elementCount;
	return /~(?!=)|:/.test(selector) ? (count * elementCount) / 20 : count;
}
