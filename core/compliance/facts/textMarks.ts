/** What kinds of characters a text holds, as bits: one look at a text saves most finders theirs. */
export const MARK = {
	/** a letter: prices, quantities and dashes say nothing that a rule on wording could find */
	letter: 1,
	/** something that may be a percentage */
	percent: 2,
	/** a character that composition may change or that nobody sees, or a space too many */
	unsettled: 4,
	/** a letter that may be there in place of another */
	disguise: 8,
	/** a letter of a script that tells the language */
	script: 16,
	/** a character as wide as two */
	wide: 32,
	/** neither ASCII nor a sign that no folding makes a letter of: only a close look tells the words */
	foreign: 64,
	/** a character that shown code can't do without */
	code: 128,
	/** a character that most placeholders can't do without */
	placeholder: 256,
} as const;

/** Letters and signs that no composition changes, alone or together, and that are seen: Latin, Cyrillic, Chinese, Kana, Hangul, their punctuation. */
export const SETTLED = '!-~\\u00a1-\\u00ac\\u00ae-\\u02ff\\u0400-\\u0482\\u048a-\\u052f\\u2010-\\u2027\\u2030-\\u205e\\u20a0-\\u20bf\\u3001-\\u3029\\u3041-\\u3096\\u30a1-\\u30fa\\u30fc\\u4e00-\\u9fff\\uac00-\\ud7a3\\uff01-\\uff60';

/** Anything but digits, ASCII marks, currency signs and the like. */
const LETTER = /[^\u0000-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u2000-\u206f\u20a0-\u20bf\u2200-\u22ff]/;

const KINDS: ReadonlyArray<[mark: number, pattern: RegExp]> = [
	[MARK.letter, LETTER],
	[MARK.percent, /[%٪％折割額]/],
	[MARK.unsettled, new RegExp(`[^ ${SETTLED}]`)],
	[MARK.disguise, /[\u0370-\u058f\u13a0-\u13ff\u24b6-\u24e9\uab70-\uabbf\uff21-\uff5a\ud835\ud83c]/],
	[MARK.script, /[\u0400-\u04ff\u0590-\u06ff\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/],
	[MARK.wide, /[\u0e00-\u0e7f\u1100-\u11ff\u3000-\u30ff\u3130-\u318f\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff01-\uff60]/],
	[MARK.foreign, /[^\u0000-\u007f«»“”„–—·•×°€£¥©®→]/],
	[MARK.code, /[<{=]/],
	[MARK.placeholder, /[{|[]/],
];

const SPACE = 32;
const MARKS = Uint16Array.from({ length: 65_536 }, (_, code) => marksOf(String.fromCharCode(code)));

function marksOf(character: string): number {
	return KINDS.reduce((marks, [mark, pattern]) => (pattern.test(character) ? marks | mark : marks), 0);
}

/** The marks of all characters of a text. */
export function markText(text: string): number {
	let marks = 0;
	let before = SPACE;
	for (let at = 0; at < text.length; at += 1) {
		const code = text.charCodeAt(at);
		marks |= MARKS[code] ?? 0;
		if (code === SPACE && before === SPACE) marks |= MARK.unsettled;
		before = code;
	}
	return before === SPACE && text !== '' ? marks | MARK.unsettled : marks;
}

/** Whether a text holds words. */
export function hasLetters(text: string): boolean {
	return LETTER.test(text);
}
