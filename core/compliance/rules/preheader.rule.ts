import { readable, toComparable } from '../facts/comparable';
import { widthOf } from '../facts/graphemes';
import { withoutLabel } from '../jurisdiction';
import { PASS, type Rule } from '../rule';

const MAX_WIDTH = 150;
const MAX_PADDING = 100;
const SHOWN_CHARACTERS = 50;
/** A line that long has been judged long before its end. */
const MAX_CHARACTERS = 1_000;

export const preheader: Rule = {
	id: 'preheader',
	title: { en: 'A preheader that adds to the subject', zh: '能补充主题的预览文字' },
	kind: 'content',
	source: 'content-rules.md section 4 (40 to 90 characters are seen, no repetition of the subject, no long chains of invisible characters), 2026-11-22',
	fix: {
		en: 'Fill in “Preheader” in Render Template: one sentence of 40 to 90 characters that goes on where the subject ends.',
		zh: '在 Render Template 中填写“Preheader”：一句 40–90 个字符、承接主题的话。',
	},
	appliesTo: ['marketing'],
	severity: 'needsReview',
	isSwitchable: true,
	messages: {
		missing: { en: 'There is no preheader: inboxes show whatever stands first in the mail.', zh: '没有预览文字：收件箱会显示邮件中的第一段内容。' },
		repeats: { en: 'The preheader repeats the subject.', zh: '预览文字与主题重复。' },
		tooLong: { en: 'The preheader is longer than any inbox shows (150 characters, 75 wide ones).', zh: '预览文字超出收件箱可显示的长度（150 个字符，宽字符 75 个）。' },
		padded: { en: 'More than 100 invisible characters stand behind the preheader; filters take them for an attempt to hide something.', zh: '预览文字后有 100 个以上的不可见字符，过滤器会视为隐藏内容。' },
	},
	check({ mail }) {
		if (mail.source.paddingCount > MAX_PADDING) return { outcome: 'needsReview', message: 'padded', evidence: `${mail.source.paddingCount}` };
		const [first] = mail.blocks;
		const text = readable(mail.preheader.slice(0, MAX_CHARACTERS)) || (first && !first.isVisible ? first.text : '');
		if (!text) return { outcome: 'needsReview', message: 'missing', evidence: mail.leadText.slice(0, SHOWN_CHARACTERS) };
		if (isSame(text, withoutLabel(mail.subject.slice(0, MAX_CHARACTERS)))) return { outcome: 'needsReview', message: 'repeats' };
		if (text.length * 2 <= MAX_WIDTH) return PASS;
		const width = widthOf(text);
		return width <= MAX_WIDTH ? PASS : { outcome: 'needsReview', message: 'tooLong', evidence: `${width} characters` };
	},
};

/** Punctuation apart. Texts of very different length are not even compared. */
function isSame(text: string, subject: string): boolean {
	if (Math.abs(text.length - subject.length) > MUCH_LONGER) return false;
	const own = toComparable(subject);
	return own !== '' && toComparable(text) === own;
}

const MUCH_LONGER = 20;
