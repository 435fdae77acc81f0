import { parseColour, type Rgb } from './colour';
import { hidesByTrick } from './hidingTricks';

/** An inline style as name → value, lower case. */
export type Style = ReadonlyMap<string, string>;

const EMPTY: Style = new Map();

/** Few mails use more than some dozens of different styles; hostile ones are cut off. */
const MAX_KEPT = 2_000;

/** Parses inline styles and keeps them: the same ones come back in every mail of a campaign. */
export function makeStyleReader(): (attribute: string | undefined) => Style {
	const kept = new Map<string, Style>();
	return (attribute) => {
		if (!attribute) return EMPTY;
		const found = kept.get(attribute);
		if (found) return found;
		if (kept.size >= MAX_KEPT) kept.clear();
		const style = parseStyle(attribute);
		kept.set(attribute, style);
		return style;
	};
}

function parseStyle(attribute: string): Style {
	const style = new Map<string, string>();
	for (const declaration of withoutComments(attribute).toLowerCase().split(';')) {
		const colon = declaration.indexOf(':');
		if (colon > 0) style.set(declaration.slice(0, colon).trim(), declaration.slice(colon + 1).replace('!important', '').trim());
	}
	return style;
}

/** CSS without its comments; one that never ends is none. */
export function withoutComments(css: string): string {
	let plain = '';
	let from = 0;
	for (let start = css.indexOf('/*'); start >= 0; start = css.indexOf('/*', from)) {
		const end = css.indexOf('*/', start + 2);
		if (end < 0) break;
		plain += css.slice(from, start);
		from = end + 2;
	}
	return plain + css.slice(from);
}

/** What a parent hands down to its children. */
export interface Inherited {
	isHidden: boolean;
	colour: Rgb;
	background: Rgb;
	fontSizePx: number;
	isStruck: boolean;
}

export const PAGE: Inherited = { isHidden: false, colour: [0, 0, 0], background: [255, 255, 255], fontSizePx: 16, isStruck: false };

const STRUCK = new Set(['s', 'del', 'strike']);

/** Smaller than this nobody reads it: it is there for machines. */
const UNREADABLE_FONT_PX = 5;

/** An element's own look from its parent's; the parent's object when nothing changes. */
export function inherit(parent: Inherited, style: Style, attributes: Readonly<Record<string, string>>, name = ''): Inherited {
	const isStruck = parent.isStruck || STRUCK.has(name) || /line-through/.test(style.get('text-decoration') ?? style.get('text-decoration-line') ?? '');
	if (style.size === 0 && isStruck === parent.isStruck && !('bgcolor' in attributes) && !('hidden' in attributes) && !('color' in attributes)) return parent;
	const fontSizePx = readFontSize(style.get('font-size'), parent.fontSizePx);
	return {
		isHidden: parent.isHidden || 'hidden' in attributes || isHiding(style) || fontSizePx < UNREADABLE_FONT_PX,
		colour: readColour(style.get('color') ?? attributes.color, parent.colour),
		background: readBackground(style, attributes.bgcolor, parent.background),
		fontSizePx,
		isStruck,
	};
}

/** Ways to keep content in a mail and away from its reader. */
export function isHiding(style: Style): boolean {
	if (style.get('display') === 'none' || style.get('mso-hide') === 'all') return true;
	if (/^(?:hidden|collapse)$/.test(style.get('visibility') ?? '')) return true;
	if (Number.parseFloat(style.get('opacity') ?? '1') < 0.1) return true;
	if (isNothing(style.get('max-height')) || isNothing(style.get('max-width'))) return true;
	if (style.get('overflow') === 'hidden' && (isNothing(style.get('height')) || isNothing(style.get('width')))) return true;
	if (/^(?:absolute|fixed)$/.test(style.get('position') ?? '') && [...['left', 'top', 'right', 'bottom'].map((side) => style.get(side) ?? '')].some(isFarAway)) return true;
	if (hidesByTrick(style)) return true;
	return isFarAway(style.get('text-indent') ?? '') || /rect\(\s*0(?:px)?[\s,]+0/.test(style.get('clip') ?? '') || /scale\(\s*0\s*\)/.test(style.get('transform') ?? '');
}

function isNothing(length: string | undefined): boolean {
	return length !== undefined && /^[01](?:\.0+)?(?:px|pt|em|%)?$/.test(length) && !/^1(?:em|%)/.test(length);
}

function isFarAway(length: string): boolean {
	return Number.parseFloat(length) <= -200;
}

function readFontSize(value: string | undefined, parent: number): number {
	const match = /^([\d.]+)(px|pt|em|rem|%)?$/.exec(value ?? '');
	if (!match) return parent;
	const size = Number(match[1]);
	if (match[2] === 'em') return size * parent;
	if (match[2] === '%') return (size / 100) * parent;
	if (match[2] === 'rem') return size * 16;
	return match[2] === 'pt' ? size * 1.333 : size;
}

function readColour(value: string | undefined, parent: Rgb): Rgb {
	const colour = parseColour(value);
	return colour === undefined || colour === 'transparent' ? parent : colour;
}

/** An image inside of the style takes more; its colour stands before it, or nobody sees it. */
const MAX_SHORTHAND_CHARACTERS = 500;

function readBackground(style: Style, attribute: string | undefined, parent: Rgb): Rgb {
	const shorthand = style.get('background')?.slice(0, MAX_SHORTHAND_CHARACTERS).split(/\s+(?![^(]*\))/).find((part) => parseColour(part) !== undefined);
	return readColour(style.get('background-color') ?? shorthand ?? attribute, parent);
}
