import { deliveryStateSchema, type DeliveryState } from '../contract/items';
import { SellerMailError } from '../shared/errors';
import { findCampaign } from './findCampaign.flow';
import type { AttemptEntry, CampaignStore, SendLogEntry } from './ports';

export interface LogQuery {
	/** all of the shop when left out */
	campaign?: string;
	deliveryId?: string;
	/** as they come from outside; all when left out or empty */
	states?: readonly unknown[];
	cause?: string;
	since?: number;
	limit: number;
	withAttempts?: boolean;
}

/**
 * Deliveries and how they stand; with `withAttempts` each one's SMTP transactions too.
 * @throws SellerMailError INPUT_INVALID for what is no state, NOT_FOUND
 */
export async function readSendLog(
	deps: { campaigns: CampaignStore }, shopId: string, { campaign, states = [], withAttempts, ...filter }: LogQuery,
): Promise<Array<SendLogEntry & { history?: AttemptEntry[] }>> {
	const known = states.map(toState);
	const found = campaign ? await findCampaign(deps, shopId, campaign) : undefined;
	const entries = await deps.campaigns.readLog({ ...filter, states: known, shopId, campaignId: found?.id });
	if (!withAttempts) return entries;
	const history = await deps.campaigns.readAttempts(entries.map((entry) => entry.deliveryId));
	return entries.map((entry) => ({ ...entry, history: history.get(entry.deliveryId) ?? [] }));
}

function toState(given: unknown): DeliveryState {
	const { success, data } = deliveryStateSchema.safeParse(given);
	if (success) return data;
	throw new SellerMailError('INPUT_INVALID', {
		message: `“States”: “${String(given).slice(0, 40)}” is no state of a delivery.`,
		nextStep: `Choose from ${deliveryStateSchema.options.join(', ')}, or leave “States” empty for all.`,
		context: { field: 'states' },
	});
}
