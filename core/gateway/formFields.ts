/** More than any form of ours has. */
const MAX_FIELDS = 20;

/**
 * The text fields of a form's body in the two encodings of RFC 8058; whatever can't be read gives no fields. Mail providers
 * write multipart as they like: boundaries of any length, quoted or not, bare line feeds.
 */
export function readFormFields(body: string, contentType: string): Record<string, string> {
	if (/^multipart\/form-data\b/i.test(contentType)) return readMultipart(body, contentType);
	return Object.fromEntries([...new URLSearchParams(body)].slice(0, MAX_FIELDS));
}

function readMultipart(body: string, contentType: string): Record<string, string> {
	const [, quoted, bare] = /;\s*boundary=(?:"([^"]{1,200})"|([^\s;"]{1,200}))/i.exec(contentType) ?? [];
	const boundary = quoted ?? bare;
	if (!boundary) return {};
	const parts = `\n${body}`.split(`\n--${boundary}`).slice(1, MAX_FIELDS + 1);
	return Object.fromEntries(parts.flatMap(readPart));
}

function readPart(part: string): Array<[string, string]> {
	const [, head = '', value = ''] = /^[ \t]*\r?\n([\s\S]*?)\r?\n\r?\n([\s\S]*)$/.exec(part) ?? [];
	const name = /^content-disposition:\s*form-data\b[^\r\n]*;\s*name=(?:"([^"]*)"|([^\s;]+))/im.exec(head);
	return name ? [[name[1] ?? name[2] ?? '', value.replace(/\r?$/, '')]] : [];
}
