import { readable } from '../facts/comparable';
import { widthOf } from '../facts/graphemes';
import { withoutLabel } from '../jurisdiction';
import { PASS, type Rule } from '../rule';

/** What the widest inboxes show; a wide character takes the room of two. */
const MAX_WIDTH = 70;
/** A line that long has been judged long before its end. */
const MAX_CHARACTERS = 1_000;

export const subjectLength: Rule = {
	id: 'subject-length',
	title: { en: 'A subject that fits', zh: '长度合适的主题' },
	kind: 'content',
	source: 'content-rules.md section 4 (inboxes show 33 to 70 characters; half as many wide ones), 2026-11-22',
	fix: {
		en: 'Put what matters into the first 33 characters and cut the rest; the preheader has room for it.',
		zh: '把重点放在前 33 个字符内并删减其余内容，其余可放入预览文字。',
	},
	appliesTo: ['marketing', 'transactional'],
	severity: 'needsReview',
	isSwitchable: true,
	messages: {
		tooLong: { en: 'The subject is longer than any inbox shows (70 characters, 35 wide ones).', zh: '主题超出收件箱可显示的长度（70 个字符，宽字符 35 个）。' },
	},
	check({ mail }) {
		const subject = readable(withoutLabel(mail.subject.slice(0, MAX_CHARACTERS)));
		if (subject.length * 2 <= MAX_WIDTH) return PASS;
		const width = widthOf(subject);
		return width <= MAX_WIDTH ? PASS : { outcome: 'needsReview', message: 'tooLong', evidence: `${width} characters` };
	},
};
