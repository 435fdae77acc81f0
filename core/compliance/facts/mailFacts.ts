import type { MailPurpose } from '../../contract/items';
import type { SourceFact } from './measureSource';
import type { Passage } from './passage';
import type { WholeText } from './wholeText';

/** A link as it stands in the rendered mail. */
export interface LinkFact {
	href: string;
	/** the same, for finders */
	address: Passage;
	/** what the reader sees: text, else the alt text of its picture */
	text: string;
	/** the same, for finders */
	passage: Passage;
	isVisible: boolean;
	/** WCAG contrast of its text, 1 to 21 */
	contrast: number;
	hasImage: boolean;
	/** points of a call to action (content rules, section 1); 3 and more are one. Excluded links have 0. */
	score: number;
}

export interface ImageFact {
	src: string;
	alt: string | undefined;
	areaPx: number;
	/** where a click on it leads */
	href?: string;
}

/** Text that stands together: inline elements are part of it, a block element begins the next one. */
export interface TextBlock {
	/** readable: one line, nothing invisible */
	text: string;
	/** the same, for finders */
	passage: Passage;
	/** false: hidden by style, size, colour or place */
	isVisible: boolean;
	/** the lowest WCAG contrast in it, 1 to 21 */
	contrast: number;
	/** the smallest in it */
	fontSizePx: number;
	/** <s>, <del>, line-through: a former price */
	isStruck: boolean;
}

/** What the document says of itself. */
export interface DocumentFact {
	lang: string;
	/** of <html> or <body> */
	dir: string;
	title: string;
	elementCount: number;
	/** elements that are opened more often than closed, where HTML wants both */
	unclosedTags: string[];
}

/** What is measured once on a rendered mail and read by every rule. */
export interface MailFacts {
	purpose: MailPurpose;
	language: string;
	subject: string;
	preheader: string;
	/** the plain-text part */
	text: string;
	/** the visible text */
	whole: WholeText;
	/** subject and preheader */
	headed: readonly Passage[];
	/** subject, preheader and visible blocks: all that is said to the reader */
	seen: readonly Passage[];
	/** first text of the body as an inbox shows it behind the subject: a hidden preheader counts */
	leadText: string;
	/** visible and hidden ones in their order */
	blocks: TextBlock[];
	document: DocumentFact;
	/** what the HTML itself tells, before it is read */
	source: SourceFact;
	links: LinkFact[];
	/** destinations of the calls to action, tracking parameters removed */
	callsToAction: string[];
	/** bigger than 3 by 3 pixels */
	images: ImageFact[];
	/** sources of the others: they count who opens */
	trackers: string[];
	/** of the visible text, in characters: East Asian and Thai ones count twice */
	width: number;
	/** images' share of the content area, 0..1 (section 2) */
	imageShare: number;
	/** scripts, forms, frames, event handlers and unsafe addresses, in words */
	activeContent: string[];
}
