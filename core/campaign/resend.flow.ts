import { explainCause } from './causes';
import type { ControlDeps } from './control.flow';
import type { DeliveryEventInput, UncertainFilter, UnsentState } from './controlPorts';
import { findCampaign } from './findCampaign.flow';
import type { Campaign, SendLogEntry } from './ports';
import { isResendable } from './resendable';
import { SellerMailError } from '../shared/errors';

/** Which uncertain deliveries are meant. */
export interface UncertainChoice {
	/** all campaigns of the shop when left out */
	campaign?: string;
	deliveryId?: string;
}

/** What failed for one cause, and whether it can be sent again. */
export interface UnsentGroup {
	state: UnsentState;
	cause: string;
	count: number;
	isResendable: boolean;
	message: string;
	nextStep: string;
}

/** What a person, or an event, decides about deliveries that did not end well. */
export function makeResendFlow(deps: ControlDeps) {
	const toFilter = async (shopId: string, { campaign, deliveryId }: UncertainChoice): Promise<UncertainFilter> => ({
		shopId, deliveryId, campaignId: campaign ? (await findCampaign(deps, shopId, campaign)).id : undefined,
	});
	const listUnsent = async (shopId: string, campaign: Campaign): Promise<UnsentGroup[]> =>
		(await deps.control.countUnsent(shopId, campaign.id)).map((group) => ({ ...group, isResendable: isResendable(group.state, group.cause), ...explain(group.cause) }));
	return {
		/** Deliveries that may have arrived or not and that nobody has decided about, oldest first. */
		listUncertain: async (shopId: string, choice: UncertainChoice, limit: number): Promise<SendLogEntry[]> => await deps.control.listUncertain(await toFilter(shopId, choice), limit),
		/** They count as perhaps arrived from now on: never sent again, and listed no more. */
		leaveUncertain: async (shopId: string, choice: UncertainChoice): Promise<string[]> => await deps.control.leaveUncertain(await toFilter(shopId, choice), deps.clock.now()),
		/** They are planned again, except those of canceled campaigns: whoever did get the mail gets it twice. */
		async resendUncertain(shopId: string, choice: UncertainChoice): Promise<string[]> {
			const filter = await toFilter(shopId, choice);
			if (choice.campaign) await refuseCanceled(deps, shopId, choice.campaign);
			return await deps.control.replanUncertain(filter, deps.clock.now());
		},
		/** An event settles what was uncertain: `delivered` or `bounced`. Recorded once by its key. `false`: nothing changed. */
		settleByEvent: async (shopId: string, event: DeliveryEventInput): Promise<boolean> => await deps.control.settleByEvent(shopId, event),
		/** What of a campaign was not sent, by cause. */
		listUnsent: async (shopId: string, campaign: string): Promise<UnsentGroup[]> => await listUnsent(shopId, await findCampaign(deps, shopId, campaign)),
		/** Plans again what failed for causes that can be dealt with; all of them when none is named. Accepted mails never. */
		async resendFailed(shopId: string, name: string, causes: readonly string[] = []): Promise<{ replanned: number; groups: UnsentGroup[] }> {
			const campaign = await refuseCanceled(deps, shopId, name);
			const groups = (await listUnsent(shopId, campaign)).filter((group) => group.isResendable && (causes.length === 0 || causes.includes(kindOf(group.cause))));
			return { replanned: await deps.control.replanUnsent(shopId, campaign.id, groups, deps.clock.now()), groups };
		},
	};
}

async function refuseCanceled(deps: ControlDeps, shopId: string, name: string): Promise<Campaign> {
	const campaign = await findCampaign(deps, shopId, name);
	if (campaign.state === 'canceled') throw new SellerMailError('CAMPAIGN_CANCELED', { message: `Campaign \`${name}\` is canceled.`, context: { field: 'campaign' } });
	return campaign;
}

function kindOf(cause: string): string {
	return cause.split(':')[0] ?? '';
}

function explain(cause: string): { message: string; nextStep: string } {
	const { message, nextStep } = explainCause(cause);
	return { message, nextStep };
}
