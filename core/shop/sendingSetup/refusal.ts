import { SellerMailError } from '../../shared/errors';
import type { Said } from './checkWords';
import type { SendingDomain } from './ports';
import type { SetupStep } from './setupSteps';

/** The send log's first level for whatever is amiss with the sending domain (requirement M13). */
const LEVEL = '401';

/** Why nothing may be sent while this step is not done, with what to do. */
export function refuseStep(step: SetupStep, shopId: string, domain: string, { language }: Said): SellerMailError {
	const where = language === 'en' ? `set-up step ${step.step} of 3` : `设置步骤 ${step.step}/3`;
	if (step.name !== 'sendingDomain') return new SellerMailError('SENDING_SETUP_INCOMPLETE', { message: `${where}: ${step.message}`, nextStep: step.nextStep, context: { shop: shopId, step: step.step } });
	if (step.state === 'cantTell') return new SellerMailError('SENDING_DNS_UNREACHABLE', { message: `${where}: ${step.message}`, nextStep: step.nextStep, context: { shop: shopId, step: 1, domain } });
	const what = language === 'en' ? `${LEVEL}: the sending domain ${domain} is not verified (${where}).` : `${LEVEL}：发信域名 ${domain} 未通过验证（${where}）。`;
	return new SellerMailError('SENDING_DOMAIN_NOT_VERIFIED', { message: `${what} ${step.message}`, nextStep: step.nextStep, context: { shop: shopId, step: 1, domain, level: LEVEL } });
}

/** A From domain other than the one that the shop has sent from. */
export function refuseDomain(fixed: SendingDomain, refusedDomain: string, shopId: string, { language, sayAt }: Said): SellerMailError {
	const since = fixed.firstSentAt === null ? '' : sayAt(fixed.firstSentAt);
	const message = language === 'en'
		? `${LEVEL}: shop \`${shopId}\` sends from ${fixed.domain} since ${since}; after the first mail that can not change. The sender is at ${refusedDomain}.`
		: `${LEVEL}：店铺 \`${shopId}\` 自 ${since} 起使用 ${fixed.domain} 发信，首次发送后不可更改；当前发件人的域名为 ${refusedDomain}。`;
	const nextStep = language === 'en'
		? `Use a Seller Mail Sender credential with a From address at ${fixed.domain}, or create another shop for ${refusedDomain}. The attempt was recorded.`
		: `请使用发件地址在 ${fixed.domain} 的“Seller Mail Sender”凭据，或为 ${refusedDomain} 另建店铺。本次尝试已记录。`;
	return new SellerMailError('SENDING_DOMAIN_FIXED', { message, nextStep, context: { shop: shopId, domain: refusedDomain, level: LEVEL } });
}
