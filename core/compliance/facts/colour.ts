export type Rgb = readonly [red: number, green: number, blue: number];

const NAMED: Readonly<Record<string, Rgb>> = {
	white: [255, 255, 255], black: [0, 0, 0], red: [255, 0, 0], green: [0, 128, 0], blue: [0, 0, 255], gray: [128, 128, 128], grey: [128, 128, 128],
	silver: [192, 192, 192], yellow: [255, 255, 0], whitesmoke: [245, 245, 245], lightgray: [211, 211, 211], lightgrey: [211, 211, 211], navy: [0, 0, 128],
};

/** `#abc`, `#aabbcc`, `rgb(…)` or a common name; `undefined` for anything else and for see-through colours other than fully. */
export function parseColour(value: string | undefined): Rgb | 'transparent' | undefined {
	const text = value?.trim().toLowerCase();
	if (!text) return undefined;
	if (text === 'transparent') return 'transparent';
	const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/.exec(text)?.[1];
	if (hex) return fromHex(hex);
	const rgb = /^rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*(?:[,/]\s*([\d.]+)(%?)\s*)?\)$/.exec(text);
	if (!rgb) return NAMED[text];
	if (rgb[4] !== undefined && Number(rgb[4]) === 0) return 'transparent';
	return [Number(rgb[1]), Number(rgb[2]), Number(rgb[3])];
}

function fromHex(hex: string): Rgb {
	const full = hex.length === 3 ? [...hex].map((digit) => digit + digit).join('') : hex;
	const value = Number.parseInt(full, 16);
	return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** WCAG contrast, 1 (none) to 21. */
export function contrastOf(a: Rgb, b: Rgb): number {
	const [light, dark] = luminance(a) > luminance(b) ? [a, b] : [b, a];
	return (luminance(light) + 0.05) / (luminance(dark) + 0.05);
}

function luminance([red, green, blue]: Rgb): number {
	return 0.2126 * (LINEAR[red] ?? 1) + 0.7152 * (LINEAR[green] ?? 1) + 0.0722 * (LINEAR[blue] ?? 1);
}

/** sRGB values 0 to 255 as linear light (WCAG 2). */
const LINEAR: readonly number[] = Array.from({ length: 256 }, (_, value) => {
	const share = value / 255;
	return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
});
