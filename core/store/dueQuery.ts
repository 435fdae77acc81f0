import { sql, type Transaction } from 'kysely';
import type { ClaimRequest } from '../delivery/ports';
import { laneOf } from '../delivery/lane';
import { compiledOnce } from './compiledOnce';
import { stateIs, WAITING } from './deliveryConditions';
import type { Capabilities, TextList } from './dialects/capabilities';
import type { OpenStore } from './openStore';
import type { Database, Db } from './schema';
import type { Throttle } from './throttleQueries';

type Trx = Transaction<Database>;

export interface DuePick {
	/** in the order in which they go */
	ids: string[];
	/** due, and held back by rates or rest */
	isHeldBack: boolean;
	/** nothing but full domains among the first of these campaigns: what comes after them is to be looked for outside the transaction */
	lookBeyond?: Beyond;
}

interface Beyond {
	campaigns: readonly string[];
	full: readonly string[];
}

/** What `readBeyond` found, by campaign. */
export type BeyondHeads = ReadonlyMap<string, Head[]>;

export interface Head {
	id: string;
	domain?: string | null;
	due_at: number;
}

/** Campaigns that are looked at in one claim; more of them take turns. */
const MAX_CAMPAIGNS = 40;
/** Each pass leaves out the domains that the last one found full. */
const MAX_PASSES = 6;
/** A claim looks no further past full domains: everything due may be theirs, and a look at a million rows would hold the event loop. */
const LOOK_AHEAD = 5_000;

/**
 * Which due deliveries go next: the campaigns take turns, so that a big one doesn't starve a small one; within a campaign
 * by due time; past domains that rest or have had their share.
 */
export async function pickDue(trx: Trx, capabilities: Capabilities, request: ClaimRequest, throttle: Throttle | undefined, limit: number, beyond?: BeyondHeads): Promise<DuePick> {
	const campaigns = await listDueCampaigns(trx, request);
	const picked = new Set<string>();
	const full = new Set<string>();
	const laneRoom = new Map<string, number>();
	for (let pass = 0; pass < MAX_PASSES && picked.size < limit; pass += 1) {
		const share = Math.ceil((limit - picked.size) / Math.max(1, campaigns.length));
		const heads = await Promise.all(campaigns.map(async (campaign) => await readHeads(trx, capabilities, campaign, request.now, [...full], share + picked.size)));
		if (beyond && pass === 0) heads.push(...beyond.values());
		const rows = interleave(heads).filter((row) => !picked.has(row.id));
		if (rows.length === 0) break;
		await learnRoom(throttle, rows, laneRoom);
		const before = full.size;
		for (const row of rows) if (picked.size < limit) takeOrPass(row, picked, full, laneRoom);
		if (full.size === before && pass > 0) break;
		if (full.size === before && campaigns.length <= 1) break;
	}
	const lookBeyond = full.size > 0 && picked.size === 0 ? { campaigns, full: [...full] } : undefined;
	return { ids: [...picked], isHeldBack: full.size > 0, lookBeyond };
}

async function listDueCampaigns(trx: Trx, { shopId, campaignId, now, turn = 0 }: ClaimRequest): Promise<string[]> {
	let query = trx.selectFrom('campaigns as c').select('c.id').where('c.shop_id', '=', shopId).where('c.state', '=', 'active');
	if (campaignId) query = query.where('c.id', '=', campaignId);
	else {
		query = query.where((eb) => eb.or(WAITING.map((state) => eb.exists(eb.selectFrom('deliveries as d').select('d.id')
			.whereRef('d.campaign_id', '=', 'c.id').where(stateIs('d.state', state)).where('d.due_at', '<=', now)))));
	}
	const ids = (await query.orderBy('c.id').execute()).map((row) => row.id);
	const first = ids.length === 0 ? 0 : turn % ids.length;
	return [...ids.slice(first), ...ids.slice(0, first)].slice(0, MAX_CAMPAIGNS);
}

/** One state at a time: the index then gives them in order, however many are due. */
async function readHeads(trx: Trx, capabilities: Capabilities, campaignId: string, now: number, fullDomains: string[], limit: number): Promise<Head[]> {
	const args = { campaignId, now, limit, domains: capabilities.toList(fullDomains) };
	const read = fullDomains.length > 0 ? readPast : readDueOf;
	const [planned, deferred] = [await read.planned(trx, capabilities, args), await read.deferred(trx, capabilities, args)];
	return [...planned, ...deferred].sort((a, b) => a.due_at - b.due_at || (a.id < b.id ? -1 : 1)).slice(0, limit);
}

type Waiting = (typeof WAITING)[number];

interface HeadArgs {
	campaignId: string;
	now: number;
	limit: number;
	/** those passed over */
	domains: TextList;
}

const headsOf = (db: Db, state: Waiting, { campaignId, now, limit }: HeadArgs) => db.selectFrom('deliveries').select(['id', 'domain', 'due_at'])
	.where('campaign_id', '=', campaignId).where(stateIs('state', state)).where('due_at', '<=', now).orderBy('due_at').orderBy('id').limit(limit);

const headsPast = (db: Db, state: Waiting, args: HeadArgs, { isInList }: Capabilities) => db.selectFrom(headsOf(db, state, { campaignId: args.campaignId, now: args.now, domains: args.domains, limit: LOOK_AHEAD }).as('first')).select(['id', 'domain', 'due_at'])
	.where((eb) => eb.or([eb('domain', 'is', null), eb.not(isInList(sql.ref('domain'), args.domains))])).orderBy('due_at').orderBy('id').limit(args.limit);

/** Each state's statement has its name in its text. */
const readDueOf = { planned: compiledOnce((db, args: HeadArgs) => headsOf(db, 'planned', args)), deferred: compiledOnce((db, args: HeadArgs) => headsOf(db, 'deferred', args)) };
const readPast = {
	planned: compiledOnce((db, args: HeadArgs, capabilities) => headsPast(db, 'planned', args, capabilities)),
	deferred: compiledOnce((db, args: HeadArgs, capabilities) => headsPast(db, 'deferred', args, capabilities)),
};

/** The first due deliveries of other domains than the full ones, however far behind; the reader's thread looks for them. */
export async function readBeyond({ db, reader, capabilities }: OpenStore, { campaigns, full }: Beyond, now: number, limit: number): Promise<BeyondHeads> {
	const domains = capabilities.toList(full);
	const found = new Map<string, Head[]>();
	for (const campaignId of campaigns) {
		const heads = await Promise.all(WAITING.map(async (state) => await reader.all(headsOf(db, state, { campaignId, now, limit, domains })
			.where((eb) => eb.or([eb('domain', 'is', null), eb.not(capabilities.isInList(sql.ref('domain'), domains))])))));
		found.set(campaignId, heads.flat());
	}
	return found;
}

/** The first of each, the second of each … */
function interleave(lists: Head[][]): Head[] {
	const longest = Math.max(0, ...lists.map((list) => list.length));
	return Array.from({ length: longest }, (_, index) => lists.flatMap((list) => list[index] ?? [])).flat();
}

async function learnRoom(throttle: Throttle | undefined, rows: Head[], laneRoom: Map<string, number>): Promise<void> {
	const unknown = [...new Set(rows.map((row) => laneOf(row.domain ?? '')))].filter((lane) => !laneRoom.has(lane));
	if (unknown.length === 0) return;
	for (const [lane, room] of throttle ? await throttle.roomOf(unknown) : []) laneRoom.set(lane, room);
}

function takeOrPass(row: Head, picked: Set<string>, full: Set<string>, laneRoom: Map<string, number>): void {
	const lane = laneOf(row.domain ?? '');
	const room = laneRoom.get(lane) ?? Number.MAX_SAFE_INTEGER;
	if (room <= 0) return void full.add(row.domain ?? '');
	laneRoom.set(lane, room - 1);
	picked.add(row.id);
}
