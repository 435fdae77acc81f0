import { lookOnce } from '../facts/passage';
import { MARK } from '../facts/textMarks';
import { PASS, type Rule, type RuleResult } from '../rule';

const SWALLOWING = new Set(['style', 'title', 'script', 'textarea', 'select']);
const MAX_CHARACTERS = 20_000;

/** What code looks like where a message should be. */
const CODES: ReadonlyArray<[message: string, pattern: RegExp]> = [
	['visibleTags', /<\/?(?:table|tbody|td|tr|div|span|p|br|a|img|style|html|body|head|meta|h[1-6]|ul|li|strong|font|center)(?:\s[^<>]{0,200})?\/?>|<!doctype|@media\s[^{]{1,100}\{|\{\s?(?:font-family|font-size|color|margin|padding|display|background)[a-z-]*\s?:[^{}]{1,200}\}/i],
	['encoded', /(?:=[0-9A-F]{2}){2,}[^=]{0,200}(?:=[0-9A-F]{2}){2,}|=3D"/],
	['data', /^\s?(?:\{\s?"[^"]{1,80}"\s?:|\[\s?\{\s?"[^"]{1,80}"\s?:)|(?<![\w+/=])(?=[a-zA-Z0-9+/]{0,199}[0-9])(?=[a-zA-Z0-9+/]{0,199}[A-Z])[A-Za-z0-9+/]{200}/],
];
/** Shorter texts without the characters of code are none. */
const ENCODED_CHARACTERS = 200;

const codeOf = lookOnce((text) => {
	const sample = text.slice(0, MAX_CHARACTERS);
	for (const [message, pattern] of CODES) {
		const found = pattern.exec(sample)?.[0];
		if (found) return { message, evidence: found.slice(0, 60) };
	}
	return undefined;
});

export const markup: Rule = {
	id: 'markup',
	title: { en: 'HTML that mail programs can read', zh: '邮件程序能读取的 HTML' },
	kind: 'content',
	source: 'content-rules.md sections 5 and 8, 2026-11-22',
	fix: {
		en: 'Give finished HTML: no text with loose < signs, no JSON, nothing encoded twice; close what you open.',
		zh: '请提供完整的 HTML：不要有散落的 < 符号、JSON 或重复编码；打开的标签要关闭。',
	},
	appliesTo: ['marketing', 'transactional'],
	severity: 'violation',
	isSwitchable: false,
	messages: {
		notHtml: { en: 'This is no HTML: it holds no element.', zh: '这不是 HTML：没有任何元素。' },
		data: { en: 'The text is data (JSON or an encoded file), not a message.', zh: '正文是数据（JSON 或编码文件），不是邮件内容。' },
		encoded: { en: 'The text shows transfer coding such as =C3=A9: it was encoded twice.', zh: '正文显示传输编码（如 =C3=A9）：被重复编码。' },
		visibleTags: { en: 'Readers see HTML tags or style rules in the text.', zh: '读者会在正文中看到 HTML 标签或样式代码。' },
		openComment: { en: 'A comment is never closed; it swallows everything behind it.', zh: '有注释未关闭，其后内容全部丢失。' },
		swallowing: { en: 'An element that hides what follows is never closed.', zh: '有会隐藏后续内容的元素未关闭。' },
		unclosed: { en: 'Elements are opened and never closed; mail programs guess where they end.', zh: '有元素打开后未关闭，邮件程序只能猜测其结尾。' },
	},
	check({ mail }) {
		const violation = (message: string, evidence = ''): RuleResult => ({ outcome: 'violation', message, ...(evidence ? { evidence } : {}) });
		const { elementCount, unclosedTags } = mail.document;
		if (elementCount === 0) return violation('notHtml', mail.whole.visible.slice(0, 60));
		for (const { passage, isVisible } of mail.blocks) {
			if (!isVisible || (passage.text.length < ENCODED_CHARACTERS && !passage.has(MARK.code))) continue;
			const found = codeOf(passage);
			if (found) return violation(found.message, found.evidence);
		}
		if (mail.source.isCommentOpen) return violation('openComment');
		const swallowing = unclosedTags.find((tag) => SWALLOWING.has(tag));
		if (swallowing) return violation('swallowing', `<${swallowing}>`);
		return unclosedTags.length > 0 ? { outcome: 'needsReview', message: 'unclosed', evidence: unclosedTags.map((tag) => `<${tag}>`).join(', ') } : PASS;
	},
};
