/** What the mail's source tells beside its elements. */
export interface SourceFact {
	html: string;
	/** visible words that invisible characters take apart: `un|sub|scribe` */
	splitWords: readonly string[];
	/** invisible and non-breaking characters that push the text behind the preheader out of the inbox's line */
	paddingCount: number;
	/** a comment that never ends takes all that follows with it */
	isCommentOpen: boolean;
}

/** Zero-width characters; the soft hyphen and the joiners of other scripts have honest uses. */
const MAY_SPLIT = /[\u200b-\u200d\u2060\ufeff]/;
const SPLIT_WORD = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]{1,30}(?:[\u200b-\u200d\u2060\ufeff]{1,20}[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]{1,30})+/gu;
const MAX_CHARACTERS = 100_000;
const MAX_WORDS = 100;
const PADDING = /[\u00a0\u00ad\u034f\u2000-\u200f\u2060\ufeff\u3164]/g;
const MAY_PAD = /[\u00ad\u034f\u2007\u200b-\u200f\u2060\ufeff\u3164]/;

/** Measures the HTML as it is written, and its beginning before it was made readable. */
export function measureSource(html: string, { splitWords, rawLead, isCommentOpen }: { splitWords: readonly string[]; rawLead: string; isCommentOpen: boolean }): SourceFact {
	return {
		html,
		splitWords: splitWords.slice(0, MAX_WORDS),
		paddingCount: MAY_PAD.test(rawLead) ? (rawLead.match(PADDING)?.length ?? 0) : 0,
		isCommentOpen,
	};
}

/** In a text that wasn't made readable yet. */
export function findSplitWords(raw: string): readonly string[] {
	return MAY_SPLIT.test(raw) ? (raw.slice(0, MAX_CHARACTERS).match(SPLIT_WORD) ?? []) : [];
}

export function hasOpenComment(html: string): boolean {
	// most texts have a `<` at every turn and no exclamation mark
	if (!html.includes('!--')) return false;
	const open = html.lastIndexOf('<!--');
	return open >= 0 && !html.includes('-->', open);
}
