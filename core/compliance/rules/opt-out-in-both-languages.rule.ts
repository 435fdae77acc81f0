import { NOT_APPLICABLE, PASS, type Rule } from '../rule';

const KOREAN = /수신\s?거부|구독\s?취소|수신\s?동의\s?철회/;
const ENGLISH = /unsubscribe|opt[ -]?out/i;

export const optOutInBothLanguages: Rule = {
	id: 'opt-out-in-both-languages',
	title: { en: 'The way out in Korean and in English', zh: '用韩语和英语写明退订方式' },
	kind: 'legal',
	law: 'Network Act (KR) Art 50(4) and Enforcement Decree Annex 6',
	source: 'jurisdictions.json engine.extra_checks KR_BILINGUAL_OPT_OUT, 2026-11-22',
	fix: {
		en: 'Render the mail with Render Template: it writes both words into the link. In own mails, write “수신거부 / Unsubscribe” in the link to unsubscribe.',
		zh: '请使用 Render Template，它会在链接中写入两种文字；自制邮件请在退订链接中写“수신거부 / Unsubscribe”。',
	},
	appliesTo: ['marketing'],
	severity: 'violation',
	isSwitchable: false,
	messages: {
		missing: { en: 'The way to unsubscribe is not explained in both Korean and English.', zh: '没有同时用韩语和英语说明退订方式。' },
	},
	check({ mail, recipient }) {
		if (!recipient?.jurisdiction.extraChecks.includes('KR_BILINGUAL_OPT_OUT')) return NOT_APPLICABLE;
		const missing = [KOREAN.test(mail.whole.visible) ? '' : '수신거부', ENGLISH.test(mail.whole.visible) ? '' : 'Unsubscribe'].filter(Boolean);
		return missing.length === 0 ? PASS : { outcome: 'violation', message: 'missing', evidence: missing.join(', ') };
	},
};
