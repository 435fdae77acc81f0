import { isHiding, makeStyleReader, withoutComments } from './elementStyle';

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
	const plain = withoutComments(css).toLowerCase();
	return readRules(plain).filter(({ block }) => isHiding(readStyle(block)) || /font-size\s*:\s*[0-4](?:px|pt|em)?\s*(?:;|!|$)/.test(block)).map(({ selector }) => selector);
}

interface CssRule {
	selector: string;
	block: string;
}

/** Longer blocks are cut; nobody writes them. */
const MAX_BLOCK_CHARACTERS = 2_000;

function readRules(css: string): CssRule[] {
	const rules: CssRule[] = [];
	let isConditional = false;
	let from = 0;
	for (const { 0: brace, index } of css.matchAll(/[{}]/g)) {
		const prelude = css.slice(from, index).trim();
		from = index + 1;
		if (brace === '{' && prelude.startsWith('@')) isConditional = IS_CONDITIONAL.test(prelude);
		else if (brace === '{' && !isConditional) rules.push({ selector: prelude, block: blockAt(css, from) });
		else if (brace === '}' && prelude === '') isConditional = false;
	}
	return rules;
}

function blockAt(css: string, start: number): string {
	const block = css.slice(start, start + MAX_BLOCK_CHARACTERS);
	const end = block.indexOf('}');
	return end < 0 ? block : block.slice(0, end);
}
