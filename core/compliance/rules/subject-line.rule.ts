import { readable } from '../facts/comparable';
import { withoutLabel } from '../jurisdiction';
import { PASS, type Rule } from '../rule';

/** Answer and forward marks of the usual mail programs and languages. */
const REPLY = /^(?:re|fwd?|aw|wg|sv|vs|tr|rv|res|enc|odp|pd|ynt|ilt|回复|回覆|转发|答复|返信|転送|회신|전달)\s?(?:\[\d+\])?\s?[:：]/iu;
const MAX_BYTES = 998;

export const subjectLine: Rule = {
	id: 'subject-line',
	title: { en: 'An honest subject of one line', zh: '诚实的单行主题' },
	kind: 'provider',
	law: '15 U.S.C. 7704(a)(2); DDG (DE) s.6',
	source: 'Gmail sender guidelines (no Re: or Fwd:); RFC 5322; content-rules.md section 4, 2026-11-22',
	fix: {
		en: 'Write a subject of one line that says what the mail is about, without Re: or Fwd:.',
		zh: '请写一行说明邮件内容的主题，不要使用 Re: 或 Fwd:。',
	},
	appliesTo: ['marketing', 'transactional'],
	severity: 'violation',
	isSwitchable: false,
	measured: {
		en: 'Control characters, emptiness, marks of replies and forwards in the usual languages, and the length of the header.',
		zh: '检查控制字符、空主题、各语言的回复或转发标记，以及邮件头长度。',
	},
	example: {
		part: 'subject',
		fails: 'RE: Your order',
		passes: 'Your lamp is back in stock',
	},
	messages: {
		empty: { en: 'The subject is empty.', zh: '主题为空。' },
		lineBreak: { en: 'The subject holds a line break or control character.', zh: '主题包含换行或控制字符。' },
		pretendsReply: { en: 'The subject pretends to be an answer or a forwarded mail.', zh: '主题伪装成回复或转发邮件。' },
		tooLong: { en: 'The subject is longer than a mail header may be.', zh: '主题超过邮件头允许的长度。' },
	},
	check({ mail }) {
		if (/[\u0000-\u001f\u007f\u2028\u2029]/.test(mail.subject)) return { outcome: 'violation', message: 'lineBreak' };
		const subject = readable(withoutLabel(mail.subject));
		if (!subject) return { outcome: 'violation', message: 'empty' };
		const prefix = REPLY.exec(subject)?.[0];
		if (prefix) return { outcome: 'violation', message: 'pretendsReply', evidence: prefix };
		return Buffer.byteLength(mail.subject) > MAX_BYTES ? { outcome: 'violation', message: 'tooLong', evidence: `${Buffer.byteLength(mail.subject)} bytes` } : PASS;
	},
};
