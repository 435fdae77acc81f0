import { readable, toComparable } from './comparable';
import { findSplitWords } from './measureSource';
import { rememberText } from './rememberText';
import { wideCharacterCount } from './wideCharacters';

/** A piece of text as it is read and compared. */
export interface Passage {
	text: string;
	comparable: string;
	wideCount: number;
	/** words that invisible characters take apart: `un|sub|scribe` */
	splitWords: readonly string[];
}

/** A text node, or several that stand together, cleaned when somebody asks for it and then never again. */
export interface Piece {
	readonly raw: string;
	/** whether it came in mails before */
	readonly isKnown: boolean;
	clean: Passage | undefined;
}

export function makePiece(raw: string, isKnown = false): Piece {
	return { raw, isKnown, clean: undefined };
}

/** The piece as a reader sees it. */
export function readPassage(piece: Piece): Passage {
	piece.clean ??= piece.isKnown ? cleanKnownText(piece.raw) : cleanText(piece.raw);
	return piece.clean;
}

const cleanKnownText = rememberText(cleanText, { texts: 2_000, characters: 200_000 });

function cleanText(raw: string): Passage {
	const text = readable(raw);
	return { text, comparable: toComparable(text), wideCount: wideCharacterCount(text), splitWords: findSplitWords(raw) };
}
