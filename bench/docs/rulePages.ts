import type { Rule, RuleExample, StaffText } from '../../core/compliance/rule';
import { MAIL_RULES } from '../../core/compliance/rules/registry';
import type { Outcome } from '../../core/contract/items';
import { MESSAGE_RULES } from '../../core/messaging/rules/registry';
import type { MessageRule } from '../../core/messaging/rules/messageRule';
import { plain, table } from './markdown';
import { tryMailExample, tryMessageExample } from './tryExample';

const MADE = '<!-- Made by `npm run docs` from the rules in core/compliance/rules and core/messaging/rules. Edit those, not this file. -->';

const INDEX_HEAD = `# Rules 规则

What Compliance Check, Send Campaign and Reply to Buyer Message check. A rule that can be switched off is in the list *Rules Switched Off* of Compliance Check; the others hold whatever a workflow says.

Compliance Check、Send Campaign 和 Reply to Buyer Message 检查的规则。可关闭的规则列在 Compliance Check 的 *Rules Switched Off* 中；其余规则无论工作流如何设置都会执行。`;

/** docs/rules: a page for each rule and an index, by file name. */
export function makeRulePages(): Map<string, string> {
	const pages: Array<[string, string]> = [
		['README.md', makeIndex()],
		...MAIL_RULES.map((rule): [string, string] => [`${rule.id}.md`, makeMailRulePage(rule)]),
		...MESSAGE_RULES.map((rule): [string, string] => [`${rule.id}.md`, makeMessageRulePage(rule)]),
	];
	return new Map(pages);
}

const KINDS: Readonly<Record<Rule['kind'], string>> = { legal: 'law 法律', provider: 'mailbox providers 邮箱服务商', content: 'content 内容', amazon: 'Amazon 亚马逊' };
const KIND_ORDER = Object.keys(KINDS);
const OUTCOMES: Readonly<Record<Outcome, string>> = { violation: 'blocked 拦截', needsReview: 'a person looks 人工查看', pass: 'pass 通过', notApplicable: 'does not apply 不适用' };
const PURPOSES = { marketing: 'marketing 营销邮件', transactional: 'transactional 事务性邮件' } as const;

function makeIndex(): string {
	const mailRules = MAIL_RULES.toSorted((a, b) => KIND_ORDER.indexOf(a.kind) - KIND_ORDER.indexOf(b.kind) || a.id.localeCompare(b.id, 'en'))
		.map((rule) => [linkTo(rule.id), both(rule.title), KINDS[rule.kind], OUTCOMES[rule.severity], yesNo(rule.isSwitchable), rule.appliesTo.map((purpose) => PURPOSES[purpose]).join(', ')]);
	const messageRules = MESSAGE_RULES.toSorted((a, b) => a.id.localeCompare(b.id, 'en')).map((rule) => [linkTo(rule.id), both(rule.title), rule.source]);
	return page([
		MADE, INDEX_HEAD, '## Mails 邮件',
		table(['Rule 规则', 'What it wants 要求', 'Kind 类别', 'A breach is 违反时', 'Can be switched off 可关闭', 'Judges 适用'], mailRules),
		'## Amazon messages 亚马逊消息', 'None of them can be switched off. 均不可关闭。',
		table(['Rule 规则', 'What it wants 要求', 'Source 来源'], messageRules),
	]);
}

function makeMailRulePage(rule: Rule): string {
	const facts = [
		['Kind 类别', KINDS[rule.kind]], ['A breach is 违反时', OUTCOMES[rule.severity]], ['Can be switched off 可关闭', yesNo(rule.isSwitchable)],
		['Judges 适用', rule.appliesTo.map((purpose) => PURPOSES[purpose]).join(', ')], ...(rule.law ? [['Law 法律', rule.law]] : []), ['Source 来源', rule.source],
	];
	return page([
		MADE, `# ${rule.id}`, `${both(rule.title)}`, table(['', ''], facts.map((cells) => cells.map(plain))),
		'## What it says 提示', Object.values(rule.messages).map((message) => `- ${plain(message.en)}\\\n  ${plain(message.zh)}`).join('\n'),
		...(rule.measured ? ['## How it is measured 判定方法', paragraphs(rule.measured)] : []),
		'## What to do 处理方法', paragraphs(rule.fix),
		...sayExample(rule.example, (words, example) => tryMailExample(rule.id, example, words)), BACK,
	]);
}

function makeMessageRulePage(rule: MessageRule): string {
	const facts = [['Kind 类别', KINDS.amazon], ['Can be switched off 可关闭', yesNo(false)], ['Judges 适用', 'replies to Amazon buyers 给亚马逊买家的回复'], ['Source 来源', rule.source]];
	return page([
		MADE, `# ${rule.id}`, `${both(rule.title)}`, table(['', ''], facts.map((cells) => cells.map(plain))),
		'## What to do 处理方法', paragraphs(rule.fix),
		...sayExample(rule.example, (words, example) => tryMessageExample(rule.id, example, words)), BACK,
	]);
}

const BACK = '[All rules 全部规则](README.md)';
const PARTS = { subject: 'As the subject 作为主题', text: 'In the text 在正文中' } as const;

/** What becomes of the words is tried out, not claimed. */
function sayExample(example: RuleExample | undefined, tryOut: (words: string, example: RuleExample) => Outcome): string[] {
	if (!example) return [];
	const say = (words: string): string => `${PARTS[example.part]}, ${OUTCOMES[tryOut(words, example)]}:\n\n\`\`\`\`text\n${words || '(no text 无文字)'}\n\`\`\`\``;
	return ['## Example 示例', say(example.fails), say(example.passes)];
}

function page(parts: string[]): string {
	return `${parts.join('\n\n')}\n`;
}

function linkTo(id: string): string {
	return `[${id}](${id}.md)`;
}

function both({ en, zh }: StaffText): string {
	return plain(`${en} · ${zh}`);
}

function paragraphs({ en, zh }: StaffText): string {
	return `${plain(en)}\n\n${plain(zh)}`;
}

function yesNo(is: boolean): string {
	return is ? 'yes 是' : 'no 否';
}
