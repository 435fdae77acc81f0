/** Control characters, line breaks, bidi overrides and invisible characters: no name needs them, attacks do. */
const UNWANTED = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff]+/g;

/** A name, title or number from outside as one harmless line, cut to `maxLength` characters; `undefined` when nothing is left. */
export function cleanText(value: unknown, maxLength: number): string | undefined {
	if (typeof value !== 'string' && typeof value !== 'number') return undefined;
	const text = toOneLine(String(value).slice(0, maxLength * 4));
	if (text.length <= maxLength) return text || undefined;
	return `${[...text].slice(0, maxLength - 1).join('').trimEnd()}…`;
}

/** A buyer's name for the greeting; none when it holds an address or a link: strangers put advertising there. */
export function cleanName(value: unknown): string | undefined {
	const name = cleanText(value, 60);
	return name && !/[@/\\<>{}]|www\.|\.[a-z]{2,}\b/i.test(name) ? name : undefined;
}

/** An http(s) address as it may stand in a link; `undefined` for anything else (javascript:, data:, relative). */
export function cleanUrl(value: unknown): string | undefined {
	if (typeof value !== 'string' || value.length > 2_000) return undefined;
	const text = value.trim();
	return /^https?:\/\/[^\s"'<>\\`{}]+$/i.test(text) ? text : undefined;
}

/** A subject is one header line: whatever breaks it becomes a space, and nothing in it is read as an encoded word (RFC 2047). */
export function toSubject(text: string): string {
	return toOneLine(text);
}

/** Words of letters and signs as they are in use, with one space between them, are one harmless line already. */
const IS_PLAIN = /^(?:[!-~\u00a1-\u167f\u2010-\u2027\u20a0-\u218f\u3001-\ud7a3\uff01-\uff60]+ )*[!-~\u00a1-\u167f\u2010-\u2027\u20a0-\u218f\u3001-\ud7a3\uff01-\uff60]+$/;

function toOneLine(text: string): string {
	if (IS_PLAIN.test(text) && !text.includes('=?')) return text;
	return text.replace(UNWANTED, ' ').replace(/\s+/g, ' ').replace(/=(?=\?)/g, '= ').trim();
}
