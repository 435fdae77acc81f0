import type { ElementLook } from './elementLook';
import type { Passage, Piece } from './passage';
import type { Part } from './bodyParts';

/** Attributes whose values differ from mail to mail, where they are written name="value". */
export const VARYING = ['href', 'src', 'alt', 'title'] as const;

/** By attribute that varies: its value in the mail at hand. */
export type Values = Partial<Record<(typeof VARYING)[number], string>>;

/** A tag's values that stay from mail to mail, and what was found in them. */
export interface KeptValues {
	values: Values;
	/** the address of a link */
	address: Passage;
	/** what a picture says */
	alt: Piece | undefined;
}

/** A start tag that was seen before, at the same place among the same tags around it. */
export interface KnownTag {
	look: ElementLook;
	parent: KnownTag | undefined;
	/** the tag as written, cut where a value that varies stands */
	pieces: readonly string[];
	/** attributes whose values stand between the pieces */
	varying: ReadonlyArray<keyof Values>;
	/** the tag with the values that came in mails before */
	withValues: Seen<KeptValues>;
	isVoid: boolean;
	/** by what `withoutValues` makes of the tags in it; null: the parser has to read those */
	inside: Map<string, KnownTag | null>;
	/** what came first in it, and what came behind it, in the mails before: looked at first */
	first: Guess;
	next: Guess;
	/** the texts at the beginning of it and behind it that came in mails before */
	firstText: Seen<Piece>;
	nextText: Seen<Piece>;
	/** the same of all that a template writes there */
	firstRuns: KnownRuns;
	nextRuns: KnownRuns;
	/** of a style block: what it held when nothing was hidden by it */
	harmlessStyle: string | undefined;
}

/** The last two different tags at a place; rows end and options are left out. */
export interface Guess {
	last: KnownTag | undefined;
	other: KnownTag | undefined;
}

/** What stood at one place in mails before, as written and as read. Where it is a template's it comes again; where it is a buyer's it never does. */
export interface Seen<Found> {
	entries: Array<{ written: string; found: Found; hitCount: number }>;
	/** where the last one was found: they come in their order */
	at: number;
	hitCount: number;
	missCount: number;
	/** how many were new since one came for the third time: a mail that is read twice says nothing */
	strangeness: number;
}

/** One thing that the reader is told: an element opens, a text, whole elements, or (nothing of that) an element closes. */
export interface Step {
	look: ElementLook | undefined;
	/** of the element */
	values: Values | undefined;
	kept: KeptValues | undefined;
	text: string | undefined;
	piece: Piece | undefined;
	/** several steps in one */
	part: KnownPart | undefined;
}

export interface KnownPart extends Part {
	steps: readonly Step[];
}

/** What a template writes between two places of a buyer's own: found again by one comparison, and told without being read. */
export interface KnownRun {
	/** with the `<` behind it, where it ends with a text */
	html: string;
	/** without it */
	length: number;
	steps: readonly Step[];
	/** where it leads to */
	inside: KnownTag;
	before: KnownTag | undefined;
}

/** The runs that began at one place in mails before. */
export interface KnownRuns {
	runs: KnownRun[];
	/** where the last one was found: they come in their order */
	at: number;
	missCount: number;
}
