import { listTemplates } from '../../template/library';
import type { SenderProfile } from '../senderProfile';
import type { Shop } from '../shop';
import { sayCheck, type CheckText, type Said } from './checkWords';
import { isBlocking, type RecordCheck } from './recordCheck';

/** A shop whose template is its own HTML instead of one of the library's. */
export const OWN_TEMPLATE = 'own';

export type StepName = 'sendingDomain' | 'brand' | 'defaultTemplate';

export interface SetupStep extends CheckText {
	step: 1 | 2 | 3;
	name: StepName;
	/** waiting: DNS doesn't show a record yet · cantTell: DNS gave no answer */
	state: 'done' | 'missing' | 'wrong' | 'waiting' | 'cantTell';
}

export type CheckReport = RecordCheck & CheckText;

/** Step 1: the records of the sending domain. */
export function judgeDomainStep(domain: string, checks: readonly RecordCheck[], said: Said): SetupStep & { records: CheckReport[] } {
	const records = checks.map((check) => ({ ...check, ...sayCheck(check, said) }));
	const blocking = records.filter(isBlocking);
	const state = stateOf(blocking);
	const stop = said.language === 'en' ? ' ' : '';
	const message = blocking.length === 0
		? say(said, `SPF, DKIM and DMARC of ${domain} let its mail pass.`, `${domain} 的 SPF、DKIM 和 DMARC 可让邮件通过验证。`)
		: blocking.map((record) => record.message).join(stop);
	return { step: 1, name: 'sendingDomain', state, message, nextStep: blocking.map(({ nextStep }) => nextStep).filter(Boolean).join('\n'), records };
}

function stateOf(blocking: readonly RecordCheck[]): SetupStep['state'] {
	if (blocking.length === 0) return 'done';
	if (blocking.some(({ outcome }) => outcome === 'wrong')) return 'wrong';
	return blocking.some(({ outcome }) => outcome === 'notVisible') ? 'waiting' : 'cantTell';
}

/** Step 2: what buyers know the shop by, and where they reach it. */
export function judgeBrandStep({ brand }: Pick<SenderProfile, 'brand'>, said: Said): SetupStep {
	const missing = [...(isHttps(brand.logoUrl) ? [] : ['“Logo Address” (https://…)']), ...(brand.contactEmail ? [] : ['“Contact Email”'])];
	const base = { step: 2 as const, name: 'brand' as const };
	if (missing.length === 0) return { ...base, state: 'done', message: say(said, 'Logo and contact address are there.', '品牌标志和联系地址已填写。'), nextStep: '' };
	return {
		...base, state: 'missing',
		message: say(said, `The brand is not complete: ${missing.join(' and ')} of the Seller Mail Sender credential ${missing.length > 1 ? 'are' : 'is'} empty or no such address.`, `品牌信息不完整：“Seller Mail Sender”凭据中的 ${missing.join('、')} 为空或格式不正确。`),
		nextStep: say(said, `Fill in ${missing.join(' and ')} in the Seller Mail Sender credential.`, `请在“Seller Mail Sender”凭据中填写 ${missing.join('、')}。`),
	};
}

function isHttps(url: string | undefined): boolean {
	return url !== undefined && /^https:\/\/[^\s/]+\.[^\s/]+/i.test(url);
}

/** Step 3: the template that the shop's marketing mails are made of unless a workflow chooses another one. */
export function judgeTemplateStep({ defaultTemplate }: Pick<Shop, 'defaultTemplate'>, said: Said): SetupStep {
	const base = { step: 3 as const, name: 'defaultTemplate' as const };
	if (defaultTemplate !== null && isChoosable(defaultTemplate)) {
		return { ...base, state: 'done', message: say(said, `The default template is ${defaultTemplate}.`, `默认模板为 ${defaultTemplate}。`), nextStep: '' };
	}
	return {
		...base, state: 'missing',
		message: defaultTemplate === null ? say(said, 'No default template is chosen.', '尚未选择默认模板。') : say(said, `There is no marketing template \`${defaultTemplate}\`.`, `不存在营销模板 \`${defaultTemplate}\`。`),
		nextStep: say(said, 'Choose one as “Default Template” in Seller Mail Records → Shop → Create or Update.', '请在 Seller Mail Records → Shop → Create or Update 中选择“Default Template”。'),
	};
}

function isChoosable(name: string): boolean {
	return name === OWN_TEMPLATE || listTemplates().some((template) => template.name === name && template.purpose === 'marketing');
}

function say({ language }: Said, en: string, zh: string): string {
	return language === 'en' ? en : zh;
}
