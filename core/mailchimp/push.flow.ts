import type { Clock } from '../shared/clock';
import { parseEmailAddress } from '../shared/emailAddress';
import { letOthersRun } from '../shared/eventLoop';
import { hmacSha256 } from '../shared/hash';
import { callPatiently } from '../shared/patience';
import { readMembers, toError, type CallDeps } from './caller.flow';
import type { MailchimpMember, OptOutReader } from './ports';
import type { SyncRun } from './pull.flow';

export interface PushDeps extends CallDeps {
	clock: Clock;
	optOuts: OptOutReader;
	hashKey: () => Promise<string>;
}

export interface PushResult {
	/** subscribed members that were looked at */
	read: number;
	unsubscribed: number;
	/** gone meanwhile, or Mailchimp keeps them out itself */
	settled: number;
	/** Mailchimp did not accept it */
	refused: number;
}

/** Mailchimp allows ten connections for everything that uses the account. */
const AT_ONCE = 4;

/**
 * Unsubscribes in Mailchimp whoever opted out with us. Every subscribed member is held against our suppressions, rather than
 * every new opt-out of ours sent over: so also those are found who were put on the list later, or of whom we know nothing but
 * a hash (docs/decisions/0014-mailchimp-union.md). Nobody is ever subscribed or added. Idempotent.
 */
export async function pushOptOuts(deps: PushDeps, run: SyncRun): Promise<PushResult> {
	const result: PushResult = { read: 0, unsubscribed: 0, settled: 0, refused: 0 };
	// who signs up meanwhile is for the next run: a set that grows can't be paged
	const query = { listId: run.listId, status: 'subscribed' as const, changedBefore: deps.clock.now() };
	for await (const members of readMembers(deps, run.account, query, run.signal)) {
		result.read += members.length;
		const optedOut = await findOptedOut(deps, run, members);
		for (let from = 0; from < optedOut.length; from += AT_ONCE) {
			if (run.signal?.aborted) return result;
			await Promise.all(optedOut.slice(from, from + AT_ONCE).map(async (member) => await unsubscribe(deps, run, member, result)));
		}
	}
	return result;
}

async function findOptedOut(deps: PushDeps, { shopId, listId }: SyncRun, members: MailchimpMember[]): Promise<MailchimpMember[]> {
	const hashKey = await deps.hashKey();
	const found: MailchimpMember[] = [];
	for (let from = 0; from < members.length; from += deps.optOuts.readBatchSize) {
		const byHash = new Map(members.slice(from, from + deps.optOuts.readBatchSize).flatMap((member): Array<[string, MailchimpMember]> => {
			const address = parseEmailAddress(member.email)?.address;
			return address ? [[hmacSha256(hashKey, address), member]] : [];
		}));
		for (const hash of await deps.optOuts.readOptedOut(shopId, [...byHash.keys()], listId, deps.clock.now())) {
			const member = byHash.get(hash);
			if (member) found.push(member);
		}
		await letOthersRun();
	}
	return found;
}

async function unsubscribe(deps: PushDeps, { account, listId, isDryRun, signal }: SyncRun, { email }: MailchimpMember, result: PushResult): Promise<void> {
	if (isDryRun) return void (result.unsubscribed += 1);
	const answer = await callPatiently(deps.sleep, async () => await deps.api.unsubscribe(account, listId, email, signal), signal);
	if (answer.kind === 'answered') return void (result[answer.value === 'unsubscribed' ? 'unsubscribed' : 'settled'] += 1);
	// one member that is refused keeps nobody else from being unsubscribed
	if (answer.kind !== 'refused' || answer.what === 'login') throw toError(answer);
	result.refused += 1;
}
