import { ask } from './caller.flow';
import { parseListId, parseMailchimpAccount } from './account';
import { pullOptOuts, type PullDeps, type PullResult, type SyncRun } from './pull.flow';
import { pushOptOuts, type PushDeps, type PushResult } from './push.flow';

export interface MailchimpDeps extends PullDeps, PushDeps {
	assertShop: (shopId: string) => Promise<unknown>;
	/** of tests: another place than Mailchimp's */
	baseUrl?: string | undefined;
}

export interface MailchimpSyncRequest {
	shopId: string;
	apiKey: string;
	/** the audience */
	listId: string;
	direction: 'both' | 'pull' | 'push';
	/** counts what would be done, and does nothing */
	isDryRun?: boolean;
	signal?: AbortSignal | undefined;
}

export interface MailchimpSyncResult {
	/** null: this direction wasn't asked for */
	pull: PullResult | null;
	push: PushResult | null;
	isDryRun: boolean;
	stoppedBy: 'canceled' | null;
}

/** Opt-outs of a shop and of a Mailchimp audience: afterwards both know what either knew, and nobody is subscribed by it. */
export function makeMailchimpFlow(deps: MailchimpDeps) {
	return {
		/** See above. Idempotent. @throws SellerMailError NOT_FOUND (shop), INPUT_INVALID, MAILCHIMP_… */
		sync: async (request: MailchimpSyncRequest): Promise<MailchimpSyncResult> => await sync(deps, request),
		/** The account's audiences. @throws SellerMailError MAILCHIMP_… */
		listAudiences: async (apiKey: string): Promise<Array<{ id: string; name: string }>> => {
			const account = parseMailchimpAccount(apiKey, deps.baseUrl);
			return await ask(deps, async () => await deps.api.listAudiences(account));
		},
	};
}

async function sync(deps: MailchimpDeps, { shopId, apiKey, listId, direction, isDryRun = false, signal }: MailchimpSyncRequest): Promise<MailchimpSyncResult> {
	await deps.assertShop(shopId);
	const run: SyncRun = { shopId, listId: parseListId(listId), account: parseMailchimpAccount(apiKey, deps.baseUrl), isDryRun, signal };
	const result: MailchimpSyncResult = { pull: null, push: null, isDryRun, stoppedBy: null };
	try {
		if (direction !== 'push') result.pull = await pullOptOuts(deps, run);
		if (direction !== 'pull' && !signal?.aborted) result.push = await pushOptOuts(deps, run);
	} catch (error) {
		// a call that was cut off by the stop is no failure
		if (!signal?.aborted) throw error;
	}
	if (signal?.aborted) result.stoppedBy = 'canceled';
	return result;
}
