/** Elements that HTML wants closed; `p`, `td`, `li` and their like may stay open. */
const MUST_CLOSE = new Set(['a', 'b', 'strong', 'em', 'i', 'u', 's', 'span', 'font', 'div', 'table', 'center', 'h1', 'h2', 'h3', 'h4', 'ul', 'ol', 'style', 'title', 'blockquote', 'section', 'article', 'header', 'footer', 'main']);
const TAG = /<(\/?)([a-z][a-z0-9]*)(?=[\s/>])/gi;

/** Names of elements that are opened more often than closed, in the order they come; mail programs guess where those end. */
export function findUnclosedTags(html: string): string[] {
	const open = new Map<string, number>();
	for (const [, slash, tag] of withoutComments(html).matchAll(TAG)) {
		const name = (tag ?? '').toLowerCase();
		if (MUST_CLOSE.has(name)) open.set(name, (open.get(name) ?? 0) + (slash ? -1 : 1));
	}
	return [...open].filter(([, count]) => count > 0).map(([name]) => name);
}

/** Conditional comments hold what Outlook reads; of all others nothing is opened. What follows a comment without an end is lost. */
function withoutComments(html: string): string {
	let kept = '';
	let from = 0;
	for (let at = html.indexOf('<!--'); at >= 0; at = html.indexOf('<!--', from)) {
		const isConditional = html.startsWith('<!--[if', at);
		// `<!-->` is a whole comment
		const close = isConditional ? at + 4 : html.indexOf('-->', at + 2);
		if (close < 0) return kept + html.slice(from, at);
		const end = close + 3;
		kept += html.slice(from, isConditional ? end : at);
		from = end;
	}
	return from === 0 ? html : kept + html.slice(from);
}
