import { PASS, type Rule } from '../rule';

const MIN_CONTRAST = 3;
const WORDS = /unsub|opt-?out|abmeld|d[ée]sinscri|baja|cancelar|annulla|afmeld|wypisz|отпис|відпис|abonelik|退订|配信停止|수신거부|ยกเลิก|hủy đăng ký|إلغاء|הסרה/i;

export const unsubscribeLink: Rule = {
	id: 'unsubscribe-link',
	title: { en: 'A visible link to unsubscribe', zh: '可见的退订链接' },
	kind: 'legal',
	law: '15 U.S.C. 7704(a)(3); Directive 2002/58/EC Art 13(4)',
	source: 'requirement M11; mailbox-provider-rules.md section 1 (visible body link); content-rules.md section 8 (contrast), 2026-11-22',
	fix: {
		en: 'Render the mail with Render Template: it writes the link into the footer. In own mails, link the address that the trigger gives, in readable type.',
		zh: '请使用 Render Template 渲染邮件，它会在页脚写入退订链接；自制邮件请用清晰的文字链接到触发器提供的地址。',
	},
	appliesTo: ['marketing'],
	severity: 'violation',
	isSwitchable: false,
	measured: {
		en: 'The link must lead to exactly the address that was made for this buyer, be visible, have a contrast of at least 3:1, and stand in the plain-text part too.',
		zh: '链接须指向为该买家生成的地址，可见，对比度至少 3:1，并出现在纯文本部分。',
	},
	messages: {
		missing: { en: 'There is no link to the unsubscribe address.', zh: '没有指向退订地址的链接。' },
		hidden: { en: 'The link to unsubscribe is hidden or can not be read.', zh: '退订链接被隐藏或无法辨认。' },
		faint: { en: 'The link to unsubscribe is too faint against its background (contrast under 3:1).', zh: '退订链接与背景对比度不足（低于 3:1）。' },
		unknownAddress: { en: 'A link to unsubscribe is there, but the expected address is not known, so nobody can say that it works.', zh: '有退订链接，但不知道预期地址，无法确认其有效。' },
		notInText: { en: 'The plain-text part has no unsubscribe address.', zh: '纯文本部分没有退订地址。' },
	},
	check({ mail, unsubscribeUrl }) {
		const links = mail.links.filter((link) => (unsubscribeUrl ? link.href === unsubscribeUrl : WORDS.test(`${link.href} ${link.text}`)));
		if (links.length === 0) return { outcome: 'violation', message: 'missing' };
		const visible = links.filter((link) => link.isVisible && link.text);
		if (visible.length === 0) return { outcome: 'violation', message: 'hidden' };
		const contrast = Math.max(...visible.map((link) => link.contrast));
		if (contrast < MIN_CONTRAST) return { outcome: 'violation', message: 'faint', evidence: `${contrast.toFixed(1)}:1` };
		if (!unsubscribeUrl) return { outcome: 'needsReview', message: 'unknownAddress' };
		return mail.text.includes(unsubscribeUrl) ? PASS : { outcome: 'violation', message: 'notInText' };
	},
};
