import type { Style } from './elementStyle';

/** What is looked at, of an element and of the one around it. */
interface Look {
	name: string;
	attributes: Readonly<Record<string, string>>;
	style: Style;
	parent: Look | undefined;
}

/** Points of a call to action that a link has by its looks (content rules, section 1). */
export function callScoreOf(look: Look): number {
	return (hasButtonLook(look) ? 2 : 0) + (isStrong(look) ? 1 : 0);
}

function hasButtonLook({ attributes, style, parent }: Look): boolean {
	const cell = parent?.name === 'td' ? parent : undefined;
	const cellColour = cell?.style.get('background-color') ?? cell?.style.get('background') ?? cell?.attributes.bgcolor;
	const hasBackground = Boolean(style.get('background-color') ?? style.get('background') ?? cellColour);
	const isBlock = /^(?:inline-)?block$/.test(style.get('display') ?? '') || attributes.role === 'button';
	return hasBackground && (isBlock || Number.parseFloat(style.get('padding') ?? '0') >= 8 || Boolean(cell?.attributes.bgcolor));
}

function isStrong({ style }: Look): boolean {
	const weight = style.get('font-weight');
	return Number.parseInt(weight ?? '0', 10) >= 600 || weight === 'bold' || Number.parseFloat(style.get('border-radius') ?? '0') > 0;
}
