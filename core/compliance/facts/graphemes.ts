import { wideCharacterCount } from './wideCharacters';

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Characters that combine with others to one visible character; without them code units are graphemes. */
const MAY_COMBINE = /[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0fff\u1100-\u11ff\u200d\ufe00-\ufe0f\ud800-\udfff]/;

/** The first `count` characters as a reader counts them. */
export function firstGraphemes(text: string, count: number): string {
	if (!MAY_COMBINE.test(text)) return text.slice(0, count);
	let end = 0;
	let seen = 0;
	for (const { index, segment } of segmenter.segment(text.slice(0, count * 12))) {
		if (seen++ === count) break;
		end = index + segment.length;
	}
	return text.slice(0, end);
}

const THAI = /[\u0e00-\u0e7f]+/g;

/** How many characters a reader sees, East Asian ones counted twice (Thai says much, but takes no more room); of a long text its first part. */
export function widthOf(text: string): number {
	const sample = text.slice(0, 1_000);
	const count = MAY_COMBINE.test(sample) ? [...segmenter.segment(sample)].length : sample.length;
	return count + wideCharacterCount(sample.replace(THAI, ''));
}
