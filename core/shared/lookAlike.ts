import { domainToUnicode } from 'node:url';

/** Scripts in which domains are written; one that is missing here counts as one script with everything. */
const SCRIPTS = [
	'Latin', 'Greek', 'Cyrillic', 'Armenian', 'Georgian', 'Hebrew', 'Arabic', 'Devanagari', 'Bengali', 'Gurmukhi', 'Gujarati', 'Tamil', 'Telugu', 'Kannada',
	'Malayalam', 'Sinhala', 'Thai', 'Lao', 'Tibetan', 'Myanmar', 'Ethiopic', 'Khmer', 'Cherokee', 'Hangul', 'Han', 'Hiragana', 'Katakana', 'Bopomofo',
].map((name) => ({ name, pattern: new RegExp(`\\p{Script=${name}}`, 'u') }));

/** What East Asian names do mix. Source: Unicode UTS 39 section 5.2, "Highly Restrictive". */
const MIXED_IN_EARNEST: ReadonlyArray<readonly string[]> = [
	['Latin', 'Han', 'Hiragana', 'Katakana'], ['Latin', 'Han', 'Bopomofo'], ['Latin', 'Han', 'Hangul'],
];

/**
 * Whether a label of the domain (ASCII form) mixes scripts, as `pаypal.com` with a Cyrillic а does: no registry that takes care
 * gives such names away, and who gets mail there is not whom he seems to be. Labels wholly in one script are ordinary names.
 */
export function isLookAlikeDomain(domain: string): boolean {
	if (!domain.includes('xn--')) return false;
	return domainToUnicode(domain).split('.').some(isMixed);
}

function isMixed(label: string): boolean {
	const scripts = SCRIPTS.filter(({ pattern }) => pattern.test(label)).map(({ name }) => name);
	return scripts.length > 1 && !MIXED_IN_EARNEST.some((allowed) => scripts.every((script) => allowed.includes(script)));
}
