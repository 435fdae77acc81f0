/** Counts the bytes of a text while it is put together: of most pieces they are known, and counting the whole costs more than making it. */
export interface ByteCount {
	/** bytes of UTF-8 beyond one for each character; NaN when it can't be told by pieces */
	extra: number;
}

/** Longer texts are counted faster by the engine. */
const MAX_LOOKED_AT = 48;

/** Bytes of UTF-8 beyond one for each character; NaN for a piece that ends in half a character, whose other half may follow. */
export function extraBytesOf(text: string): number {
	if (isHighSurrogate(text.charCodeAt(text.length - 1))) return NaN;
	return text.length > MAX_LOOKED_AT ? countByEngine(text) : countShort(text);
}

/** The bytes of a text whose pieces were counted. */
export function bytesOf(text: string, { extra }: ByteCount): number {
	return Number.isNaN(extra) ? Buffer.byteLength(text) : text.length + extra;
}

function countShort(text: string): number {
	let extra = 0;
	for (let at = 0; at < text.length; at += 1) {
		const code = text.charCodeAt(at);
		if (code < 0x80) continue;
		if (code >= 0xd800 && code <= 0xdfff) return countByEngine(text);
		extra += code < 0x800 ? 1 : 2;
	}
	return extra;
}

function countByEngine(text: string): number {
	return Buffer.byteLength(text) - text.length;
}

function isHighSurrogate(code: number): boolean {
	return code >= 0xd800 && code <= 0xdbff;
}
