/** `v=DKIM1; k=rsa; p=…` → tags by lower-case name; `undefined` when it isn't such a list. RFC 6376 section 3.2. */
export function parseTags(text: string): Map<string, string> | undefined {
	const tags = new Map<string, string>();
	for (const part of text.split(';')) {
		if (part.trim() === '') continue;
		const [, name, value] = /^\s*([a-z][a-z0-9_]*)\s*=([^]*)$/i.exec(part) ?? [];
		if (name === undefined || value === undefined || tags.has(name.toLowerCase())) return undefined;
		tags.set(name.toLowerCase(), value.trim());
	}
	return tags;
}
