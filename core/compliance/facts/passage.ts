import { readable, toComparable } from './comparable';
import { findSplitWords } from './measureSource';
import { rememberText } from './rememberText';
import { MARK, markText } from './textMarks';

const NOTHING = Symbol('nothing');
const NO_WORDS: readonly string[] = [];
/** More than there are: an array that grows costs more than an answer. */
const FINDERS = 20;
let finders = 0;

type Find<Found> = (text: string, language: string, passage: Passage) => Found;

/** A text of the mail as its reader sees it, and what was found in it: a template's constant texts keep that from mail to mail. */
export class Passage {
	readonly #found = new Array<unknown>(FINDERS);

	constructor(
		readonly text: string,
		readonly language: string,
		/** which kinds of characters it holds (textMarks) */
		readonly marks = markText(text),
		/** words that invisible characters take apart: `un|sub|scribe` */
		readonly splitWords: readonly string[] = NO_WORDS,
	) {}

	has(mark: number): boolean {
		return (this.marks & mark) !== 0;
	}

	/** What this finder says of the text; it is asked once. */
	ask<Found>(number: number, find: Find<Found>): Found {
		const known = this.#found[number];
		if (known !== undefined) return (known === NOTHING ? undefined : known) as Found;
		const found = find(this.text, this.language, this);
		this.#found[number] = found ?? NOTHING;
		return found;
	}
}

/**
 * Makes a finder that looks at a passage once, whoever asks and in however many mails it stands. `find` must be pure: its
 * answer may depend on the passage alone, and nobody may change the answer. Make one per question, at module level:
 *
 *     const findUrgency = lookOnce((text, language) => URGENCY.exec(lowerCase(text, language))?.[0]);
 *     check({ mail }) { for (const passage of mail.seen) { const found = findUrgency(passage); … } }
 */
export function lookOnce<Found>(find: Find<Found>): (passage: Passage) => Found {
	const number = finders;
	finders += 1;
	return (passage) => passage.ask(number, find);
}

/** Small letters. */
export const lowerOf = lookOnce((text) => text.toLowerCase());

/** Letters and digits only. */
export const comparableOf = lookOnce(toComparable);

/** The address of a link, for finders; nobody asks which characters it holds. */
export function addressOf(href = ''): Passage {
	return new Passage(href.trim(), '', 0);
}

/** A text node, or several that stand together, cleaned when somebody asks for it and then never again. A class: see decision 0036. */
export class Piece {
	clean: Passage | undefined = undefined;
	/** says that it takes a buyer off the list; undefined: nobody looked */
	isOptOut: boolean | undefined = undefined;

	/** `isKnown`: whether it came in mails before */
	constructor(
		readonly raw: string,
		readonly isKnown = false,
	) {}
}

/** The piece as a reader of the language sees it. */
export function readPassage(piece: Piece, language: string): Passage {
	if (piece.clean?.language === language) return piece.clean;
	piece.clean = piece.isKnown ? cleanKnownText(piece.raw, language) : cleanText(piece.raw, language);
	return piece.clean;
}

const cleanKnownText = rememberText(cleanText, { texts: 2_000, characters: 200_000 });

function cleanText(raw: string, language: string): Passage {
	const trimmed = raw.trim();
	const marks = markText(trimmed);
	return (marks & MARK.unsettled) === 0 ? new Passage(trimmed, language, marks) : new Passage(readable(raw), language, undefined, findSplitWords(raw));
}
