import type { Buyer } from '../buyer/buyer';
import type { BuyerReader, RecordTransaction } from '../buyer/ports';
import type { RecordDeps } from '../buyer/recordBatches.flow';
import type { ConsentRecord } from './consent';
import { evaluateRequest, type RequestState } from './doubleOptIn';
import type { SuppressionReader } from './ports';
import { liftOwnStops } from './preferences.flow';
import { recordConsents } from './recordConsents.flow';

export interface ConfirmDeps extends RecordDeps {
	suppressions: Pick<SuppressionReader, 'findConsentRecord' | 'listConsentRecords' | 'readSuppressions'>;
	buyers: Pick<BuyerReader, 'readBuyers'>;
}

/** A request as its page shows it. */
export interface OptInRequest {
	request: ConsentRecord;
	buyer: Buyer;
	state: RequestState;
}

/** The second half of double opt-in: what the link in the confirmation mail shows and does. */
export function makeConfirmFlow(deps: ConfirmDeps) {
	return {
		/** A request and what its link would do now; `undefined` when it or the buyer is gone. Changes nothing. */
		findRequest: async (requestId: string): Promise<OptInRequest | undefined> => await findRequest(deps, requestId),
		/**
		 * The buyer pressed the button: consent by double opt-in, with its evidence. Repeating it answers the same; after a later
		 * "no", or too late, it changes nothing.
		 */
		confirmDoubleOptIn: async (requestId: string, act: { language: string; ip: string | null }): Promise<(OptInRequest & { wasAlready: boolean }) | undefined> =>
			await confirm(deps, requestId, act),
	};
}

async function findRequest(deps: ConfirmDeps, requestId: string): Promise<OptInRequest | undefined> {
	const request = await deps.suppressions.findConsentRecord(requestId);
	const [buyer] = request?.kind === 'requested' ? await deps.buyers.readBuyers([request.buyerId]) : [];
	if (!request || !buyer || buyer.email === null) return undefined;
	const known = {
		standing: buyer, records: await deps.suppressions.listConsentRecords(buyer.id), suppressions: await deps.suppressions.readSuppressions(buyer.shopId, [buyer.emailHash]),
	};
	return { request, buyer, state: evaluateRequest(request, known, deps.clock.now()) };
}

async function confirm(deps: ConfirmDeps, requestId: string, act: { language: string; ip: string | null }): Promise<(OptInRequest & { wasAlready: boolean }) | undefined> {
	const found = await deps.suppressions.findConsentRecord(requestId);
	if (found?.kind !== 'requested') return undefined;
	const now = deps.clock.now();
	return await deps.records.transact(found.shopId, async (transaction) => {
		const [buyer] = await transaction.readBuyersById([found.buyerId]);
		if (!buyer || buyer.email === null) return undefined;
		const known = { standing: buyer, records: await transaction.readConsentRecords([buyer.id]), suppressions: await transaction.readSuppressions(buyer.shopId, [buyer.emailHash]) };
		const state = evaluateRequest(found, known, now);
		if (state !== 'open') return { request: found, buyer, state, wasAlready: true };
		await grant(deps, transaction, { request: found, buyer, act, now });
		return { request: found, buyer, state: 'confirmed' as const, wasAlready: false };
	});
}

async function grant(
	deps: ConfirmDeps, transaction: RecordTransaction, { request, buyer, act, now }: { request: ConsentRecord; buyer: Buyer; act: { language: string; ip: string | null }; now: number },
): Promise<void> {
	const { wording, source } = request;
	await recordConsents(deps, transaction, [{
		buyer, record: { kind: 'granted', basis: 'double_opt_in', requestId: request.id, wording, source, language: act.language, ip: act.ip, occurredAt: now },
	}], now);
	await liftOwnStops(transaction, buyer, now);
}
