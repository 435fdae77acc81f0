import { findDeception } from './deceptivePhrases';
import { findDisguisedWord } from './disguisedWords';
import type { MailFacts } from './mailFacts';
import { hasLetters } from './hasLetters';
import { rememberText } from './rememberText';

/** What the letters and words of a text give away. */
interface Wording {
	/** written with letters that are not what they look like */
	disguisedWord?: string;
	deception?: ReturnType<typeof findDeception>;
}

const MAX_LINE = 1_000;
const MAX_BLOCK = 20_000;
const HONEST: Wording = {};

/** One look at a text for several rules: constant texts are looked at once, others once for all of them. */
const readText = rememberText((text, language): Wording => {
	const sample = text.slice(0, MAX_BLOCK);
	const disguisedWord = findDisguisedWord(sample, language);
	const deception = findDeception(sample, language);
	return disguisedWord === undefined && deception === undefined ? HONEST : { disguisedWord, deception };
});

/** The first text of the mail (subject, preheader, blocks) about which there is something to say. */
export function findWording<Found>(mail: MailFacts, judge: (wording: Wording, isVisible: boolean) => Found | undefined): Found | undefined {
	const language = mail.language.slice(0, 2).toLowerCase();
	const headed = judgeText(mail.subject.slice(0, MAX_LINE), true) ?? judgeText(mail.preheader.slice(0, MAX_LINE), true);
	if (headed !== undefined) return headed;
	for (const { text, isVisible } of mail.blocks) {
		const found = judgeText(text, isVisible);
		if (found !== undefined) return found;
	}
	return undefined;

	function judgeText(text: string, isVisible: boolean): Found | undefined {
		if (!hasLetters(text)) return undefined;
		const wording = readText(text, language);
		return wording === HONEST ? undefined : judge(wording, isVisible);
	}
}
