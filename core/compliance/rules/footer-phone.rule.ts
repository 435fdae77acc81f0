import { comparable } from '../facts/comparable';
import { PASS, type Rule } from '../rule';

export const footerPhone: Rule = {
	id: 'footer-phone',
	title: { en: 'Customer service phone in the footer', zh: '页脚中的客服电话' },
	kind: 'legal',
	law: 'Network Act (KR) Annex 6; LFPC (MX) Art 17; DDG (DE) s.5',
	source: 'requirement M11; jurisdictions.json footer_identity, 2026-11-22',
	fix: {
		en: 'Fill in “Customer Service Phone” in the Seller Mail Sender credential; Render Template puts it into the footer.',
		zh: '在“Seller Mail Sender”凭据中填写“Customer Service Phone”；Render Template 会自动写入页脚。',
	},
	appliesTo: ['marketing', 'transactional'],
	severity: 'violation',
	isSwitchable: false,
	measured: {
		en: 'The digits of the phone in the sender credential must stand in the visible text.',
		zh: '发件人凭据中电话的数字须出现在可见文字中。',
	},
	messages: {
		missing: { en: 'The customer service phone is not visible in the mail.', zh: '邮件中看不到客服电话。' },
		empty: { en: 'The sender has no customer service phone.', zh: '发件人没有填写客服电话。' },
	},
	check({ mail, brand }) {
		const phone = comparable(brand.phone);
		if (!/\p{N}{3}/u.test(phone)) return { outcome: 'violation', message: 'empty' };
		return mail.whole.shows(phone) ? PASS : { outcome: 'violation', message: 'missing', evidence: brand.phone };
	},
};
