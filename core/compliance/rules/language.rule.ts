import { isRecognisable } from '../../shared/textLanguage';
import { countLanguages } from '../facts/blockLanguage';
import { NOT_APPLICABLE, PASS, type Rule } from '../rule';

/** Fewer characters in a known language prove nothing. */
const LEAST_CHARACTERS = 150;
const LITTLE = 0.2;
const MUCH = 0.4;
const MOST = 0.6;

export const languageOfMail: Rule = {
	id: 'language',
	title: { en: 'The text is in the language of its reader', zh: '正文语言与读者一致' },
	kind: 'content',
	source: 'requirements M3 and M8 (mails in the language of the site); content-rules.md section 6 (lang of the template), 2026-11-22',
	fix: {
		en: 'Render the mail in the language of the buyer, or correct the language of the buyer or the template.',
		zh: '请用买家的语言渲染邮件，或更正买家或模板的语言设置。',
	},
	appliesTo: ['marketing', 'transactional'],
	severity: 'needsReview',
	isSwitchable: true,
	messages: {
		other: { en: 'The text is in another language than the mail says it is.', zh: '正文语言与邮件标注的语言不一致。' },
		mixed: { en: 'The text is in two languages, each with a large share.', zh: '正文混用两种语言，且各占较大比例。' },
		notTheBuyers: { en: 'The text is in another language than the buyer reads.', zh: '正文语言与买家的语言不一致。' },
	},
	check({ mail, recipient }) {
		const own = mail.language.slice(0, 2).toLowerCase();
		if (!isRecognisable(own)) return NOT_APPLICABLE;
		const counts = countLanguages(mail.blocks);
		let all = 0;
		let top: [language: string, count: number] = ['', 0];
		for (const [language, count] of counts) {
			all += count;
			if (count > top[1]) top = [language, count];
		}
		const ownCount = counts.get(own) ?? 0;
		if (all < LEAST_CHARACTERS) return PASS;
		const evidence = [...counts].map(([language, count]) => `${language} ${Math.round((count / all) * 100)} %`).join(', ');
		if (ownCount < all * LITTLE && top[1] > all * MOST) return { outcome: 'needsReview', message: 'other', evidence };
		const second = all - ownCount;
		if (ownCount >= all * LITTLE && second >= all * MUCH && second >= LEAST_CHARACTERS) return { outcome: 'needsReview', message: 'mixed', evidence };
		const buyers = (recipient?.language ?? own).slice(0, 2).toLowerCase();
		return buyers !== top[0] && isRecognisable(buyers) && top[1] > all * MOST ? { outcome: 'needsReview', message: 'notTheBuyers', evidence: `${evidence}; ${buyers}` } : PASS;
	},
};
