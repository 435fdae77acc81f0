import { readable } from '../facts/comparable';
import { findDeception } from '../facts/deceptivePhrases';
import { findDisguisedWord } from '../facts/disguisedWords';
import type { MailFacts } from '../facts/mailFacts';
import { PASS, type Rule, type RuleResult } from '../rule';

export const lookAlikeLetters: Rule = {
	id: 'look-alike-letters',
	title: { en: 'Words in the letters of their language', zh: '单词使用本语言的字母' },
	kind: 'provider',
	source: 'Unicode UTS 39 (confusables, mixed scripts); mailbox-provider-rules.md, Gmail details; content-rules.md section 4, 2026-11-22',
	fix: {
		en: 'Type the word anew with plain letters of one alphabet, without invisible characters inside.',
		zh: '请用同一种文字的普通字母重新输入该词，词内不要有不可见字符。',
	},
	appliesTo: ['marketing', 'transactional'],
	severity: 'violation',
	isSwitchable: false,
	messages: {
		mixed: { en: 'A word is written with letters of another alphabet, or with styled letters that only look like letters.', zh: '有单词混用其他文字的相似字母，或使用花体符号冒充字母。' },
		split: { en: 'Invisible characters take a word apart, as is done to get past filters.', zh: '单词被不可见字符拆开，这是绕过过滤器的手法。' },
		disguised: { en: 'A phrase that deceives is written with letters that only look right.', zh: '欺骗性短语用相似字母书写。' },
	},
	check({ mail }) {
		const [split] = mail.source.splitWords;
		if (split !== undefined) return { outcome: 'violation', message: 'split', evidence: readable(split).slice(0, 60) };
		const language = mail.language.slice(0, 2).toLowerCase();
		return judge(readable(mail.subject), language) ?? judge(readable(mail.preheader), language) ?? judgeBlocks(mail, language);
	},
};

function judgeBlocks(mail: MailFacts, language: string): RuleResult {
	for (const { text } of mail.blocks) {
		const found = judge(text, language);
		if (found) return found;
	}
	return PASS;
}

function judge(text: string, language: string): RuleResult | undefined {
	const word = findDisguisedWord(text, language);
	if (word) return { outcome: 'violation', message: 'mixed', evidence: word };
	const deception = findDeception(text, language);
	return deception?.isDisguised ? { outcome: 'violation', message: 'disguised', evidence: deception.phrase } : undefined;
}
