import { makeBrandColours } from '../../../../core/template/layout/brandColours';

/** WCAG 2.2, 1.4.3: the button's words are 16 px, which is not large. */
const STEPS = ['00', '33', '66', '99', 'cc', 'ff'];
const COLOURS = STEPS.flatMap((red) => STEPS.flatMap((green) => STEPS.map((blue) => `#${red}${green}${blue}`)));

it('every brand colour gets a text colour that can be read on it', () => {
	for (const colour of COLOURS) {
		const { brandColour, onBrandColour } = makeBrandColours(colour);
		expect(brandColour).toBe(colour);
		expect([colour, contrast(brandColour, onBrandColour) >= 4.5]).toEqual([colour, true]);
	}
});

it.each([undefined, '', 'red', '#12', 'url(x)'])('%s is no colour → our own', (colour) => {
	const { brandColour, onBrandColour } = makeBrandColours(colour);
	expect(brandColour).toMatch(/^#[0-9a-f]{6}$/);
	expect(contrast(brandColour, onBrandColour)).toBeGreaterThanOrEqual(4.5);
});

function contrast(a: string, b: string): number {
	const [lighter = 0, darker = 0] = [a, b].map(luminance).sort((x, y) => y - x);
	return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
	const channels = (colour.slice(1).match(/../g) ?? []).map((text) => Number.parseInt(text, 16) / 255);
	const [red = 0, green = 0, blue = 0] = channels.map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
