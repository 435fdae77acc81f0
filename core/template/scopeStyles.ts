import { findForbiddenStyle } from './checkElements';
import { invalid } from './expressions';

const SCOPE = '.own-content';

/**
 * Styles of own HTML with every selector bound to the template's own element, so that none reaches the footer. Rules and
 * `@media` blocks of rules are taken, other at-rules are left out.
 * @throws SellerMailError TEMPLATE_INVALID for imports, scripts and positioned boxes
 */
export function scopeStyles(css: string, place: string): string {
	const reason = findForbiddenStyle(css);
	if (reason) throw invalid(place, `has ${reason} in <style>`);
	return scopeRules(css.replace(/\/\*[\s\S]*?\*\//g, ''));
}

function scopeRules(css: string): string {
	let scoped = '';
	for (const { prelude, block } of readBlocks(css)) {
		if (prelude.startsWith('@media')) scoped += `${prelude} {\n${scopeRules(block)}}\n`;
		else if (!prelude.startsWith('@') && !block.includes('{')) scoped += `${prelude.split(',').map(scopeSelector).join(', ')} { ${block.trim()} }\n`;
	}
	return scoped;
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

function scopeSelector(selector: string): string {
	const text = selector.trim().replace(/^(?:html\s+)?body\b|^html\b|^:root\b/i, '').trim();
	return text ? `${SCOPE} ${text}` : SCOPE;
}
