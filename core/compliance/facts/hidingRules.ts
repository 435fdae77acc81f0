import { isHiding, makeStyleReader } from './elementStyle';

const readStyle = makeStyleReader();

/** Conditions of screens and colours: what they hide is still there on the other ones. */
const IS_CONDITIONAL = /\((?:max|min)-(?:device-)?(?:width|height)|prefers-color-scheme|orientation|-ratio/;

/** Style blocks are the same in every mail of a campaign; hostile ones are cut off. */
const MAX_KEPT = 100;
const kept = new Map<string, string[]>();

/** Selectors of a style block by which content is hidden from every reader. Most blocks have none. */
export function findHidingSelectors(css: string): readonly string[] {
	const known = kept.get(css);
	if (known) return known;
	if (kept.size >= MAX_KEPT) kept.clear();
	const found = readHidingSelectors(css);
	kept.set(css, found);
	return found;
}

function readHidingSelectors(css: string): string[] {
	if (!/none|hidden|collapse|opacity|font-size|height|width|indent|position|mso-hide|clip|scale/i.test(css)) return [];
	const plain = css.replace(/\/\*[\s\S]*?\*\//g, '').toLowerCase();
	return readRules(plain).filter(({ block }) => isHiding(readStyle(block)) || /font-size\s*:\s*[0-4](?:px|pt|em)?\s*(?:;|!|$)/.test(block)).map(({ selector }) => selector);
}

interface CssRule {
	selector: string;
	block: string;
}

function readRules(css: string): CssRule[] {
	const rules: CssRule[] = [];
	let isConditional = false;
	for (const match of css.matchAll(/([^{}]*)(\{|\})/g)) {
		const prelude = (match[1] ?? '').trim();
		if (match[2] === '{' && prelude.startsWith('@')) isConditional = IS_CONDITIONAL.test(prelude);
		else if (match[2] === '{' && !isConditional) rules.push({ selector: prelude, block: blockAt(css, match.index + match[0].length) });
		else if (match[2] === '}' && prelude === '') isConditional = false;
	}
	return rules;
}

function blockAt(css: string, start: number): string {
	const end = css.indexOf('}', start);
	return css.slice(start, end < 0 ? undefined : end);
}
