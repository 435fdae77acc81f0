import type { StaffText } from '../rule';

const text = (en: string, zh: string): StaffText => ({ en, zh });

/** Every fixed word of a compliance report. `{n}` is a number. */
export const REPORT_WORDS = {
	title: text('Compliance report', '合规检查报告'),
	checkedAt: text('Checked', '检查时间'),
	shops: text('Shops', '店铺'),
	profiles: text('Judged as', '检查类型'),
	switchedOff: text('Rules switched off', '已关闭的规则'),
	none: text('none', '无'),
	totals: text('Totals', '汇总'),
	checked: text('Checked', '已检查'),
	passed: text('Pass', '通过'),
	needsReview: text('Needs review', '需人工查看'),
	violations: text('Blocked', '已拦截'),
	failed: text('Not readable', '无法读取'),
	findings: text('Findings', '发现的问题'),
	noFindings: text('Nothing was found.', '没有发现问题。'),
	mails: text('{n} of {total} items', '{total} 项中的 {n} 项'),
	what: text('What was found', '问题'),
	evidence: text('For example', '示例'),
	law: text('Law or source', '法律或来源'),
	fix: text('What to do', '处理方法'),
	items: text('Items', '所在项'),
	item: text('item {n}', '第 {n} 项'),
	more: text('and {n} more', '另有 {n} 项'),
	counting: text('Items are counted from 0, as n8n does. Country and language are the buyer\'s; addresses are left out.', '项的编号与 n8n 一致，从 0 开始。国家和语言为买家的；报告不含邮箱地址。'),
	rules: text('Rules checked', '检查的规则'),
	rule: text('Rule', '规则'),
	kind: text('Kind', '类别'),
	found: text('Found', '结果'),
	nothing: text('nothing', '无'),
	off: text('switched off', '已关闭'),
	marketing: text('marketing mail', '营销邮件'),
	transactional: text('transactional mail', '事务性邮件'),
	amazonMessage: text('Amazon message', '亚马逊消息'),
	legal: text('law', '法律'),
	content: text('content', '内容'),
	provider: text('mailbox providers', '邮箱服务商'),
	amazon: text('Amazon', '亚马逊'),
} satisfies Record<string, StaffText>;

/** One word of the report in the staff's language, its `{name}` filled in. */
export function sayInReport(word: keyof typeof REPORT_WORDS, language: keyof StaffText, values: Record<string, number> = {}): string {
	return REPORT_WORDS[word][language].replace(/\{(\w+)\}/g, (whole, name: string) => values[name]?.toLocaleString('en') ?? whole);
}
