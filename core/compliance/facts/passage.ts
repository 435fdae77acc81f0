import { readable, toComparable } from './comparable';
import { wideCharacterCount } from './wideCharacters';

/** A piece of text as it is read and compared. */
export interface Passage {
	text: string;
	comparable: string;
	wideCount: number;
}

/** A text node, or several that stand together, cleaned when somebody asks for it and then never again. */
export interface Piece {
	readonly raw: string;
	clean: Passage | undefined;
}

export function makePiece(raw: string): Piece {
	return { raw, clean: undefined };
}

/** The piece as a reader sees it. */
export function readPassage(piece: Piece): Passage {
	piece.clean ??= cleanText(piece.raw);
	return piece.clean;
}

function cleanText(raw: string): Passage {
	const text = readable(raw);
	return { text, comparable: toComparable(text), wideCount: wideCharacterCount(text) };
}
