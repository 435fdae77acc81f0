import { readable, toComparable } from './comparable';
import { rememberText } from './rememberText';
import { wideCharacterCount } from './wideCharacters';

/** A piece of text as it is read and compared. */
export interface Passage {
	text: string;
	comparable: string;
	wideCount: number;
}

/** The words of a template come back in all its mails and languages: more of them are kept than of other texts. */
const LIMITS = { texts: 4_000, characters: 300_000 };

/** Cleans a piece of text, once for all mails it comes back in. */
export const readPassage: (text: string) => Passage = rememberText((raw): Passage => {
	const text = readable(raw);
	return { text, comparable: toComparable(text), wideCount: wideCharacterCount(text) };
}, LIMITS);
