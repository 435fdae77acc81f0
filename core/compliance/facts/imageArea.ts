import type { Style } from './elementStyle';

/** Width of the content column: wider images are shrunk to it. */
const COLUMN_PX = 600;
/** What an image without any size is taken for (as SpamAssassin does). */
const UNKNOWN_PX = 200;
const UNKNOWN_BACKGROUND_HEIGHT_PX = 200;

/** Area of a picture in px²: from its attributes, else its style; a missing height is half the width (a banner). */
export function areaOf(attributes: Readonly<Record<string, string>>, style: Style): number {
	// max-width: 100 % is a bound that every fluid picture has, and says nothing of its size
	const width = readLength(attributes.width, COLUMN_PX) ?? readLength(style.get('width'), COLUMN_PX) ?? readLength(style.get('max-width'), undefined);
	const height = readLength(attributes.height, undefined) ?? readLength(style.get('height'), undefined);
	if (width === undefined && height === undefined) return UNKNOWN_PX * UNKNOWN_PX;
	if (width === undefined) return (height ?? 0) * Math.min(COLUMN_PX, Math.max(UNKNOWN_PX, height ?? 0));
	const shown = Math.min(width, COLUMN_PX);
	return shown * (height === undefined ? width / 2 : height * (shown / Math.max(width, 1)));
}

/** Area of a picture behind text; 0 when there is none. */
export function backgroundAreaOf(attributes: Readonly<Record<string, string>>, style: Style): number {
	const hasImage = Boolean(attributes.background) || /url\(/.test(style.get('background-image') ?? style.get('background') ?? '');
	if (!hasImage) return 0;
	const width = readLength(attributes.width, COLUMN_PX) ?? readLength(style.get('width'), COLUMN_PX) ?? COLUMN_PX;
	const height = readLength(attributes.height, undefined) ?? readLength(style.get('height'), undefined) ?? readLength(style.get('min-height'), undefined);
	return Math.min(width, COLUMN_PX) * (height ?? UNKNOWN_BACKGROUND_HEIGHT_PX);
}

function readLength(value: string | undefined, percentOf: number | undefined): number | undefined {
	const match = /^\s*([\d.]+)\s*(px|%)?\s*$/.exec(value ?? '');
	if (!match) return undefined;
	const length = Number(match[1]);
	if (!Number.isFinite(length)) return undefined;
	if (match[2] !== '%') return length;
	return percentOf === undefined ? undefined : (length / 100) * percentOf;
}
