import type { CampaignStore } from '../campaign/ports';
import { windowsAt, type SiteWindows } from '../campaign/sendTime';
import { usageAt } from '../campaign/usage';
import type { Clock } from '../shared/clock';
import { SellerMailError } from '../shared/errors';
import type { Shop } from '../shop/shop';
import { diagnoseCampaign, type CampaignDiagnosis, type CampaignStanding } from './diagnoseCampaign';
import { diagnoseDelivery, type DeliveryDiagnosis } from './diagnoseDelivery';
import type { DiagnoseStore } from './diagnosePorts';
import { diagnoseReply, type ReplyDiagnosis } from './diagnoseReply';
import type { DiagnosisContext } from './diagnosis';

export interface DiagnoseDeps {
	clock: Clock;
	store: DiagnoseStore;
	campaigns: Pick<CampaignStore, 'findCampaign' | 'readUsagePlan' | 'readUsage'>;
	/** @throws SellerMailError NOT_FOUND */
	getShop(shopId: string): Promise<Shop>;
	readWindows(shopId: string): Promise<SiteWindows>;
}

export type DiagnoseFlow = ReturnType<typeof makeDiagnoseFlow>;

/** Cause, evidence and next step of a delivery, a campaign, or a server's reply. Reads only; no address gets out. */
export function makeDiagnoseFlow(deps: DiagnoseDeps) {
	return {
		/** @throws SellerMailError NOT_FOUND */
		async delivery(shopId: string, deliveryId: string): Promise<DeliveryDiagnosis> {
			const context = await contextOf(deps, shopId);
			const found = await deps.store.findDelivery(shopId, deliveryId.trim(), context.now);
			if (!found) throw notFound(`Shop \`${shopId}\` has no delivery \`${deliveryId.trim().slice(0, 60)}\`.`, 'Take the delivery\'s id from Get Send Log; it begins with d_.', 'deliveryId');
			const opensAt = windowsAt(await deps.readWindows(shopId), context.now)(found);
			return diagnoseDelivery(found, { opensAt, usedUp: (await readUsage(deps, shopId, context.now)).usedUp }, context);
		},

		/** @throws SellerMailError NOT_FOUND */
		async campaign(shopId: string, name: string): Promise<CampaignDiagnosis> {
			const context = await contextOf(deps, shopId);
			const campaign = await deps.campaigns.findCampaign(shopId, name);
			if (!campaign) throw notFound(`Shop \`${shopId}\` has no campaign \`${name.slice(0, 60)}\`.`, 'Choose one from the list.', 'campaign');
			const facts = await deps.store.readCampaign(shopId, campaign.id, context.now);
			return diagnoseCampaign({ ...campaign, usage: await readUsage(deps, shopId, context.now) }, facts, context);
		},

		/** Takes any text. @throws SellerMailError NOT_FOUND of the shop, INPUT_INVALID when there is no text */
		async reply(shopId: string, text: string): Promise<ReplyDiagnosis> {
			if (!text.trim()) throw new SellerMailError('INPUT_INVALID', { message: '“Server Reply” is empty.', nextStep: 'Paste the words of the mail server, e.g. 550 5.1.1 user unknown.', context: { field: 'reply' } });
			return diagnoseReply(text, (await deps.getShop(shopId)).staffLanguage);
		},
	};
}

async function contextOf(deps: DiagnoseDeps, shopId: string): Promise<DiagnosisContext> {
	const { staffLanguage, timeZone } = await deps.getShop(shopId);
	return { now: deps.clock.now(), language: staffLanguage, timeZone };
}

async function readUsage(deps: DiagnoseDeps, shopId: string, now: number): Promise<CampaignStanding['usage']> {
	const plan = await deps.campaigns.readUsagePlan(shopId);
	if (!plan) return { mailsToday: 0, dailyQuota: 0, usedUp: undefined };
	const { day, month, dailyQuota, billableLimit } = usageAt(plan, now);
	const used = await deps.campaigns.readUsage(shopId, day, month);
	const usedUp = used.ofDay >= dailyQuota ? 'daily-quota' : used.ofMonth >= billableLimit ? 'monthly-budget' : undefined;
	return { mailsToday: used.ofDay, dailyQuota, usedUp };
}

function notFound(message: string, nextStep: string, field: string): SellerMailError {
	return new SellerMailError('NOT_FOUND', { message, nextStep, context: { field } });
}
