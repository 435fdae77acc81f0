import { parseColour } from './colour';

/** An inline style as name → value, lower case. */
type Style = ReadonlyMap<string, string>;

/** Styles are parsed once and kept, so each is judged once. */
const judged = new WeakMap<Style, boolean>();

/** Farther than this nobody scrolls back. */
const FAR_PX = 200;
const FAR_RIGHT_PX = 2_000;
/** Letters drawn over each other can't be read. */
const LEAST_LETTER_SPACING_PX = -6;
const LEAST_SCALE = 0.2;
const LEAST_ALPHA = 0.15;

/** The rarer ways to keep content in a mail and away from its reader; the usual ones are in `isHiding`. */
export function hidesByTrick(style: Style): boolean {
	const known = judged.get(style);
	if (known !== undefined) return known;
	const hides = TRICKS.some((trick) => trick(style));
	judged.set(style, hides);
	return hides;
}

/** Content that lies over other content and hides what is below it. */
export function coversOthers(style: Style): boolean {
	const isAbove = /^(?:absolute|fixed|sticky)$/.test(style.get('position') ?? '') || pixelsOf(style.get('margin-top')) <= -FAR_PX / 2;
	if (!isAbove) return false;
	const hasBackground = ['background', 'background-color', 'background-image'].some((name) => !/^(?:none|transparent|)$/.test(style.get(name) ?? ''));
	const height = style.get('height') ?? style.get('min-height');
	return hasBackground && (height === undefined || pixelsOf(height) >= 20);
}

const TRICKS: ReadonlyArray<(style: Style) => boolean> = [isTransparent, isClipped, isTransformedAway, isShiftedAway, isShrunk];

function isTransparent(style: Style): boolean {
	if (isSeeThrough(style.get('color')) || isSeeThrough(style.get('-webkit-text-fill-color'))) return true;
	return shareOf(style.get('opacity')) < LEAST_ALPHA || /opacity\(\s*(?:0(?:\.0\d*)?|\d%)\s*\)/.test(style.get('filter') ?? '') || style.get('content-visibility') === 'hidden';
}

function isClipped(style: Style): boolean {
	if (/inset\(\s*(?:100|[5-9]\d)%|circle\(\s*0|polygon\(\s*0(?:px)?\s+0(?:px)?\s*,\s*0(?:px)?\s+0/.test(style.get('clip-path') ?? '')) return true;
	return style.get('overflow') === 'hidden' && ['height', 'width', 'line-height'].some((name) => /^[0-5](?:\.\d+)?(?:px|pt)?$/.test(style.get(name) ?? ''));
}

function isTransformedAway(style: Style): boolean {
	const transform = style.get('transform');
	if (!transform) return false;
	if (/rotate[xy]\(\s*-?90deg/.test(transform) || Number(/scale[xy]?\(\s*([\d.]+)/.exec(transform)?.[1] ?? 1) < LEAST_SCALE) return true;
	return [...transform.matchAll(/translate[xy3d]*\(([^)]*)\)/g)].some(([, values = '']) => values.split(',').some((value) => Math.abs(pixelsOf(value)) >= FAR_PX || /-1\d\d%/.test(value)));
}

function isShiftedAway(style: Style): boolean {
	if (Math.abs(pixelsOf(style.get('text-indent'))) >= FAR_RIGHT_PX) return true;
	if (['margin', 'margin-left', 'margin-right', 'margin-top'].some((name) => (style.get(name) ?? '').split(/\s+/).some((part) => pixelsOf(part) <= -FAR_PX))) return true;
	const isPositioned = /^(?:absolute|fixed|relative|sticky)$/.test(style.get('position') ?? '');
	return isPositioned && ['left', 'top', 'right', 'bottom'].some((name) => Math.abs(pixelsOf(style.get(name))) >= FAR_RIGHT_PX);
}

function isShrunk(style: Style): boolean {
	if (pixelsOf(style.get('letter-spacing')) <= LEAST_LETTER_SPACING_PX) return true;
	return /^0(?:\.0\d*)?%?$/.test(style.get('zoom') ?? '') || /^0(?:px|pt|em|%)?(?:\s|\/|$)/.test(style.get('font') ?? '');
}

function isSeeThrough(value: string | undefined): boolean {
	if (!value) return false;
	const alpha = /^(?:rgb|hsl)a?\([^)]*[,/]\s*([\d.]+)(%?)\s*\)$/.exec(value);
	const parts = value.split(/[,/]/).length;
	if (alpha && parts >= 4) return Number(alpha[1]) / (alpha[2] ? 100 : 1) < LEAST_ALPHA;
	return parseColour(value) === 'transparent' || /^#(?:[0-9a-f]{6}[01][0-9a-f]|[0-9a-f]{3}[01])$/.test(value);
}

function shareOf(value: string | undefined): number {
	if (value === undefined) return 1;
	const share = Number.parseFloat(value);
	return value.trim().endsWith('%') ? share / 100 : share;
}

/** An em is 16 of them; 0 when it is no length. */
function pixelsOf(value: string | undefined): number {
	const match = /^\s*(-?[\d.]+)\s*(px|pt|em|rem|vw|vh|%)?\s*$/.exec(value ?? '');
	if (!match) return 0;
	const length = Number(match[1]);
	return /^r?em$/.test(match[2] ?? '') ? length * 16 : length;
}
