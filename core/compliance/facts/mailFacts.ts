import type { MailPurpose } from '../../contract/items';

/** A link as it stands in the rendered mail. */
export interface LinkFact {
	href: string;
	/** what the reader sees: text, else the alt text of its picture */
	text: string;
	isVisible: boolean;
	/** WCAG contrast of its text, 1 to 21 */
	contrast: number;
	/** points of a call to action (content rules, section 1); 3 and more are one. Excluded links have 0. */
	score: number;
}

export interface ImageFact {
	src: string;
	alt: string | undefined;
	areaPx: number;
}

/** What is measured once on a rendered mail and read by every rule. */
export interface MailFacts {
	purpose: MailPurpose;
	language: string;
	subject: string;
	text: string;
	/** UTF-8 bytes of the HTML */
	bytes: number;
	/** readable: one line, nothing invisible or hidden */
	visibleText: string;
	/** the same, letters and digits only */
	comparableText: string;
	/** first text of the body as an inbox shows it behind the subject: a hidden preheader counts */
	leadText: string;
	links: LinkFact[];
	/** destinations of the calls to action, tracking parameters removed */
	callsToAction: string[];
	images: ImageFact[];
	/** images' share of the content area, 0..1 (section 2) */
	imageShare: number;
	/** scripts, forms, frames, event handlers and unsafe addresses, in words */
	activeContent: string[];
}
