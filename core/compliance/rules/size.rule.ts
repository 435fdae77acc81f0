import { PASS, type Rule } from '../rule';

/** Providers' programs add to a mail on its way: some of 99 KB were seen cut off. */
const MAX_BYTES = 95 * 1024;
const GOOD_BYTES = 80 * 1024;

/** In UTF-8, of one UTF-16 unit. */
const MAX_BYTES_A_CHARACTER = 3;

export const size: Rule = {
	id: 'size',
	title: { en: 'Well under 102 KB', zh: '明显小于 102 KB' },
	kind: 'provider',
	source: 'requirement M18; content-rules.md section 3 (Gmail clips at about 102 KB; warn from 80 KB, fail from 95 KB), 2026-11-22',
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
		tooBig: { en: 'The HTML is bigger than 95 KB; Gmail cuts it off at about 102 KB, and the footer with it.', zh: 'HTML 超过 95 KB；Gmail 约在 102 KB 处截断，页脚也会丢失。' },
		big: { en: 'The HTML is bigger than 80 KB: not much may be added to it before Gmail cuts it off.', zh: 'HTML 超过 80 KB，再增加内容就会被 Gmail 截断。' },
	},
	check({ mail }) {
		const { html } = mail.source;
		if (html.length * MAX_BYTES_A_CHARACTER < GOOD_BYTES) return PASS;
		const bytes = Buffer.byteLength(html);
		if (bytes < GOOD_BYTES) return PASS;
		const evidence = `${Math.ceil(bytes / 1024)} KB`;
		return bytes < MAX_BYTES ? { outcome: 'needsReview', message: 'big', evidence } : { outcome: 'violation', message: 'tooBig', evidence };
	},
};
