import { PASS, type Rule } from '../rule';

const MAX_BYTES = 102 * 1024;

export const size: Rule = {
	id: 'size',
	title: { en: 'Under 102 KB', zh: '小于 102 KB' },
	kind: 'provider',
	source: 'requirement M18; content-rules.md section 3 (Gmail clips at about 102 KB), 2026-11-22',
	fix: {
		en: 'Shorten the mail: fewer products, no pictures inside the HTML. What is cut off takes the footer with it.',
		zh: '缩短邮件：减少商品，不要在 HTML 中嵌入图片；超出部分会连同页脚一起被截断。',
	},
	appliesTo: ['marketing', 'transactional'],
	severity: 'violation',
	isSwitchable: false,
	measured: {
		en: 'Bytes of the HTML part in UTF-8.',
		zh: 'HTML 部分按 UTF-8 计算的字节数。',
	},
	messages: {
		tooBig: { en: 'The HTML is bigger than 102 KB; Gmail cuts it off, and the footer with it.', zh: 'HTML 超过 102 KB，会被 Gmail 截断，页脚也会丢失。' },
	},
	check({ mail }) {
		return mail.bytes <= MAX_BYTES ? PASS : { outcome: 'violation', message: 'tooBig', evidence: `${Math.ceil(mail.bytes / 1024)} KB` };
	},
};
