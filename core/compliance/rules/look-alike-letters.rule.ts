import { readable } from '../facts/comparable';
import { findWording } from '../facts/readWording';
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
		return findWording(mail, ({ disguisedWord, deception }): RuleResult | undefined => {
			if (disguisedWord) return { outcome: 'violation', message: 'mixed', evidence: disguisedWord };
			return deception?.isDisguised ? { outcome: 'violation', message: 'disguised', evidence: deception.phrase } : undefined;
		}) ?? PASS;
	},
};
