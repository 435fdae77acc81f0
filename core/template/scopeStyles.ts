import { findForbiddenStyle, withoutComments } from './checkElements';
import { invalid } from './invalid';

const SCOPE = '.own-content';

/**
 * Styles of own HTML with every selector bound to the template's own element, so that none reaches the footer. Rules and
 * `@media` blocks of rules are taken, other at-rules are left out, and so is what styles nothing.
 * @throws SellerMailError TEMPLATE_INVALID for imports, scripts and positioned boxes
 */
export function scopeStyles(css: string, place: string, isUsed: (selector: string) => boolean): string {
	const reason = findForbiddenStyle(css);
	if (reason) throw invalid(place, `has ${reason} in <style>`);
	return scopeRules(withoutComments(css), isUsed);
}

/** `@media` inside of `@media` is read twice, deeper ones are left out. */
function scopeRules(css: string, isUsed: (selector: string) => boolean, depth = 0): string {
	let scoped = '';
	for (const { prelude, block } of readBlocks(css)) {
		if (prelude.startsWith('@media') && depth < 2) scoped += around(prelude, scopeRules(block, isUsed, depth + 1));
		else if (!prelude.startsWith('@') && !block.includes('{')) scoped += scopeRule(prelude, block, isUsed);
	}
	return scoped;
}

function around(prelude: string, rules: string): string {
	return rules ? `${prelude} {\n${rules}}\n` : '';
}

function scopeRule(prelude: string, block: string, isUsed: (selector: string) => boolean): string {
	const selectors = prelude.split(',').map(bareSelector).filter((selector) => selector === '' || isUsed(selector));
	if (selectors.length === 0 || !block.trim()) return '';
	return `${selectors.map((selector) => `${SCOPE} ${selector}`.trim()).join(', ')} { ${block.trim()} }\n`;
}

/** Top-level `prelude { block }` pairs; what is not closed is left out. */
function readBlocks(css: string): Array<{ prelude: string; block: string }> {
	const blocks: Array<{ prelude: string; block: string }> = [];
	let depth = 0;
	let start = 0;
	let open = 0;
	for (let at = 0; at < css.length; at++) {
		const character = css[at];
		if (character === '{' && depth++ === 0) open = at;
		if (character !== '}' || depth === 0 || --depth > 0) continue;
		blocks.push({ prelude: (css.slice(start, open).split(';').at(-1) ?? '').trim(), block: css.slice(open + 1, at) });
		start = at + 1;
	}
	return blocks;
}

/** Without `body` and its like, for which the template's own element stands. */
function bareSelector(selector: string): string {
	return selector.trim().replace(/^(?:html\s+)?body\b|^html\b|^:root\b/i, '').trim();
}
