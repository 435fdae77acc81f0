import { comparable } from '../facts/comparable';
import { PASS, type Rule } from '../rule';

export const footerPostalAddress: Rule = {
	id: 'footer-postal-address',
	title: { en: 'Postal address in the footer', zh: '页脚中的邮寄地址' },
	kind: 'legal',
	law: '15 U.S.C. 7704(a)(5)(A)(iii); Directive 2000/31/EC Art 5',
	source: 'requirement M11; jurisdictions.json footer_identity, 2026-11-22',
	fix: {
		en: 'Write the address of the business licence into “Postal Address” and “Licence Address” of the Seller Mail Sender credential; Render Template puts it into the footer.',
		zh: '在“Seller Mail Sender”凭据的“Postal Address”和“Licence Address”中填写营业执照地址；Render Template 会自动写入页脚。',
	},
	appliesTo: ['marketing', 'transactional'],
	severity: 'violation',
	isSwitchable: false,
	measured: {
		en: 'The address must equal the one on the business licence and stand in the visible text; case, spaces and punctuation don\'t matter. Text that is hidden by style, size or colour doesn\'t count.',
		zh: '地址须与营业执照地址一致，并出现在可见文字中；忽略大小写、空格和标点。被样式、字号或颜色隐藏的文字不算。',
	},
	messages: {
		missing: { en: 'The postal address is not visible in the mail.', zh: '邮件中看不到邮寄地址。' },
		differs: { en: 'The postal address is not the one on the business licence.', zh: '邮寄地址与营业执照地址不一致。' },
		empty: { en: 'The sender has no postal address.', zh: '发件人没有填写邮寄地址。' },
	},
	check({ mail, brand }) {
		const address = comparable(brand.postalAddress);
		if (!address) return { outcome: 'violation', message: 'empty' };
		if (address !== comparable(brand.licenceAddress)) return { outcome: 'violation', message: 'differs', evidence: brand.postalAddress };
		return mail.whole.shows(address) ? PASS : { outcome: 'violation', message: 'missing', evidence: brand.postalAddress };
	},
};
