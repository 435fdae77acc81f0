import type { ElementLook } from './elementLook';
import type { ImageFact, LinkFact, TextBlock } from './mailFacts';
import { Piece, type Passage } from './passage';

// What is kept for later mails and made for each mail too are classes: of literals V8 might decide that all are born old (decision 0036).

/** An element of the mail that is read; closed or still open. */
export interface ReadElement {
	look: ElementLook;
	parent: ReadElement | undefined;
	/** characters of all text in it, without the space around each piece */
	textLength: number;
}

/** Where a footer may be: what stands beside an unsubscribe link in one of these is judged with it. */
export const CONTAINERS: ReadonlySet<string> = new Set(['td', 'div', 'footer', 'section', 'table']);

/** Text that is put together from its nodes; a piece as long as it is one, so that it is cleaned once for all who use it. */
export class Collected {
	text = '';
	/** undefined: blank so far, or of several nodes */
	piece: Piece | undefined = undefined;
	isBlank = true;
	/** all of it came in mails before */
	isKnown = true;

	/** Space around a text is nothing to its reader: then it is still the one piece. */
	add(text: string, piece: Piece | undefined): void {
		this.text += text;
		if (!piece) return;
		this.piece = this.isBlank ? piece : undefined;
		this.isBlank = false;
		this.isKnown &&= piece.isKnown;
	}
}

/** A link as found, with what is needed to judge it. */
export class FoundLink {
	text = new Collected();
	/** the first of its pictures' that says anything */
	alt: Piece | undefined = undefined;
	hasImage = false;
	isVisible = false;
	contrast = 21;
	/** what it says, for one language; undefined: nobody asked */
	fact: LinkFact | undefined = undefined;

	constructor(
		readonly element: ReadElement,
		readonly address: Passage,
	) {}
}

/** A block of text before it is cleaned. */
export class FoundBlock implements Omit<TextBlock, 'text' | 'passage'> {
	/** the same cleaned, for one language */
	clean: TextBlock | undefined = undefined;

	constructor(
		readonly text: Collected,
		readonly isVisible: boolean,
		public contrast: number,
		public fontSizePx: number,
		readonly isStruck: boolean,
	) {}
}

/** Whole block elements, texts and all, as a template writes them: what is found in them is the same in each mail. */
export interface Part {
	passages: readonly Piece[];
	blocks: readonly FoundBlock[];
	/** each with its container */
	links: readonly FoundLink[];
	images: readonly ImageFact[];
	elementCount: number;
	textLength: number;
}

export function pieceOf(collected: Collected): Piece {
	collected.piece ??= new Piece(collected.text, collected.isKnown && !collected.isBlank);
	return collected.piece;
}
