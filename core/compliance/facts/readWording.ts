import { findDeception } from './deceptivePhrases';
import { findDisguisedWord } from './disguisedWords';
import type { MailFacts } from './mailFacts';
import { glanceAt } from './glanceAt';
import { lookOnce, type Passage } from './passage';
import { MARK } from './textMarks';

/** What the letters and words of a text give away. */
interface Wording {
	/** written with letters that are not what they look like */
	disguisedWord?: string;
	deception?: ReturnType<typeof findDeception>;
}

const MAX_BLOCK = 20_000;
const HONEST: Wording = {};

const wordingOf = lookOnce((text, tag): Wording => {
	const sample = text.slice(0, MAX_BLOCK);
	const language = tag.slice(0, 2).toLowerCase();
	const disguisedWord = findDisguisedWord(sample, language);
	const deception = findDeception(sample, language);
	return disguisedWord === undefined && deception === undefined ? HONEST : { disguisedWord, deception };
});

/** The first text of the mail (subject, preheader, blocks) about which there is something to say. */
export function findWording<Found>(mail: MailFacts, judge: (wording: Wording, isVisible: boolean) => Found | undefined): Found | undefined {
	for (const passage of mail.headed) {
		const found = judgePassage(passage, true, judge);
		if (found !== undefined) return found;
	}
	for (const { passage, isVisible } of mail.blocks) {
		const found = judgePassage(passage, isVisible, judge);
		if (found !== undefined) return found;
	}
	return undefined;
}

function judgePassage<Found>(passage: Passage, isVisible: boolean, judge: (wording: Wording, isVisible: boolean) => Found | undefined): Found | undefined {
	if (!passage.has(MARK.letter) || (!passage.has(MARK.foreign) && !glanceAt(passage).mayDeceive)) return undefined;
	const wording = wordingOf(passage);
	return wording === HONEST ? undefined : judge(wording, isVisible);
}
