/** Longest line is 76 without its CRLF (RFC 2045, section 6.7); one place of it is kept for the `=` of a soft break. */
const ROOM = 75;
const [TAB, LF, CR, SPACE, DOT, EQUALS, CAPITAL_F] = [0x09, 0x0a, 0x0d, 0x20, 0x2e, 0x3d, 0x46];
const HEX = Buffer.from('0123456789ABCDEF');

/** What a byte is to the encoding; the first of a character tells of how many it is made. */
const [PLAIN, BLANK, LINE_END, ESCAPED, OF_TWO, OF_THREE, OF_FOUR] = [0, 1, 2, 3, 4, 5, 6];
const KIND = Uint8Array.from({ length: 256 }, (_, byte) => {
	if (byte >= 0xc0) return byte >= 0xf0 ? OF_FOUR : byte >= 0xe0 ? OF_THREE : OF_TWO;
	if (byte === SPACE || byte === TAB) return BLANK;
	if (byte === LF || byte === CR) return LINE_END;
	return byte > SPACE && byte < 0x7f && byte !== EQUALS ? PLAIN : ESCAPED;
});

/** Most bytes that one of UTF-8 becomes: an escape, and its share of soft breaks. */
export const MAX_GROWTH = 3.2;

/**
 * Writes UTF-8 as quoted-printable into `target` from `start` on, which has room for `MAX_GROWTH` times the source and a
 * line; answers the end. Line ends become CRLF. Neither a character nor an escape is split over two lines; a
 * line begins neither with a dot (SMTP doubles it) nor with `From ` (mailboxes put `>` before it). Of white space only
 * single spaces inside a line stand for themselves: so DKIM's relaxed form of the result is the result itself.
 *
 * One loop over bytes with all its state in local variables: it is where most of a mail's time goes.
 */
export function writeQuotedPrintable(source: Uint8Array, target: Uint8Array, start: number): number {
	let [at, to, column] = [0, start, 0];
	while (at < source.length) {
		const byte = source[at] ?? 0;
		const kind = KIND[byte] ?? ESCAPED;
		if (kind === PLAIN && column > 0 && column < ROOM) {
			target[to++] = byte;
			column += 1;
			at += 1;
		} else if (kind === LINE_END) {
			at += byte === CR && source[at + 1] === LF ? 2 : 1;
			to = writeBreak(target, to);
			column = 0;
		} else {
			const isLiteral = kind === PLAIN ? column > 0 || !isTouched(source, at) : kind === BLANK && isSingleSpace(source, at);
			const count = kind > ESCAPED ? kind - ESCAPED + 1 : 1;
			const width = isLiteral ? 1 : 3 * count;
			if (column + width > ROOM) {
				target[to++] = EQUALS;
				to = writeBreak(target, to);
				column = 0;
				continue; // what is first in a line has rules of its own
			}
			if (isLiteral) target[to++] = byte;
			else to = writeEscaped(source, at, count, target, to);
			column += width;
			at += count;
		}
	}
	return to;
}

/** One at the end of a line would be lost on the way. */
function isSingleSpace(source: Uint8Array, at: number): boolean {
	if (source[at] !== SPACE || at + 1 === source.length || source[at - 1] === SPACE) return false;
	return KIND[source[at + 1] ?? LF] !== LINE_END;
}

/** Whether something on the way would change a line that begins with it. */
function isTouched(source: Uint8Array, at: number): boolean {
	if (source[at] === DOT) return true;
	return source[at] === CAPITAL_F && source[at + 1] === 0x72 && source[at + 2] === 0x6f && source[at + 3] === 0x6d && source[at + 4] === SPACE;
}

function writeBreak(target: Uint8Array, to: number): number {
	target[to] = CR;
	target[to + 1] = LF;
	return to + 2;
}

function writeEscaped(source: Uint8Array, from: number, count: number, target: Uint8Array, start: number): number {
	let to = start;
	for (let at = from; at < from + count; at += 1) {
		const byte = source[at] ?? 0;
		target[to++] = EQUALS;
		target[to++] = HEX[byte >> 4] ?? 0;
		target[to++] = HEX[byte & 15] ?? 0;
	}
	return to;
}
