import type { Suppression, SuppressionReason } from '../consent/suppression';
import type { Shop } from '../shop/shop';
import type { LeftOutReason } from './leftOut';
import { sayTime } from './words';

export interface LeftOutText {
	text: string;
	nextStep: string;
}

/** What is known of the buyer who is left out. */
export interface LeftOutCase {
	country: string | null;
	site: string;
	consent: string;
	consentBasis: string | null;
	consentAt: number | null;
	/** those that stop this mail */
	suppressions: ReadonlyArray<Pick<Suppression, 'reason' | 'startsAt' | 'endsAt'>>;
	notMailedWithinDays: number | undefined;
}

type Say = (left: LeftOutCase, sayAt: (at: number) => string) => LeftOutText;
type Language = Shop['staffLanguage'];

/** Why a buyer who fits is not written to, and what may be done about it. */
export function sayLeftOut(reason: LeftOutReason, left: LeftOutCase, { staffLanguage, timeZone }: Pick<Shop, 'staffLanguage' | 'timeZone'>): LeftOutText {
	return REASONS[reason][staffLanguage](left, (at) => sayTime(at, timeZone));
}

const REASONS: Readonly<Record<LeftOutReason, Record<Language, Say>>> = {
	siteOff: {
		en: ({ site }) => ({ text: `the site ${site} is switched off`, nextStep: 'Switch it on with Seller Mail Records → Site → Update, if its buyers are to get mail.' }),
		zh: ({ site }) => ({ text: `站点 ${site} 已停用`, nextStep: '如果该站点的买家应该收信，请用 Seller Mail Records → Site → Update 启用它。' }),
	},
	neverMarketable: {
		en: () => ({ text: 'the address is a relay address of a marketplace or the like: marketing to it is never allowed', nextStep: 'Nothing. Mail about his orders (purpose transactional) may be sent where the marketplace allows it.' }),
		zh: () => ({ text: '该地址是平台中转地址或类似地址：永远不允许发送营销邮件', nextStep: '无需操作。平台允许时，可以发送与订单有关的邮件（用途：transactional）。' }),
	},
	unsubscribed: {
		en: (left, sayAt) => ({ text: `unsubscribed${on(unsubscribedAt(left), sayAt, ' on ')}`, nextStep: 'Only he can undo that, by giving a new consent himself.' }),
		zh: (left, sayAt) => ({ text: `已退订${on(unsubscribedAt(left), sayAt, '，时间：')}`, nextStep: '只有买家本人重新同意才能撤销。' }),
	},
	noConsent: {
		en: (left) => ({
			text: `${left.country ?? 'an unknown country'} wants consent for marketing, and his is ${left.consent}${left.consentBasis ? ` (${left.consentBasis})` : ''}`,
			nextStep: 'Record the consent that he gave, with basis, time and source, in Seller Mail Records → Buyer; or ask him for it. Without it he gets mail about his orders only.',
		}),
		zh: (left) => ({
			text: `${left.country ?? '（国家未知）'}要求营销邮件先获得同意，而他的同意状态为 ${left.consent}${left.consentBasis ? `（${left.consentBasis}）` : ''}`,
			nextStep: '在 Seller Mail Records → Buyer 中记录他给过的同意（依据、时间、来源），或向他征求同意。没有同意，只能发送与订单有关的邮件。',
		}),
	},
	consentExpired: {
		en: (left, sayAt) => ({ text: `${left.country ?? 'his country'} lets a consent count for a limited time only, and his${left.consentAt ? ` of ${sayAt(left.consentAt)}` : ''} has expired`, nextStep: 'Ask him again: Seller Mail Records → Consent → Request Double Opt-In.' }),
		zh: (left, sayAt) => ({ text: `${left.country ?? '该国'}规定同意只在一定期限内有效，他${left.consentAt ? `于 ${sayAt(left.consentAt)} 给出` : ''}的同意已过期`, nextStep: '请重新征求同意：Seller Mail Records → Consent → Request Double Opt-In。' }),
	},
	suppressed: {
		en: ({ suppressions }, sayAt) => ({ text: suppressions.map((stop) => saySuppression(stop, sayAt)).join('; '), nextStep: adviceOf(suppressions, 'en') }),
		zh: ({ suppressions }, sayAt) => ({ text: suppressions.map((stop) => saySuppressionInChinese(stop, sayAt)).join('；'), nextStep: adviceOf(suppressions, 'zh') }),
	},
	mailedRecently: {
		en: ({ notMailedWithinDays }) => ({ text: notMailedWithinDays ? `got marketing less than ${notMailedWithinDays} days ago` : 'got marketing more recently than the site allows', nextStep: 'Wait, or lower “Not Mailed Within (Days)” here or the days between mails of the site.' }),
		zh: ({ notMailedWithinDays }) => ({ text: notMailedWithinDays ? `${notMailedWithinDays} 天内已收到营销邮件` : '收到上一封营销邮件的时间短于站点规定的间隔', nextStep: '等待，或调低此处的 “Not Mailed Within (Days)” 或站点的邮件间隔天数。' }),
	},
};

const SUPPRESSIONS: Readonly<Record<SuppressionReason, Record<Language, LeftOutText>>> = {
	unsubscribe: text('unsubscribed', 'Only he can undo that, by giving a new consent himself.', '已退订', '只有买家本人重新同意才能撤销。'),
	'hard-bounce': text('his mailbox did not take the last mail', 'Nothing: the address rests until then. Ask him for another one at the next order.', '上一封邮件被其邮箱拒收', '无需操作：到期前该地址处于隔离状态。下次下单时请他提供其他地址。'),
	complaint: text('reported a mail as spam', 'Leave it so: another mail harms the delivery to everybody else.', '曾将邮件举报为垃圾邮件', '保持现状：再次发送会影响其他买家的送达率。'),
	manual: text('stopped by staff', 'End the suppression in Seller Mail Records → Suppression when its reason is gone.', '由员工停发', '原因消除后，在 Seller Mail Records → Suppression 中结束该停发。'),
	paused: text('paused his mails', 'Nothing: mail goes on when the pause ends.', '买家暂停收信', '无需操作：暂停结束后自动恢复。'),
	mailchimp: text('unsubscribed in Mailchimp', 'Only he can undo that, by subscribing there again.', '已在 Mailchimp 退订', '只有买家本人在那里重新订阅才能撤销。'),
	erased: text('his data were erased', 'Nothing: he must not be written to.', '其数据已被删除', '无需操作：不得再向他发信。'),
};

function text(english: string, advice: string, chinese: string, chineseAdvice: string): Record<Language, LeftOutText> {
	return { en: { text: english, nextStep: advice }, zh: { text: chinese, nextStep: chineseAdvice } };
}

function saySuppression({ reason, startsAt, endsAt }: LeftOutCase['suppressions'][number], sayAt: (at: number) => string): string {
	return `${SUPPRESSIONS[reason].en.text}, since ${sayAt(startsAt)}${on(endsAt, sayAt, ', until ')}`;
}

function saySuppressionInChinese({ reason, startsAt, endsAt }: LeftOutCase['suppressions'][number], sayAt: (at: number) => string): string {
	return `${SUPPRESSIONS[reason].zh.text}，自 ${sayAt(startsAt)}${on(endsAt, sayAt, '，至 ')}`;
}

function adviceOf(suppressions: LeftOutCase['suppressions'], language: Language): string {
	return [...new Set(suppressions.map(({ reason }) => SUPPRESSIONS[reason][language].nextStep))].join(' ');
}

/** By his own word, else by the suppression. */
function unsubscribedAt({ consent, consentAt, suppressions }: LeftOutCase): number | null {
	return consent === 'withdrawn' && consentAt !== null ? consentAt : (suppressions.find(({ reason }) => reason === 'unsubscribe')?.startsAt ?? null);
}

function on(at: number | null, sayAt: (at: number) => string, words: string): string {
	return at === null ? '' : `${words}${sayAt(at)}`;
}
