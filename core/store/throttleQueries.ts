import { sql, type Transaction } from 'kysely';
import type { ClaimRequest, ThrottleReport } from '../delivery/ports';
import { WINDOWS_MS, claimPauseMs, slowDown, speedUp, startTimes, type LanePace, type RateLimit, type SpanEnd, type ThrottlePlan } from '../delivery/throttle';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../shared/clock';
import type { Database, Db } from './schema';

type Trx = Transaction<Database>;

/** A use further ahead than any lease was written before the clock was set back: it says nothing. */
const FARTHEST_MS = 2 * MINUTE_MS;
/** every mail of a sender, to whomever */
const ALL = '';
/** While a domain has its connections full, this often it is looked whether one is free. */
const CROWDED_MS = SECOND_MS / 100;
/** Older uses are kept more coarsely, rounded up: the span may be counted too long by it, never too short. */
const COARSE: ReadonlyArray<{ olderThanMs: number; grainMs: number }> = [
	{ olderThanMs: SECOND_MS + SECOND_MS / 10, grainMs: MINUTE_MS / 200 }, { olderThanMs: MINUTE_MS + SECOND_MS, grainMs: DAY_MS / 288 },
];
const COMPACT_FROM_ROWS = 400;

/** What may go right now, to whom. */
export interface Throttle {
	/** mails that may be claimed altogether */
	room: number;
	/** Of these lanes, how many mails may go to each. */
	roomOf(lanes: readonly string[]): Promise<Map<string, number>>;
	/** Counts claimed mails, given by the lane of each; when the content of each may leave (undefined: at once). */
	take(worker: string, lanes: readonly string[], leaseEndsAt: number): Promise<Array<number | undefined>>;
	/** When it is worth to ask again, as far as the lanes asked about hold mails back. */
	freeAt(): Promise<number>;
}

interface Lane {
	/** mails in the spans of WINDOWS_MS, those on their way included */
	used: number[];
	open: number;
	rows: number;
	pace: LanePace | undefined;
}

/** Notes what the worker did since its last claim, and answers what may go now. */
export async function openThrottle(trx: Trx, throttle: NonNullable<ClaimRequest['throttle']>, worker: string, now: number): Promise<Throttle> {
	await writeReport(trx, throttle, throttle.report, worker, now);
	const { leadMs = 0 } = throttle;
	// what a claim takes leaves later: that instant's spans count
	const leavesAt = now + leadMs;
	const all = throttle.sender.length > 0 ? (await readLanes(trx, throttle.key, [ALL], leavesAt)).get(ALL) : undefined;
	const lanes = new Map<string, Lane>(all ? [[ALL, all]] : []);
	const room = all ? roomIn(all, throttle.sender, undefined, now) : Number.MAX_SAFE_INTEGER;
	const hasDomainLimits = throttle.domain.length > 0 || throttle.domainConnections !== undefined;
	const paced = new Set(hasDomainLimits ? [] : await listPaced(trx, throttle.key));
	const avoided = new Set(throttle.avoid);
	const isWatched = (lane: string): boolean => lane !== '' && (hasDomainLimits || paced.has(lane));
	if (all && all.rows > COMPACT_FROM_ROWS) await compact(trx, throttle.key, ALL, now);
	return {
		room,
		async roomOf(names) {
			const wanted = names.filter(isWatched);
			for (const [name, lane] of await readLanes(trx, throttle.key, wanted.filter((name) => !lanes.has(name)), leavesAt)) lanes.set(name, lane);
			const room = (name: string): number => (isWatched(name) ? roomIn(lanes.get(name), throttle.domain, throttle.domainConnections, now) : Number.MAX_SAFE_INTEGER);
			return new Map(names.map((name) => [name, avoided.has(name) ? 0 : room(name)]));
		},
		async take(owner, taken, leaseEndsAt) {
			const counts = new Map([...Map.groupBy(taken.filter(isWatched), (name) => name)].map(([name, group]) => [name, group.length]));
			if (all && taken.length > 0) counts.set(ALL, taken.length);
			const ending = await readEnding(trx, throttle.key, [...counts.keys()], now, leavesAt);
			const startsOf = new Map([...counts].map(([name, count]) => [name, startTimes(ending.get(name) ?? [], limitsOf(throttle, name, lanes.get(name)), lanes.get(name)?.used, count)]));
			for (const [name, count] of counts) {
				await addOpen(trx, throttle.key, name, owner, count, leaseEndsAt);
				addUse(lanes.get(name), count);
			}
			const next = (name: string): number => startsOf.get(name)?.shift() ?? 0;
			return taken.map((name) => Math.max(next(ALL), next(name)) || undefined);
		},
		freeAt: async () => Math.max(now + CROWDED_MS, (await freeAt(trx, throttle, lanes, leavesAt)) - leadMs),
	};
}

/** How many more mails fit into every span. */
function roomIn(lane: Lane | undefined, limits: readonly RateLimit[], maxOpen: number | undefined, now: number): number {
	if (!lane) return Math.min(...limits.map(({ max }) => max), maxOpen ?? Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
	if (lane.pace && lane.pace.restUntil > now) return 0;
	const rooms = [...limits, ...paceLimit(lane.pace)].map(({ windowMs, max }) => max - usedIn(lane, windowMs));
	return Math.max(0, Math.min(...rooms, maxOpen === undefined ? Number.MAX_SAFE_INTEGER : maxOpen - lane.open, Number.MAX_SAFE_INTEGER));
}

function addUse(lane: Lane | undefined, count: number): void {
	if (!lane) return;
	lane.used = lane.used.map((used) => used + count);
	lane.open += count;
}

function limitsOf(throttle: ThrottlePlan, name: string, lane: Lane | undefined): RateLimit[] {
	return name === ALL ? [...throttle.sender] : [...throttle.domain, ...paceLimit(lane?.pace)];
}

function usedIn(lane: Lane, windowMs: number): number {
	return lane.used[WINDOWS_MS.indexOf(windowMs as (typeof WINDOWS_MS)[number])] ?? 0;
}

function paceLimit(pace: LanePace | undefined): RateLimit[] {
	return pace?.perMinute ? [{ windowMs: MINUTE_MS, max: pace.perMinute }] : [];
}

async function listPaced(trx: Trx, sender: string): Promise<string[]> {
	return (await trx.selectFrom('throttles').select('domain').where('sender', '=', sender).execute()).map((row) => row.domain);
}

async function readLanes(trx: Trx, sender: string, names: readonly string[], now: number): Promise<Map<string, Lane>> {
	if (names.length === 0) return new Map();
	const inSpan = (windowMs: number) => sql<number>`sum(case when at > ${now - windowMs} then count else 0 end)`;
	const uses = await trx.selectFrom('throttle_uses').select(['domain', sql<number>`count(*)`.as('rows'), sql<number>`sum(case when worker <> '' then count else 0 end)`.as('open')])
		.select([inSpan(WINDOWS_MS[0]).as('second'), inSpan(WINDOWS_MS[1]).as('minute'), inSpan(WINDOWS_MS[2]).as('day')])
		.where('sender', '=', sender).where('domain', 'in', [...names]).where('at', '>', now - DAY_MS).where('at', '<', now + FARTHEST_MS).groupBy('domain').execute();
	const paces = await trx.selectFrom('throttles').selectAll().where('sender', '=', sender).where('domain', 'in', [...names]).execute();
	const paceOf = new Map(paces.map((row) => [row.domain, { perMinute: row.per_minute, restUntil: row.rest_until, failures: row.failures }]));
	const useOf = new Map(uses.map((row) => [row.domain, row]));
	return new Map(names.map((name) => {
		const row = useOf.get(name);
		return [name, { used: [Number(row?.second ?? 0), Number(row?.minute ?? 0), Number(row?.day ?? 0)], open: Number(row?.open ?? 0), rows: Number(row?.rows ?? 0), pace: paceOf.get(name) }];
	}));
}

/** Uses whose span ends between two instants, by lane, the oldest first. */
async function readEnding(trx: Trx, sender: string, names: readonly string[], from: number, until: number): Promise<Map<string, SpanEnd[]>> {
	if (names.length === 0 || until <= from) return new Map();
	const rows = await trx.selectFrom('throttle_uses').select(['domain', 'at', 'count']).where('sender', '=', sender).where('domain', 'in', [...names])
		.where((eb) => eb.or(WINDOWS_MS.map((windowMs) => eb.and([eb('at', '>', from - windowMs), eb('at', '<=', until - windowMs)])))).orderBy('at').execute();
	const ends = rows.flatMap(({ domain, at, count }) => WINDOWS_MS.filter((windowMs) => at > from - windowMs && at <= until - windowMs).map((windowMs) => ({ domain, windowMs, at: at + windowMs, count })));
	return Map.groupBy(ends, ({ domain }) => domain);
}

async function addOpen(trx: Trx, sender: string, domain: string, worker: string, count: number, leaseEndsAt: number): Promise<void> {
	const changed = await trx.updateTable('throttle_uses').set({ count: sql`count + ${count}`, at: leaseEndsAt })
		.where('worker', '=', worker).where('sender', '=', sender).where('domain', '=', domain).returning('count').execute();
	if (changed.length === 0) await trx.insertInto('throttle_uses').values({ sender, domain, worker, at: leaseEndsAt, count }).execute();
}

/** Answers that came, claims given back, domains that are slow or get better. */
async function writeReport(trx: Trx, plan: ThrottlePlan, report: ThrottleReport, worker: string, now: number): Promise<void> {
	const ended = [...report.ended].map(([key, count]) => ({ lane: key.slice(0, key.lastIndexOf(' ')), at: Number(key.slice(key.lastIndexOf(' ') + 1)), count }));
	const endedOf = Map.groupBy(ended, ({ lane }) => lane);
	const closed = new Map([...new Set([...endedOf.keys(), ...report.givenBack.keys()])].map((lane) => [lane, { uses: endedOf.get(lane) ?? [], givenBack: report.givenBack.get(lane) ?? 0 }]));
	if (closed.size > 0 && plan.sender.length > 0) {
		await close(trx, plan.key, ALL, worker, ended, [...report.givenBack.values()].reduce((sum, count) => sum + count, 0));
	}
	const watched = closed.size > 0 ? await listOpen(trx, plan.key, worker) : new Set<string>();
	for (const [lane, { uses, givenBack }] of closed) if (watched.has(lane) && lane !== ALL) await close(trx, plan.key, lane, worker, uses, givenBack);
	if (report.slowed.size + report.accepted.size > 0) await writePaces(trx, plan.key, report, now);
}

async function listOpen(trx: Trx, sender: string, worker: string): Promise<Set<string>> {
	return new Set((await trx.selectFrom('throttle_uses').select('domain').where('worker', '=', worker).where('sender', '=', sender).execute()).map((row) => row.domain));
}

async function close(trx: Trx, sender: string, domain: string, worker: string, uses: ReadonlyArray<{ at: number; count: number }>, givenBack: number): Promise<void> {
	const count = uses.reduce((sum, use) => sum + use.count, givenBack);
	await trx.updateTable('throttle_uses').set({ count: sql`count - ${count}` }).where('worker', '=', worker).where('sender', '=', sender).where('domain', '=', domain).execute();
	await trx.deleteFrom('throttle_uses').where('worker', '=', worker).where('count', '<=', 0).execute();
	const byTime = [...Map.groupBy(uses, ({ at }) => at)].map(([at, group]) => ({ sender, domain, worker: '', at, count: group.reduce((sum, use) => sum + use.count, 0) }));
	if (byTime.length > 0) await trx.insertInto('throttle_uses').values(byTime).execute();
}

async function writePaces(trx: Trx, sender: string, report: ThrottleReport, now: number): Promise<void> {
	const names = [...new Set([...report.slowed.keys(), ...report.accepted.keys()])];
	const lanes = await readLanes(trx, sender, names, now);
	for (const name of names) {
		const lane = lanes.get(name);
		const accepted = report.accepted.get(name) ?? 0;
		const askedForMs = report.slowed.get(name);
		if (askedForMs !== undefined) await savePace(trx, sender, name, slowDown(lane?.pace, Math.max(lane?.used[1] ?? 0, accepted), now, askedForMs), now);
		else if (lane?.pace) await savePace(trx, sender, name, speedUp(lane.pace, accepted), now);
	}
}

async function savePace(trx: Trx, sender: string, domain: string, pace: LanePace | undefined, now: number): Promise<void> {
	if (!pace) return void (await trx.deleteFrom('throttles').where('sender', '=', sender).where('domain', '=', domain).execute());
	const row = { per_minute: pace.perMinute, rest_until: pace.restUntil, failures: pace.failures, slowed_at: now, updated_at: now };
	await trx.insertInto('throttles').values({ sender, domain, ...row }).onConflict((oc) => oc.columns(['sender', 'domain']).doUpdateSet(row)).execute();
}

/** The earliest instant at which one of the full lanes has room again; far away while all of them rest. */
async function freeAt(trx: Trx, throttle: ThrottlePlan, lanes: ReadonlyMap<string, Lane>, now: number): Promise<number> {
	const instants: number[] = [];
	for (const [name, lane] of lanes) {
		const full = limitsOf(throttle, name, lane).filter(({ windowMs, max }) => usedIn(lane, windowMs) >= max);
		const isCrowded = name !== ALL && throttle.domainConnections !== undefined && lane.open >= throttle.domainConnections;
		// no run waits for a rest: the next Send Due finds it over
		if (lane.pace && lane.pace.restUntil > now) continue;
		if (full.length > 0) instants.push(Math.max(...(await Promise.all(full.map(async (limit) => await endOfOldest(trx, throttle.key, name, limit, now))))));
		else if (isCrowded) instants.push(now + CROWDED_MS);
	}
	return Math.min(...instants, Number.MAX_SAFE_INTEGER);
}

async function endOfOldest(trx: Trx, sender: string, domain: string, { windowMs }: RateLimit, now: number): Promise<number> {
	const row = await trx.selectFrom('throttle_uses').select((eb) => eb.fn.min('at').as('at'))
		.where('sender', '=', sender).where('domain', '=', domain).where('worker', '=', '').where('at', '>', now - windowMs).executeTakeFirst();
	const quantum = now + claimPauseMs(windowMs);
	return row?.at ? Math.max(Number(row.at) + windowMs, quantum) : quantum;
}

/** Many small uses become few big ones, rounded up in time; those beyond every span go. */
async function compact(trx: Trx, sender: string, domain: string, now: number): Promise<void> {
	await trx.deleteFrom('throttle_uses').where('sender', '=', sender).where('domain', '=', domain).where('worker', '=', '').where('at', '<=', now - DAY_MS).execute();
	for (const { olderThanMs, grainMs } of COARSE) {
		const rows = await trx.deleteFrom('throttle_uses').where('sender', '=', sender).where('domain', '=', domain).where('worker', '=', '')
			.where('at', '<=', now - olderThanMs).where(sql<boolean>`at % ${grainMs} <> 0`).returning(['at', 'count']).execute();
		// never back into a shorter span that it has left
		const grouped = [...Map.groupBy(rows, (row) => Math.min(Math.ceil(Number(row.at) / grainMs) * grainMs, now - olderThanMs))]
			.map(([at, group]) => ({ sender, domain, worker: '', at, count: group.reduce((sum, row) => sum + row.count, 0) }));
		if (grouped.length > 0) await trx.insertInto('throttle_uses').values(grouped).execute();
	}
}

/** The last word of a run. */
export async function endThrottle(trx: Trx, worker: string, plan: ThrottlePlan, report: ThrottleReport, now: number): Promise<void> {
	await writeReport(trx, plan, report, worker, now);
	await trx.deleteFrom('throttle_uses').where('worker', '=', worker).execute();
}

/** Workers whose mails count as under way, and until when at most. */
export async function listOpenWorkers(db: Db): Promise<Map<string, number>> {
	const rows = await db.selectFrom('throttle_uses').select((eb) => ['worker', eb.fn.max('at').as('ends')]).where('worker', '>', '').groupBy('worker').execute();
	return new Map(rows.map(({ worker, ends }) => [worker, Number(ends)]));
}

/** Of a dead worker's mails those in `unsent` (by lane) never left; the others may have gone out until now. */
export async function closeDead(trx: Trx, worker: string, unsent: ReadonlyMap<string, number>, now: number): Promise<void> {
	const total = [...unsent.values()].reduce((sum, count) => sum + count, 0);
	for (const [lane, count] of [[ALL, total] as const, ...unsent]) {
		await trx.updateTable('throttle_uses').set({ count: sql`count - ${count}` }).where('worker', '=', worker).where('domain', '=', lane).execute();
	}
	await trx.deleteFrom('throttle_uses').where('worker', '=', worker).where('count', '<=', 0).execute();
	await trx.updateTable('throttle_uses').set({ worker: '', at: sql`case when at < ${now} then at else ${now} end` }).where('worker', '=', worker).execute();
}
