import type { StaffText } from '../compliance/rule';

const text = (en: string, zh: string): StaffText => ({ en, zh });

/** Every fixed word of a monthly statement. */
export const STATEMENT_WORDS = {
	title: text('Monthly statement', '月度账单'),
	shop: text('Shop', '店铺'),
	month: text('Month', '月份'),
	notOver: text('not over yet', '尚未结束'),
	madeAt: text('Made', '生成时间'),
	prices: text('Prices', '价格'),
	priceLine: text('{free} mails free, then {price} each', '前 {free} 封免费，之后每封 {price}'),
	check: text('Checked', '核对'),
	agrees: text('The sums agree with the ledger and its counters.', '合计与账本及计数器一致。'),
	differs: text('The counter of {period} says {counter}, the ledger has {ledger}.', '{period} 的计数为 {counter}，账本为 {ledger}。'),
	day: text('Day', '日期'),
	days: text('By day', '按日'),
	campaign: text('Campaign', '活动'),
	campaigns: text('By campaign', '按活动'),
	unknownCampaign: text('no longer known', '已不存在'),
	section: text('Section', '部分'),
	name: text('Day or campaign', '日期或活动'),
	mails: text('Mails', '邮件数'),
	billable: text('Billable', '计费'),
	repeats: text('Free repeats (24 h)', '24 小时内重复（免费）'),
	hardBounces: text('Hard bounces', '硬退信'),
	credited: text('Credited', '已退还'),
	softBounces: text('Soft bounces', '软退信'),
	free: text('Free of charge', '免费额度内'),
	charged: text('Charged', '收费'),
	cost: text('Cost (USD)', '费用（美元）'),
	total: text('Total', '合计'),
	nothing: text('Nothing was sent in this month.', '本月没有发送邮件。'),
	chart: text('Mails by day.', '每日邮件数。'),
	chartNote: text('The solid part of a bar is billable; the highest day had {max} mails.', '实心部分为计费邮件；最多的一天为 {max} 封。'),
	explain: text(
		'Mails count on the shop\'s calendar. Hard bounces cost nothing: refused at once they are not counted at all, reported later they are credited and stay in their day\'s count. Soft bounces count. A repeat is a mail to a buyer with a billed one within the 24 hours before.',
		'按店铺所在时区的日历统计。硬退信不收费：当场被拒的不计数；事后报告的退还费用，但仍计入当日数量。软退信计数。重复指该买家此前 24 小时内已有一封计费邮件。',
	),
} satisfies Record<string, StaffText>;

/** A word of the statement in the staff's language, its `{name}` filled in. */
export function sayInStatement(word: keyof typeof STATEMENT_WORDS, language: keyof StaffText, values: Readonly<Record<string, string>> = {}): string {
	return STATEMENT_WORDS[word][language].replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
