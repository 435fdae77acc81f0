import { comparable } from '../facts/comparable';
import { PASS, type Rule } from '../rule';

export const footerCompany: Rule = {
	id: 'footer-company',
	title: { en: 'Company name in the mail', zh: '邮件中的公司名称' },
	kind: 'legal',
	law: 'Directive 2000/31/EC Art 5 and 6(b); 15 U.S.C. 7704(a)(1)',
	source: 'jurisdictions.json footer_identity, 2026-11-22',
	fix: {
		en: 'Fill in “Company” in the Seller Mail Sender credential with the legal name; Render Template puts it into the footer.',
		zh: '在“Seller Mail Sender”凭据的“Company”中填写法定名称；Render Template 会自动写入页脚。',
	},
	appliesTo: ['marketing', 'transactional'],
	severity: 'violation',
	isSwitchable: false,
	measured: {
		en: 'The company\'s name of the sender credential must stand in the visible text; case, spaces and punctuation don\'t matter.',
		zh: '发件人凭据中的公司名称须出现在可见文字中；忽略大小写、空格和标点。',
	},
	messages: {
		missing: { en: 'The company that sends is not named visibly in the mail.', zh: '邮件中看不到发件公司的名称。' },
		empty: { en: 'The sender has no company name.', zh: '发件人没有填写公司名称。' },
	},
	check({ mail, brand }) {
		const company = comparable(brand.company);
		if (!company) return { outcome: 'violation', message: 'empty' };
		return mail.whole.shows(company) ? PASS : { outcome: 'violation', message: 'missing', evidence: brand.company };
	},
};
