import { MAX_GROWTH, writeQuotedPrintable } from './quotedPrintable';

/** Kinds of mails whose lines are kept: contents, variants and languages of the campaigns that are under way. */
const MAX_KINDS = 24;
/** A text that is longer costs more memory than its encoding is worth. */
const MAX_KEPT_LENGTH = 200_000;

interface Lines {
	plain: readonly string[];
	encoded: readonly string[];
}

/**
 * Text as quoted-printable (ASCII; no CRLF at its end), line by line: the mails of one content have nearly all their lines
 * in common, in the same places, so a line that stood there in the last mail of that kind is encoded already.
 */
export function makeTextEncoder(): (text: string, language: string) => string {
	const kinds = new Map<string, Lines>();
	return (text, language) => {
		const plain = (text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text).split('\n');
		const kind = `${plain.length} ${language}`;
		const last = kinds.get(kind);
		const encoded = plain.map((line, place) => (last?.plain[place] === line ? (last.encoded[place] ?? '') : encodeLine(line)));
		if (!last && kinds.size >= MAX_KINDS) kinds.clear();
		if (text.length <= MAX_KEPT_LENGTH) kinds.set(kind, { plain, encoded });
		return encoded.join('\r\n');
	};
}

/** One line, soft breaks included. */
function encodeLine(line: string): string {
	const source = Buffer.from(line, 'utf8');
	const target = Buffer.allocUnsafe(Math.ceil(source.length * MAX_GROWTH) + 4);
	return target.toString('latin1', 0, writeQuotedPrintable(source, target, 0));
}
