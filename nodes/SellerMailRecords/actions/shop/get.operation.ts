import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { ComplianceRecord } from '../../../../core/compliance/compliance.flow';
import type { Eligibility } from '../../../../core/shop/eligibility';
import type { SendingSetupSummary } from '../../../../core/shop/sendingSetup/sendingSetup.flow';
import { shopField } from '../../../shared/fields';
import { addHint } from '../../../shared/hint';
import { runPerItem } from '../../../shared/runPerItem';
import { withCore } from '../../../shared/withCore';
import { readShop } from '../readShop';

export const description: INodeProperties[] = [shopField({ resource: ['shop'], operation: ['get'] })];

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await withCore(this, async (core) => await runPerItem(this, 2, async (item, itemIndex) => {
		const shop = await core.shops.get(readShop(this, itemIndex));
		const eligibility = await core.shops.eligibility(shop.id);
		hintEligibility(this, eligibility);
		const complianceRecord = await core.compliance.readRecord(shop.id);
		hintRecord(this, complianceRecord);
		const sendingSetup = await core.shops.sendingSetupOf(shop.id);
		addHint(this, saySetup(sendingSetup), sendingSetup.isVerified && sendingSetup.defaultTemplate !== null ? 'info' : 'warning');
		return { output: 0, json: { ...item.json, shop: { ...shop }, eligibility: { ...eligibility }, complianceRecord: { ...complianceRecord }, sendingSetup: { ...sendingSetup } } };
	}));
}

/** "Sending: mail.shop.com, verified; the shop has sent from it and stays with it. Default template: win-back." */
function saySetup({ domain, isVerified, isFixed, checkedAt, defaultTemplate, refusals }: SendingSetupSummary): string {
	const state = checkedAt === null ? 'not checked yet' : isVerified ? 'verified' : 'not verified';
	const attempts = refusals.reduce((sum, { attemptCount }) => sum + attemptCount, 0);
	return [
		domain === null ? 'Sending: no sending domain was checked yet; run Set Up Sending.' : `Sending: ${domain}, ${state}${isFixed ? '; the shop has sent from it and stays with it' : ''}.`,
		`Default template: ${defaultTemplate ?? 'none'}.`,
		...(attempts > 0 ? [`Attempts to send from another domain: ${attempts.toLocaleString('en')}.`] : []),
	].join(' ');
}

/** "Compliance, last 30 days: image-share 12, 3 of them stopped at sending; …" */
function hintRecord(context: IExecuteFunctions, { days, rules, stoppedWithoutFooter }: ComplianceRecord): void {
	if (rules.length === 0) return addHint(context, `Compliance, last ${days} days: nothing was found.`);
	const counts = rules.slice(0, 5).map(({ rule, count, stopped }) => `${rule} ${count.toLocaleString('en')}${stopped > 0 ? ` (${stopped.toLocaleString('en')} stopped at sending)` : ''}`);
	const more = rules.length > 5 ? ` and ${rules.length - 5} more` : '';
	addHint(context, `Compliance, last ${days} days: ${counts.join(', ')}${more}. Mails without a full footer that were stopped: ${stoppedWithoutFooter.toLocaleString('en')}.`);
}

const WORDS = { openDays: 'days open', gmv30DaysUsdCents: '30-day GMV', ratingHundredths: 'rating', seriousViolationCount: 'serious violations' };

function hintEligibility(context: IExecuteFunctions, { isEligible, criteria }: Eligibility): void {
	const say = (outcome: string): string => criteria.filter((found) => found.outcome === outcome).map(({ criterion }) => WORDS[criterion]).join(', ');
	if (isEligible) return addHint(context, 'The shop meets every criterion for sending.');
	const parts = [say('fail') && `not met: ${say('fail')}`, say('unknown') && `not stated yet: ${say('unknown')}`].filter(Boolean);
	addHint(context, `The shop does not meet every criterion for sending; ${parts.join('; ')}.`, 'warning');
}
