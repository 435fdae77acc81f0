import { readable } from '../facts/comparable';
import { withoutLabel } from '../jurisdiction';
import { PASS, type Rule } from '../rule';

const MAX_SHARE = 0.3;
/** Fewer letters are a name or a code. */
const LEAST_LETTERS = 10;
/** Acronyms, sizes and codes: `LED`, `XXL`, `A4`, `USB-C`. */
const CODE = /(?<![\p{L}\p{N}])(?:\p{Lu}{1,4}|(?=[\p{Lu}\p{N}-]*\p{N})[\p{Lu}\p{N}-]{2,20})(?![\p{L}\p{N}])/gu;
const MARK = /[!?！？]/g;
const REPEATED = /[!?！？]\s?[!?！？]/;
const EMOJI = /(?![\u00a9\u00ae\u2122])\p{Extended_Pictographic}(?:\ufe0f|\u200d\p{Extended_Pictographic}|\p{Emoji_Modifier})*/gu;
const MAY_BE_EMOJI = /[\u203c-\u3299\ud83c-\ud83e]/;
/** A line that long has been judged long before its end. */
const MAX_CHARACTERS = 1_000;

export const capitalsAndPunctuation: Rule = {
	id: 'capitals-and-punctuation',
	title: { en: 'A subject that does not shout', zh: '不夸张的主题' },
	kind: 'content',
	source: 'content-rules.md section 4 (over 30 % capitals, repeated marks, emoji; compare SpamAssassin SUBJ_ALL_CAPS and PLING_QUERY), 2026-11-22',
	fix: {
		en: 'Write the subject as a sentence: small letters, one mark at the end at most, at most one emoji and not in front.',
		zh: '把主题写成普通句子：少用大写，句末最多一个标点，表情符号最多一个且不放在开头。',
	},
	appliesTo: ['marketing', 'transactional'],
	severity: 'needsReview',
	isSwitchable: true,
	messages: {
		capitals: { en: 'More than 30 % of the subject is in capitals.', zh: '主题中超过 30% 的字母为大写。' },
		marks: { en: 'The subject repeats exclamation or question marks.', zh: '主题重复使用感叹号或问号。' },
		emoji: { en: 'The subject holds more than one emoji, or begins with one.', zh: '主题含多个表情符号，或以表情符号开头。' },
	},
	check({ mail }) {
		const subject = readable(withoutLabel(mail.subject.slice(0, MAX_CHARACTERS)));
		const share = capitalShare(subject);
		if (share > MAX_SHARE) return { outcome: 'needsReview', message: 'capitals', evidence: `${Math.round(share * 100)} %` };
		const marks = subject.match(MARK) ?? [];
		if (REPEATED.test(subject) || marks.filter((mark) => /[!！]/.test(mark)).length > 1 || new Set(marks.map(toKind)).size > 1) return { outcome: 'needsReview', message: 'marks', evidence: marks.join('') };
		const emoji = MAY_BE_EMOJI.test(subject) ? [...subject.matchAll(EMOJI)] : [];
		return emoji.length > 1 || emoji[0]?.index === 0 ? { outcome: 'needsReview', message: 'emoji', evidence: emoji.map(([sign]) => sign).join('') } : PASS;
	},
};

function toKind(mark: string): string {
	return /[!！]/.test(mark) ? '!' : '?';
}

/** Codes hold capitals and no small letters but these: without them the share is no bigger. */
const SMALL_NUMERAL = /[\u2170-\u217f]/;

function capitalShare(subject: string): number {
	const most = SMALL_NUMERAL.test(subject) ? undefined : shareByCase(subject);
	if (most !== undefined && most <= MAX_SHARE) return most;
	const words = subject.replace(CODE, ' ');
	return shareByCase(words) ?? shareOf((words.match(/\p{Lu}/gu) ?? []).length, (words.match(/\p{Ll}/gu) ?? []).length);
}

/** Of the letters that have two forms; scripts without capitals have none. `undefined` where a form is longer than the other. */
function shareByCase(words: string): number | undefined {
	const small = words.toLowerCase();
	const large = words.replace(/ß/g, 's').toUpperCase();
	if (small.length !== words.length || large.length !== words.length) return undefined;
	let capitals = 0;
	let smalls = 0;
	for (let at = 0; at < words.length; at += 1) {
		if (words[at] !== small[at]) capitals += 1;
		else if (words[at] !== large[at]) smalls += 1;
	}
	return shareOf(capitals, smalls);
}

function shareOf(capitals: number, smalls: number): number {
	return capitals + smalls < LEAST_LETTERS ? 0 : capitals / (capitals + smalls);
}
