/** Anything but digits, ASCII marks, currency signs and the like. */
const LETTER = /[^\u0000-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u2000-\u206f\u20a0-\u20bf\u2200-\u22ff]/;

/** Whether a text holds words: prices, quantities and dashes say nothing that a rule on wording could find. */
export function hasLetters(text: string): boolean {
	return LETTER.test(text);
}
