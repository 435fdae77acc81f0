import type { Clock } from '../shared/clock';
import { SellerMailError } from '../shared/errors';
import type { CampaignControl, WaitingCount } from './controlPorts';
import { findCampaign } from './findCampaign.flow';
import type { Campaign, CampaignStore } from './ports';

export interface ControlDeps {
	clock: Clock;
	campaigns: Pick<CampaignStore, 'findCampaign'>;
	control: CampaignControl;
}

/** A campaign after a person's decision, and whom it still means to reach. */
export interface ControlReport {
	campaign: Pick<Campaign, 'id' | 'name' | 'shopId' | 'state' | 'pauseReason'>;
	/** false: it was so already */
	isChanged: boolean;
	waiting: WaitingCount;
}

const MAX_REASON = 300;

/** Pause, resume, cancel. Claims and sending marks read the state, so a running send obeys before its next mail begins. */
export function makeControlFlow(deps: ControlDeps) {
	const report = async (campaign: Campaign, isChanged: boolean): Promise<ControlReport> => {
		const { id, name, shopId, state, pauseReason } = campaign;
		return { campaign: { id, name, shopId, state, pauseReason }, isChanged, waiting: await deps.control.countWaiting(id, deps.clock.now()) };
	};
	const change = async (shopId: string, name: string, from: readonly Campaign['state'][], to: Pick<Campaign, 'state' | 'pauseReason'>): Promise<ControlReport> => {
		const before = await findCampaign(deps, shopId, name);
		if (before.state === 'canceled') throw canceled(before);
		const isChanged = await deps.control.setState(before.id, from, to, deps.clock.now());
		return await report(await findCampaign(deps, shopId, name), isChanged);
	};
	return {
		/** Nothing more begins; the reason is shown wherever somebody tries to send. Idempotent. */
		pause: async (shopId: string, name: string, reason: string): Promise<ControlReport> =>
			await change(shopId, name, ['active', 'paused'], { state: 'paused', pauseReason: reason.trim().slice(0, MAX_REASON) || null }),
		/** Whom a resume would send to; changes nothing. */
		previewResume: async (shopId: string, name: string): Promise<ControlReport> => await report(await findCampaign(deps, shopId, name), false),
		/** What waits goes out with the next run that sends what is due. Idempotent. */
		resume: async (shopId: string, name: string): Promise<ControlReport> => await change(shopId, name, ['paused'], { state: 'active', pauseReason: null }),
		/** For good: what has not left never will. What a worker holds is given back at its mark, and ends here too. Idempotent. */
		async cancel(shopId: string, name: string): Promise<ControlReport & { canceled: number }> {
			const before = await findCampaign(deps, shopId, name);
			const now = deps.clock.now();
			const isChanged = await deps.control.setState(before.id, ['active', 'paused'], { state: 'canceled', pauseReason: null }, now);
			const count = await deps.control.cancelWaiting(before.id, now);
			return { ...(await report(await findCampaign(deps, shopId, name), isChanged)), canceled: count };
		},
	};
}

function canceled({ name }: Campaign): SellerMailError {
	return new SellerMailError('CAMPAIGN_CANCELED', { message: `Campaign \`${name}\` is canceled.`, context: { field: 'campaign' } });
}
