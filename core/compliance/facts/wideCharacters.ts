const WIDE = /[\u0e00-\u0e7f\u1100-\u11ff\u3000-\u30ff\u3130-\u318f\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff01-\uff60]/g;
const HAS_WIDE = new RegExp(WIDE.source);

/** How many characters are East Asian or Thai: they take the room of two. */
export function wideCharacterCount(text: string): number {
	return HAS_WIDE.test(text) ? (text.match(WIDE)?.length ?? 0) : 0;
}

const THAI = /[\u0e00-\u0e7f]/g;

/** Those that are drawn twice as wide; Thai takes its room by the words. */
export function eastAsianCharacterCount(text: string): number {
	const count = wideCharacterCount(text);
	return count === 0 ? 0 : count - (text.match(THAI)?.length ?? 0);
}
