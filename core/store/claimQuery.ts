import { sql, type Transaction } from 'kysely';
import type { ConsentPolicy } from '../compliance/consentPolicy';
import { mayReceiveMarketing, type MarketingAnswer } from '../compliance/marketingConsent';
import type { MailPurpose } from '../contract/items';
import type { ClaimRequest, ClaimResult, ClaimedDelivery, WindowedMail } from '../delivery/ports';
import { laneOf } from '../delivery/lane';
import { compiledOnce } from './compiledOnce';
import { isStill, WAITING } from './deliveryConditions';
import type { Capabilities, TextList } from './dialects/capabilities';
import { pickDue, type BeyondHeads, type DuePick } from './dueQuery';
import { findMailedToday } from './mailedToday';
import { parseRulesOff } from './campaignQueries';
import { consentSource } from './consentSource';
import type { Database } from './schema';
import { activeSuppression } from './suppressionCondition';
import { openThrottle } from './throttleQueries';
import { lockUsage, takeUsage } from './usageQueries';

type Trx = Transaction<Database>;

/**
 * Claims due deliveries for one worker. Consent, suppressions, pause and quota are read here, inside the transaction,
 * so that a change of a second ago counts (design.md §4).
 */
export async function claimDue(trx: Trx, capabilities: Capabilities, request: ClaimRequest, beyond?: BeyondHeads): Promise<ClaimResult & Pick<DuePick, 'lookBeyond'>> {
	const used = await lockUsage(trx, capabilities, request.shopId, request.usage.day, request.usage.month);
	const quotaLeft = request.usage.dailyQuota - used.ofDay;
	const budgetLeft = request.usage.billableLimit - used.ofMonth;
	const room = Math.min(request.limit, Math.max(0, quotaLeft), Math.max(0, budgetLeft));
	const throttle = request.throttle && await openThrottle(trx, request.throttle, request.worker, request.now);
	const pick = await pickDue(trx, capabilities, request, throttle, Math.min(Math.max(room, 1), Math.max(1, throttle?.room ?? room)), beyond);
	const isFull = throttle?.room === 0 && pick.ids.length > 0;
	const candidates = isFull ? [] : await selectDue(trx, capabilities, request, pick.ids);
	const heldUntil = async (): Promise<number | undefined> => (throttle && (isFull || pick.isHeldBack || throttle.room < room) ? await throttle.freeAt() : undefined);
	const nothing = { deliveries: [], blockedCount: 0, putOffCount: 0, lookBeyond: room > 0 && !isFull ? pick.lookBeyond : undefined };
	if (room === 0 && pick.ids.length > 0) return { ...nothing, throttledUntil: await heldUntil(), stoppedBy: quotaLeft <= 0 ? 'daily-quota' : 'monthly-budget' };
	if (candidates.length === 0) return { ...nothing, throttledUntil: await heldUntil() };

	const open = await putOffClosed(trx, request, candidates);
	const verdicts = Map.groupBy(open, (row) => refusal(row, request.now) ?? 'go');
	const allowed = verdicts.get('go') ?? [];
	for (const [cause, rows] of verdicts) if (cause !== 'go') await refuse(trx, rows.map((row) => row.id), cause, request.now);
	const go = await putOffSecondToday(trx, request, allowed);
	if (go.length > 0) await take(trx, capabilities, request, go);
	const starts = await throttle?.take(request.worker, go.map((row) => laneOf(row.domain ?? '')), request.now + request.leaseMs);
	return { deliveries: go.map((row, index) => ({ ...toClaimed(row), notBefore: starts?.[index] })), blockedCount: open.length - allowed.length, putOffCount: candidates.length - open.length + allowed.length - go.length, throttledUntil: await heldUntil() };
}

type Candidate = Awaited<ReturnType<typeof selectDue>>[number];

/** Everything a claim has to know of them; what another worker took meanwhile is left out. */
async function selectDue(trx: Trx, capabilities: Capabilities, request: ClaimRequest, ids: string[]) {
	if (ids.length === 0) return [];
	const place = new Map(ids.map((id, index) => [id, index]));
	return (await readDue(trx, capabilities, { ids: capabilities.toList(ids), now: request.now })).sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
}

const readDue = compiledOnce((db, { ids, now }: { ids: TextList; now: number }, { isInList, hasSkipLocked }) => {
	const query = db.selectFrom('deliveries as d')
		.innerJoin('campaigns as c', 'c.id', 'd.campaign_id')
		.innerJoin('buyers as b', 'b.id', 'd.buyer_id')
		.leftJoin('sites as w', (join) => join.onRef('w.shop_id', '=', 'd.shop_id').onRef('w.site', '=', 'b.site'))
		.select([
			'd.id', 'd.shop_id', 'd.campaign_id', 'd.purpose', 'd.content_id', 'd.variant', 'd.data_json', 'd.attempt_count', 'd.attempts_before', 'd.domain', 'd.not_after', 'd.is_window_bound', 'd.language', 'd.site',
			'c.name as campaign_name', 'c.rules_off_json', 'b.id as buyer_id', 'b.email', 'b.name', 'b.country', 'b.time_zone',
			'b.marketing_consent', 'b.consent_basis', 'b.consent_at', 'b.is_marketable', 'b.birth_date', 'w.is_active as is_site_active', 'w.consent_policy',
		])
		.select((eb) => eb.selectFrom('suppressions as s').select((e) => e.fn.min('s.reason').as('reason'))
			.whereRef('s.email_hash', '=', 'b.email_hash').where(activeSuppression('d', now)).as('suppressed_by'))
		.select(consentSource)
		.select((eb) => eb.selectFrom('attempts as t').select((e) => e.fn.min('t.started_at').as('at')).whereRef('t.delivery_id', '=', 'd.id')
			.where(sql<boolean>`t.started_at >= coalesce(d.resent_at, 0)`).as('first_attempt_at'))
		.where(isInList(sql.ref('d.id'), ids)).where(isStill('d.state', ...WAITING)).where('d.due_at', '<=', now);
	return hasSkipLocked ? query.forUpdate(['d']).skipLocked() : query;
});

/** A run that is late (n8n was down, the last one was long) must not write to people at night: their next window then. */
async function putOffClosed(trx: Trx, request: ClaimRequest, rows: Candidate[]): Promise<Candidate[]> {
	const { now } = request;
	const opensAt = new Map(rows.map((row) => [row, request.nextInWindow(toWindowed(row))]));
	await putOff(trx, new Map([...opensAt].filter(([, dueAt]) => dueAt > now)), now);
	return rows.filter((row) => (opensAt.get(row) ?? now) <= now);
}

/** Where the law allows one marketing mail a day, the next one waits for the next day. */
async function putOffSecondToday(trx: Trx, request: ClaimRequest, rows: Candidate[]): Promise<Candidate[]> {
	const mailed = await findMailedToday(trx, rows, (row) => (row.purpose === 'marketing' ? request.mailDayOf(row.country, row.time_zone) : undefined));
	await putOff(trx, new Map([...mailed].map(([row, day]) => [row, request.nextInWindow(toWindowed(row), day.endsAt)])), request.now);
	return rows.filter((row) => !mailed.has(row));
}

async function putOff(trx: Trx, dueAt: ReadonlyMap<Candidate, number>, now: number): Promise<void> {
	for (const [at, group] of Map.groupBy(dueAt.keys(), (row) => dueAt.get(row) ?? now)) {
		await trx.updateTable('deliveries').set({ due_at: at, updated_at: now }).where('id', 'in', group.map((row) => row.id)).execute();
	}
}

function toWindowed(row: Candidate): WindowedMail {
	return { site: row.site, timeZone: row.time_zone, country: row.country, purpose: row.purpose as MailPurpose, isWindowBound: row.is_window_bound === 1 };
}

/** What decides whether a due delivery may be sent. */
export type RefusalFacts = Pick<Candidate, 'email' | 'not_after' | 'is_site_active' | 'suppressed_by' | 'purpose' | 'country' | 'marketing_consent' | 'consent_basis' | 'consent_at' | 'is_marketable' | 'consent_policy'>;

/** Why a due delivery must not be sent after all. */
export function refusal(row: RefusalFacts, now: number): string | undefined {
	if (row.email === null) return 'erased';
	if (row.not_after !== null && row.not_after < now) return 'too-late';
	if (row.is_site_active === 0) return 'site-off';
	if (row.suppressed_by !== null) return `suppressed:${row.suppressed_by}`;
	if (row.purpose !== 'marketing') return undefined;
	return CAUSES[mayReceiveMarketing({
		country: row.country, consent: row.marketing_consent, consentBasis: row.consent_basis, consentAt: row.consent_at, isMarketable: row.is_marketable === 1,
		policy: policyOf(row), now,
	})];
}

const CAUSES: Readonly<Record<MarketingAnswer, string | undefined>> = {
	yes: undefined, neverMarketable: 'never-marketable', unsubscribed: 'suppressed:unsubscribe', noConsent: 'no-consent', consentExpired: 'consent-expired',
};

function policyOf({ consent_policy }: Pick<Candidate, 'consent_policy'>): ConsentPolicy {
	return (consent_policy ?? 'law') as ConsentPolicy;
}

async function refuse(trx: Trx, ids: string[], cause: string, now: number): Promise<void> {
	await trx.updateTable('deliveries').set({ state: cause === 'too-late' ? 'canceled' : 'blocked', cause, settled_at: now, updated_at: now })
		.where('id', 'in', ids).execute();
}

async function take(trx: Trx, capabilities: Capabilities, request: ClaimRequest, rows: Candidate[]): Promise<void> {
	const { worker, now, leaseMs } = request;
	await hold(trx, capabilities, { ids: capabilities.toList(rows.map((row) => row.id)), worker, now, leaseEndsAt: now + leaseMs });
	await takeUsage(trx, capabilities, request.shopId, request.usage, rows.map((row) => ({ id: row.id, buyerId: row.buyer_id })), now);
}

const hold = compiledOnce((db, { ids, worker, now, leaseEndsAt }: { ids: TextList; worker: string; now: number; leaseEndsAt: number }, { isInList }) => db.updateTable('deliveries')
	.set({ state: 'claimed', claimed_by: worker, lease_ends_at: leaseEndsAt, attempt_count: sql`attempt_count + 1`, updated_at: now })
	.where(isInList(sql.ref('id'), ids)));

function toClaimed(row: Candidate): ClaimedDelivery {
	return {
		id: row.id, shopId: row.shop_id, campaignId: row.campaign_id, campaignName: row.campaign_name, purpose: row.purpose as MailPurpose,
		contentId: row.content_id, variant: row.variant, data: JSON.parse(row.data_json) as Record<string, unknown>, attemptCount: row.attempt_count + 1,
		attemptsBefore: row.attempts_before ?? 0, domain: row.domain ?? '',
		firstAttemptAt: row.first_attempt_at === null ? null : Number(row.first_attempt_at),
		buyer: {
			id: row.buyer_id, shop: row.shop_id, email: row.email ?? '', name: row.name ?? undefined, country: row.country ?? undefined,
			language: row.language, site: row.site, timeZone: row.time_zone,
		},
		consent: {
			state: row.marketing_consent, basis: row.consent_basis, at: row.consent_at, source: row.consent_source, isMarketable: row.is_marketable === 1, policy: policyOf(row),
		},
		birthDate: row.birth_date ?? null,
		isWindowBound: row.is_window_bound === 1,
		switchedOff: parseRulesOff(row.rules_off_json),
	};
}
