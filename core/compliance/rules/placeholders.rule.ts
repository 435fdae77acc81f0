import type { MailFacts } from '../facts/mailFacts';
import { lookOnce, type Passage } from '../facts/passage';
import { MARK } from '../facts/textMarks';
import { PASS, type Rule } from '../rule';

/** Handlebars, Jinja, Mailchimp, percent and dollar marks, and what bad code prints. */
const PLACEHOLDER = /\{\{[^}]{0,60}\}?\}?|\{%[^%]{0,60}%\}|\*\|[A-Z0-9_:]{2,40}\|\*|%%[A-Za-z_]{2,40}%%|\$\{[A-Za-z_.]{1,40}\}|\[object Object\]/;

export const placeholders: Rule = {
	id: 'placeholders',
	title: { en: 'No unresolved placeholders', zh: '没有未替换的占位符' },
	kind: 'content',
	source: 'content-rules.md section 8 (personalisation token unresolved), 2026-11-22',
	fix: {
		en: 'Add the missing value to the item, or take the placeholder out of the template.',
		zh: '在数据项中补充缺少的值，或从模板中删除该占位符。',
	},
	appliesTo: ['marketing', 'transactional'],
	severity: 'violation',
	isSwitchable: false,
	measured: {
		en: 'Subject, visible text, plain-text part and links are searched for what templates leave behind: {{name}}, {% if %}, *|NAME|*, %%name%%, ${name}, [object Object].',
		zh: '在主题、可见文字、纯文本部分和链接中查找模板残留：{{name}}、{% if %}、*|NAME|*、%%name%%、${name}、[object Object]。',
	},
	example: {
		part: 'text',
		fails: '<p>Hello {{name}},</p>',
		passes: '<p>Hello Ana,</p>',
	},
	messages: {
		left: { en: 'A placeholder was left in the mail.', zh: '邮件中残留占位符。' },
	},
	check({ mail }) {
		const visible = mail.whole.passages.some(mayHoldPlaceholder) ? mail.whole.visible : '';
		const found = findPlaceholder(mail.subject) ?? findPlaceholder(visible) ?? findPlaceholder(mail.text) ?? findInLinks(mail);
		return found ? { outcome: 'violation', message: 'left', evidence: found.slice(0, 60) } : PASS;
	},
};

/** What placeholders begin with: looking for these costs a tenth of looking for the whole pattern. */
const MAY_BEGIN = /[{*%$[]/;
const SHORT_CHARACTERS = 500;
const BEGINNINGS = ['{{', '{%', '*|', '%%', '${', '[object'];

function mayHoldPlaceholder(passage: Passage): boolean {
	return passage.has(MARK.placeholder) || (passage.has(MARK.percent) && passage.text.includes('%%'));
}

function findPlaceholder(text: string): string | undefined {
	const mayBegin = text.length < SHORT_CHARACTERS ? MAY_BEGIN.test(text) : BEGINNINGS.some((beginning) => text.includes(beginning));
	return mayBegin ? PLACEHOLDER.exec(text)?.[0] : undefined;
}

function findInLinks({ links }: MailFacts): string | undefined {
	for (const { address } of links) {
		const found = findInAddress(address);
		if (found !== undefined) return found;
	}
	return undefined;
}

/** `%7B%7Bid%7D%7D` in a link is a placeholder too. */
const findInAddress = lookOnce((href) => findPlaceholder(href.includes('%') ? href.replace(/%7b/gi, '{').replace(/%7d/gi, '}') : href));
