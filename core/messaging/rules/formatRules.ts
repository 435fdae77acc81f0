import { answer, GUIDELINES, HOUSE, MODEL, PASS, type MessageRule, type RuleAnswer } from './messageRule';

/** Longest text that Amazon's own message types take. */
const LENGTH_LIMIT = 2_000;
/** Beyond this no person's approval helps. */
export const UTMOST_LENGTH = 10_000;
const EMOJI = /(?![©®™])\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u;
const EMOTICON = /(?:^|\s)(?:[:;]-?[)(DPp]|<3|\^_?\^|xD)(?=\s|[.,!?]|$)/m;
const PLACEHOLDER = /\{\{|\}\}|\$\{|\{[a-z][\w ]{0,30}\}|\[(?:[A-Z][\w ']{1,40}|name|order|number|date)\]|<(?:name|order|number|date)>|%(?:s|name)\b|\bX{3,}\b|_{4,}|\blorem ipsum\b/;

/** The shape of the text. */
export const formatRules: readonly MessageRule[] = [
	{
		id: 'AMZ-HTML',
		title: { en: 'Plain text only, no HTML', zh: '仅限纯文本，不得包含 HTML' },
		source: MODEL,
		fix: { en: 'Remove the tags.', zh: '删除 HTML 标签。' },
		example: { part: 'text', fails: '<b>Your parcel</b>', passes: 'Your parcel' },
		check: ({ text }) => answer('violation', /<[a-z!/][^\n]{0,40}/i.exec(text)?.[0]),
	},
	{
		id: 'AMZ-EMOJI',
		title: { en: 'No emoji or emoticons', zh: '不得包含表情符号' },
		source: GUIDELINES,
		fix: { en: 'Remove it.', zh: '删除表情符号。' },
		example: { part: 'text', fails: 'Thanks 😀', passes: 'Thanks' },
		check: ({ text }) => answer('violation', EMOJI.exec(text)?.[0] ?? EMOTICON.exec(text)?.[0]),
	},
	{
		id: 'AMZ-BREAKS',
		title: { en: 'No more than two line breaks in a row', zh: '连续换行不得超过两个' },
		source: GUIDELINES,
		fix: { en: 'Leave one empty line between paragraphs.', zh: '段落之间只留一个空行。' },
		example: { part: 'text', fails: 'Hello,\n\n\nyour parcel is on its way.', passes: 'Hello,\n\nyour parcel is on its way.' },
		check: ({ text }) => answer('violation', /(?:\r?\n[ \t]*){3,}/.test(text) ? 'three or more line breaks' : undefined),
	},
	{
		id: 'AMZ-PLACEHOLDER',
		title: { en: 'No unfilled placeholder', zh: '不得残留未填写的占位符' },
		source: HOUSE,
		fix: { en: 'Fill it in or remove it.', zh: '填写或删除该占位符。' },
		example: { part: 'text', fails: 'Dear [Name],', passes: 'Dear Ana,' },
		check: ({ plain }) => answer('violation', PLACEHOLDER.exec(plain)?.[0]),
	},
	{
		id: 'AMZ-IMPORTANT',
		title: { en: 'No [Important] in the subject', zh: '主题中不得使用 [Important]' },
		source: 'Seller Central News_Amazon, discussion 127a23ce (2025)',
		fix: { en: 'Remove the tag: it no longer reaches buyers who opted out.', zh: '删除该标签：它已不能送达选择退出的买家。' },
		example: { part: 'subject', fails: 'Re: [Important] Your order', passes: 'Re: Your order' },
		check: ({ subject }) => answer('violation', /\[\s*(?:important|wichtig|importante?|重要)\s*\]/iu.exec(subject)?.[0]),
	},
	{
		id: 'AMZ-LEN',
		title: { en: 'Neither empty nor over 2,000 characters', zh: '不得为空，也不得超过 2,000 个字符' },
		source: MODEL,
		fix: { en: 'Write 1 to 2,000 characters.', zh: '请写 1 到 2,000 个字符。' },
		example: { part: 'text', fails: '', passes: 'Your parcel is on its way.' },
		check: ({ text }) => checkLength(text),
	},
];

/** How Amazon counts is not said: UTF-16 units are never fewer than characters, so they decide. */
function checkLength(text: string): RuleAnswer {
	if (text.trim() === '') return answer('violation', 'no text');
	if (text.length > UTMOST_LENGTH) return answer('violation', `over ${UTMOST_LENGTH} characters`);
	return text.length > LENGTH_LIMIT ? answer('needsReview', `${text.length} characters`) : PASS;
}
