import { MAX_GROWTH, writeQuotedPrintable } from './quotedPrintable';

/** Kinds of texts that are kept: contents, variants and languages of the campaigns that are under way. */
const MAX_KINDS = 12;
/** A text that is longer costs more memory than its encoding is worth. */
const MAX_KEPT_LENGTH = 200_000;

/** Lines that are the same in every mail of a kind, with all their line ends; undefined: one line of the mail's own. */
type Part = { plain: string; encoded: string } | undefined;

interface Kind {
	lines: readonly string[];
	/** by line: whether it was another one in some mail */
	isOwn: readonly boolean[];
	parts: readonly Part[];
}

/**
 * Text as quoted-printable (ASCII; no CRLF at its end). The mails of one content have nearly all their lines in common, in
 * the same places: what stands between the lines that differ is compared as a whole, and is encoded already. One encoder for
 * one part of a mail: its texts are mostly of the kind that came last in their language.
 */
export function makeTextEncoder(): (text: string, language: string) => string {
	const kinds = new Map<string, Kind>();
	const lastByLanguage = new Map<string, Kind>();
	const encodeByLines = (text: string, language: string): string => {
		const name = `${countLines(text)} ${language}`;
		const known = kinds.get(name);
		if (known) lastByLanguage.set(language, known);
		const encoded = known && encodeByParts(text, known.parts);
		if (encoded !== undefined) return encoded;
		const kind = makeKind(text.split('\n'), known);
		if (!known && kinds.size >= MAX_KINDS) {
			kinds.clear();
			lastByLanguage.clear();
		}
		if (text.length <= MAX_KEPT_LENGTH) {
			kinds.set(name, kind);
			lastByLanguage.set(language, kind);
		}
		return encodeByParts(text, kind.parts) ?? encodeLines(kind.lines);
	};
	return (written, language) => {
		const text = written.includes('\r') ? written.replace(/\r\n?/g, '\n') : written;
		const last = lastByLanguage.get(language);
		return (last && encodeByParts(text, last.parts)) ?? encodeByLines(text, language);
	};
}

function countLines(text: string): number {
	let count = 1;
	for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
	return count;
}

/** `undefined`: a line that was the same in all mails is another one here. What fits has as many lines as the kind. */
function encodeByParts(text: string, parts: readonly Part[]): string | undefined {
	// not joined: whoever reads the whole mail joins it once
	let encoded = '';
	let at = 0;
	for (const part of parts) {
		if (part) {
			const end = at + part.plain.length;
			if (text.slice(at, end) !== part.plain) return undefined;
			encoded += part.encoded;
			at = end;
		} else {
			const end = text.indexOf('\n', at);
			encoded += end < 0 ? encodeLine(text.slice(at)) : `${encodeLine(text.slice(at, end))}\r\n`;
			at = end < 0 ? text.length : end + 1;
		}
	}
	return at === text.length ? encoded : undefined;
}

/** What has ever differed stays the mails' own; when that is most of them, these are mails of several kinds, and it begins anew. */
function makeKind(lines: readonly string[], known: Kind | undefined): Kind {
	const isOwn = lines.map((line, place) => known !== undefined && (known.isOwn[place] === true || known.lines[place] !== line));
	if (isOwn.filter(Boolean).length * 2 > lines.length && lines.length > 2) isOwn.fill(false);
	const parts: Part[] = [];
	for (let from = 0, to = 0; from < lines.length; from = to) {
		to = from + 1;
		if (isOwn[from]) {
			parts.push(undefined);
			continue;
		}
		while (to < lines.length && !isOwn[to]) to += 1;
		const constant = lines.slice(from, to);
		const isLast = to === lines.length;
		parts.push({ plain: `${constant.join('\n')}${isLast ? '' : '\n'}`, encoded: `${encodeLines(constant)}${isLast ? '' : '\r\n'}` });
	}
	return { lines, isOwn, parts };
}

function encodeLines(lines: readonly string[]): string {
	return lines.map(encodeLine).join('\r\n');
}

/** One line, soft breaks included. */
function encodeLine(line: string): string {
	const source = Buffer.from(line, 'utf8');
	const target = Buffer.allocUnsafe(Math.ceil(source.length * MAX_GROWTH) + 4);
	return target.toString('latin1', 0, writeQuotedPrintable(source, target, 0));
}
