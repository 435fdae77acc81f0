const DEFAULT_COLOUR = '#1f4fd8';
const DARK_TEXT = '#000000';
const LIGHT_TEXT = '#ffffff';

/** The brand's colour for the button and the text colour that can be read on it (WCAG contrast). */
export function makeBrandColours(colour: string | undefined): { brandColour: string; onBrandColour: string } {
	const brandColour = /^#[0-9a-f]{6}$/i.test(colour ?? '') ? String(colour) : DEFAULT_COLOUR;
	const onBrandColour = contrast(brandColour, LIGHT_TEXT) >= 4.5 || contrast(brandColour, LIGHT_TEXT) >= contrast(brandColour, DARK_TEXT) ? LIGHT_TEXT : DARK_TEXT;
	return { brandColour, onBrandColour };
}

function contrast(a: string, b: string): number {
	const [lighter, darker] = [luminance(a), luminance(b)].sort((x, y) => y - x);
	return ((lighter ?? 0) + 0.05) / ((darker ?? 0) + 0.05);
}

function luminance(colour: string): number {
	const [red, green, blue] = [1, 3, 5].map((at) => channel(Number.parseInt(colour.slice(at, at + 2), 16) / 255));
	return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

function channel(value: number): number {
	return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}
