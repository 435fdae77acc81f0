import type { Buyer } from '../buyer/buyer';
import type { RecordStore, RecordTransaction } from '../buyer/ports';
import { recordConsents } from '../consent/recordConsents.flow';
import type { Suppression } from '../consent/suppression';
import type { Clock } from '../shared/clock';
import { MINUTE_MS } from '../shared/clock';
import { parseEmailAddress } from '../shared/emailAddress';
import { letOthersRun } from '../shared/eventLoop';
import { hmacSha256 } from '../shared/hash';
import { makeId } from '../shared/ids';
import type { Random } from '../shared/random';
import type { SettingStore } from '../shared/settingStore';
import { readMembers, type CallDeps } from './caller.flow';
import type { MailchimpAccount, MailchimpMember } from './ports';

export interface PullDeps extends CallDeps {
	clock: Clock;
	random: Random;
	settings: SettingStore;
	records: RecordStore;
	hashKey: () => Promise<string>;
}

export interface SyncRun {
	shopId: string;
	listId: string;
	account: MailchimpAccount;
	isDryRun: boolean;
	signal?: AbortSignal | undefined;
}

export interface PullResult {
	read: number;
	/** suppressions that are new with us */
	unsubscribed: number;
	cleaned: number;
	/** of the new ones: buyers of the shop */
	buyers: number;
	unchanged: number;
	/** no address that a mail of ours could go to */
	rejected: number;
}

/** Mailchimp's clock and ours differ, and what it just wrote it may show a little later. */
const OVERLAP_MS = 10 * MINUTE_MS;

type PulledStatus = 'unsubscribed' | 'cleaned';

/**
 * Takes over who opted out in Mailchimp or whose mailbox is gone. Only ever adds: who disappears over there (archived,
 * deleted) stays suppressed here. The mark of a status moves after its last page; what a crash interrupts is read again.
 */
export async function pullOptOuts(deps: PullDeps, run: SyncRun): Promise<PullResult> {
	const result: PullResult = { read: 0, unsubscribed: 0, cleaned: 0, buyers: 0, unchanged: 0, rejected: 0 };
	for (const status of ['unsubscribed', 'cleaned'] as const) {
		if (run.signal?.aborted) break;
		await pullStatus(deps, run, status, result);
	}
	return result;
}

/** The mark is the latest change that was seen, by Mailchimp's clock: ours may be ahead of it. */
async function pullStatus(deps: PullDeps, run: SyncRun, status: PulledStatus, result: PullResult): Promise<void> {
	const markKey = `mailchimp:${run.shopId}:${run.listId}:${status}`;
	const mark = Number(await deps.settings.read(markKey)) || undefined;
	const query = { listId: run.listId, status, changedAfter: mark === undefined ? undefined : mark - OVERLAP_MS, changedBefore: deps.clock.now() };
	let latest = mark ?? 0;
	for await (const members of readMembers(deps, run.account, query, run.signal)) {
		if (run.signal?.aborted) return;
		await savePage(deps, run, status, members, result);
		for (const { changedAt } of members) latest = Math.max(latest, changedAt);
	}
	if (run.isDryRun || latest === 0) return;
	await deps.settings.change(markKey, (stored) => ({ value: String(Math.max(latest, Number(stored) || 0)), answer: undefined }));
}

interface OptOut {
	emailHash: string;
	changedAt: number;
}

async function savePage(deps: PullDeps, run: SyncRun, status: PulledStatus, members: MailchimpMember[], result: PullResult): Promise<void> {
	const hashKey = await deps.hashKey();
	for (let from = 0; from < members.length; from += deps.records.recordBatchSize) {
		const batch = members.slice(from, from + deps.records.recordBatchSize);
		const optOuts = toOptOuts(batch, hashKey);
		result.read += batch.length;
		result.rejected += batch.length - optOuts.length;
		await deps.records.transact(run.shopId, async (transaction) => await saveBatch(deps, run, transaction, status, optOuts, result));
		await letOthersRun();
	}
}

function toOptOuts(members: MailchimpMember[], hashKey: string): OptOut[] {
	return members.flatMap(({ email, changedAt }) => {
		const address = parseEmailAddress(email)?.address;
		return address ? [{ emailHash: hmacSha256(hashKey, address), changedAt }] : [];
	});
}

async function saveBatch(deps: PullDeps, run: SyncRun, transaction: RecordTransaction, status: PulledStatus, optOuts: OptOut[], result: PullResult): Promise<void> {
	const hashes = [...new Set(optOuts.map(({ emailHash }) => emailHash))];
	const known = Map.groupBy(await transaction.readSuppressions(run.shopId, hashes), (suppression) => suppression.emailHash);
	const isNew = (optOut: OptOut): boolean => !(known.get(optOut.emailHash) ?? []).some((suppression) => isSettledBy(suppression, status, optOut));
	const fresh = [...new Map(optOuts.filter(isNew).map((optOut) => [optOut.emailHash, optOut])).values()];
	const buyers = await transaction.readBuyersByHash(fresh.map(({ emailHash }) => emailHash));
	result[status] += fresh.length;
	result.unchanged += optOuts.length - fresh.length;
	result.buyers += buyers.length;
	if (run.isDryRun || fresh.length === 0) return;
	await transaction.addSuppressions(fresh.map((optOut) => toSuppression(deps, run, status, optOut)));
	if (status === 'unsubscribed') await withdraw(deps, run, transaction, buyers, fresh);
}

/** Which suppressions say the same: what we carried over to Mailchimp comes back from there, and is no news. */
const SAME: Readonly<Record<PulledStatus, ReadonlyArray<Suppression['reason']>>> = { unsubscribed: ['mailchimp', 'unsubscribe', 'complaint', 'erased'], cleaned: ['hard-bounce'] };

/** Stopped for good already; or a person here lifted what came from there, after that change and knowing of it. */
function isSettledBy({ reason, endsAt, endedReason }: Suppression, status: PulledStatus, { changedAt }: OptOut): boolean {
	if (!SAME[status].includes(reason)) return false;
	return endsAt === null || (reason !== 'unsubscribe' && Boolean(endedReason) && endsAt >= changedAt);
}

/** A mailbox that is gone gets nothing at all; whoever unsubscribed over there gets no marketing from here. */
function toSuppression({ clock, random }: PullDeps, { shopId, listId }: SyncRun, status: PulledStatus, { emailHash, changedAt }: OptOut): Suppression {
	const isCleaned = status === 'cleaned';
	return {
		id: makeId(random, 's'), shopId, emailHash, reason: isCleaned ? 'hard-bounce' : 'mailchimp', scope: isCleaned ? 'all' : 'marketing',
		startsAt: Math.min(changedAt, clock.now()), endsAt: null, note: listId, source: 'mailchimp',
	};
}

async function withdraw(deps: PullDeps, { listId }: SyncRun, transaction: RecordTransaction, buyers: Buyer[], optOuts: OptOut[]): Promise<void> {
	const at = new Map(optOuts.map(({ emailHash, changedAt }) => [emailHash, changedAt]));
	const now = deps.clock.now();
	const drafts = buyers.filter((buyer) => buyer.consent !== 'withdrawn').map((buyer) => ({
		buyer, record: { kind: 'withdrawn' as const, basis: null, source: `mailchimp ${listId}`, occurredAt: Math.min(at.get(buyer.emailHash) ?? now, now) },
	}));
	// the mail is stopped by the suppression above; an “unsubscribe” of ours would be carried back to Mailchimp
	await recordConsents(deps, transaction, drafts, now, { withSuppressions: false });
}
