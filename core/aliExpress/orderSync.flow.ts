import type { RowResult } from '../buyer/recordBatches.flow';
import { DAY_MS, HOUR_MS, SECOND_MS } from '../shared/clock';
import { SellerMailError } from '../shared/errors';
import { appName, parseAccount, type AccountInput } from './account';
import { makeCaller, type Caller, type CallerDeps } from './caller.flow';
import { resolveMethods, type MethodFamily, type OrderMethods } from './methods';
import { listWindow } from './orderList.flow';
import { toOrderRow, type OrderRow } from './orderRow';
import type { Json } from './ports';
import { objectOf } from './readJson';

export interface OrderSyncDeps extends CallerDeps {
	upsertOrders: (shopId: string, rows: readonly unknown[], options: { buyersWithoutAddress: 'keep' }) => Promise<RowResult[]>;
	assertShop: (shopId: string) => Promise<unknown>;
}

export interface OrderSyncRequest {
	shopId: string;
	account: AccountInput;
	/** orders that changed since then; where the last sync ended when left out, or 7 days back */
	since?: number;
	/** read once more before the last sync's end, at least an hour: clocks differ, and one hour comes twice a year */
	overlapHours?: number;
	/** stops after the window in which so many were read; the next sync goes on from there */
	maxOrders?: number;
	family?: MethodFamily;
	listMethod?: string;
	detailMethod?: string;
	/** between two calls */
	gapMs?: number;
	signal?: AbortSignal | undefined;
}

export interface OrderSyncResult {
	/** what was asked for; `doneUntil` is how far it came, and where the next sync begins */
	window: { from: number; until: number };
	doneUntil: number;
	read: number;
	new: number;
	changed: number;
	unchanged: number;
	/** kept, with a buyer that can't be written to */
	withoutAddress: number;
	/** in a state that isn't one of ours; their times are kept as far as they are known */
	otherStatus: number;
	rejected: number;
	/** the first ones */
	rejectedOrders: Array<{ orderId: string; field: string; reason: string }>;
	/** null: all of the window */
	stoppedBy: 'canceled' | 'max-orders' | null;
}

const FIRST_SYNC_MS = 7 * DAY_MS;
const LONGEST_SYNC_MS = 179 * DAY_MS;
const SAVE_SIZE = 20;
const REJECTED_SHOWN = 50;
const DEFAULT_GAP_MS = SECOND_MS;

/**
 * Brings a shop's orders up to what AliExpress knows: lists what changed, day by day, reads each order, stores it. Idempotent;
 * the mark moves on after a window is stored, so what a crash interrupts is read again.
 * @throws SellerMailError NOT_FOUND (shop), INPUT_INVALID, ALIEXPRESS_LOGIN_REFUSED, ALIEXPRESS_PERMISSION_MISSING,
 * ALIEXPRESS_REFUSED, ALIEXPRESS_THROTTLED, ALIEXPRESS_UNREACHABLE
 */
export async function syncOrders(deps: OrderSyncDeps, request: OrderSyncRequest): Promise<OrderSyncResult> {
	await deps.assertShop(request.shopId);
	const account = parseAccount(request.account);
	const run: Run = {
		deps, request, methods: resolveMethods(request.family, { list: request.listMethod, detail: request.detailMethod }),
		call: makeCaller(deps, account, { gapMs: request.gapMs ?? DEFAULT_GAP_MS, signal: request.signal }), markKey: `${appName(account)}:orders:${request.shopId}`,
	};
	const result = emptyResult(await windowOf(run));
	try {
		await syncWindows(run, result);
	} catch (error) {
		// a call that was cut off by the stop is no failure
		if (!request.signal?.aborted) throw error;
		result.stoppedBy = 'canceled';
	}
	return result;
}

/** Tries the credential: one signed call that reads. A token that has ended is told apart. @throws like `syncOrders` */
export async function testAccount(deps: Pick<CallerDeps, 'clock' | 'api'>, input: AccountInput): Promise<'works' | 'tokenEnded' | 'notTried'> {
	const account = parseAccount(input);
	if (!account.accessToken) return 'notTried';
	const methods = resolveMethods();
	const query = { page_size: 1, current_page: 1, create_date_start: '2026-01-01 00:00:00', create_date_end: '2026-01-02 00:00:00' };
	const answer = await deps.api.call(account, account.accessToken, methods.list, { [methods.listParameter]: JSON.stringify(query) }, deps.clock.now());
	if (answer.kind === 'tokenRefused' && account.refreshToken) return 'tokenEnded';
	if (answer.kind === 'answered' || (answer.kind === 'refused' && answer.what === 'request')) return 'works';
	throw toTestError(answer);
}

function toTestError(answer: { kind: string; code?: string; reason?: string; what?: string }): SellerMailError {
	const detail = answer.code ?? answer.reason ?? '';
	if (answer.kind === 'unreachable') return new SellerMailError('ALIEXPRESS_UNREACHABLE', { message: `AliExpress gave no usable answer (${detail}).` });
	if (answer.kind === 'throttled') return new SellerMailError('ALIEXPRESS_THROTTLED', { message: `AliExpress wants fewer calls (${detail}).` });
	if (answer.what === 'permission') return new SellerMailError('ALIEXPRESS_PERMISSION_MISSING', { message: `AliExpress does not let this app read orders (${detail}).` });
	return new SellerMailError('ALIEXPRESS_LOGIN_REFUSED', { message: `AliExpress refuses the credential (${detail}).` });
}

interface Run {
	deps: OrderSyncDeps;
	request: OrderSyncRequest;
	methods: OrderMethods;
	call: Caller;
	markKey: string;
}

async function windowOf({ deps, request, markKey }: Run): Promise<{ from: number; until: number }> {
	const until = deps.clock.now();
	const mark = Number(await deps.settings.read(markKey)) || undefined;
	const overlapMs = Math.max(1, request.overlapHours ?? 1) * HOUR_MS;
	const from = request.since ?? (mark === undefined ? until - FIRST_SYNC_MS : mark - overlapMs);
	return { from: Math.max(Math.min(from, until), until - LONGEST_SYNC_MS), until };
}

async function syncWindows(run: Run, result: OrderSyncResult): Promise<void> {
	const { until } = result.window;
	const { signal, maxOrders = Infinity } = run.request;
	while (result.doneUntil < until) {
		result.stoppedBy = signal?.aborted ? 'canceled' : result.read >= maxOrders ? 'max-orders' : null;
		if (result.stoppedBy) return;
		const from = result.doneUntil;
		const listed = await listWindow(run.call, run.methods, from, Math.min(from + DAY_MS, until));
		await syncListed(run, listed.orders, result);
		if (signal?.aborted) continue;
		await moveMark(run, from, listed.until);
		result.doneUntil = listed.until;
	}
}

async function syncListed(run: Run, orders: Map<string, Json>, result: OrderSyncResult): Promise<void> {
	let rows: OrderRow[] = [];
	for (const [orderId, listed] of orders) {
		if (run.request.signal?.aborted) return;
		const row = await readOrder(run, orderId, listed, result);
		if (row) rows.push(row);
		if (rows.length >= SAVE_SIZE) {
			await save(run, rows, result);
			rows = [];
		}
	}
	await save(run, rows, result);
}

/** The id is written as digits: as a number it could lose some. */
async function readOrder({ call, methods, deps }: Run, orderId: string, listed: Json, result: OrderSyncResult): Promise<OrderRow | undefined> {
	const answer = await call(methods.detail, { [methods.detailParameter]: `{"order_id":${orderId},"ext_info_bit_flag":0}` });
	result.read += 1;
	if (answer.kind === 'answered') return toOrderRow(orderId, listed, objectOf(answer.result.data ?? answer.result), deps.clock.now());
	reject(result, orderId, { field: 'order', reason: `AliExpress does not show it (${answer.code})` });
	return undefined;
}

async function save({ deps, request }: Run, rows: OrderRow[], result: OrderSyncResult): Promise<void> {
	if (rows.length === 0) return;
	const saved = await deps.upsertOrders(request.shopId, rows.map(({ row }) => row), { buyersWithoutAddress: 'keep' });
	for (const [index, outcome] of saved.entries()) count(result, rows[index], outcome);
}

function count(result: OrderSyncResult, order: OrderRow | undefined, outcome: RowResult): void {
	if (!order) return;
	if (outcome.kind === 'rejected') return reject(result, String(order.row.orderId), outcome);
	if (outcome.kind === 'unchanged') result.unchanged += 1;
	else result[outcome.isNew ? 'new' : 'changed'] += 1;
	if (!order.hasAddress) result.withoutAddress += 1;
	if (order.phase === 'other') result.otherStatus += 1;
}

function reject(result: OrderSyncResult, orderId: string, { field, reason }: { field: string; reason: string }): void {
	result.rejected += 1;
	if (result.rejectedOrders.length < REJECTED_SHOWN) result.rejectedOrders.push({ orderId, field, reason });
}

/** Only forward, and not over what a chosen beginning left out: the next sync has to read that. */
async function moveMark({ deps, markKey, request }: Run, from: number, until: number): Promise<void> {
	await deps.settings.change(markKey, (stored) => {
		const mark = Number(stored) || 0;
		const leavesGap = request.since !== undefined && mark > 0 && from > mark;
		return leavesGap || until <= mark ? { answer: undefined } : { value: String(until), answer: undefined };
	});
}

function emptyResult(window: { from: number; until: number }): OrderSyncResult {
	return {
		window, doneUntil: window.from, read: 0, new: 0, changed: 0, unchanged: 0, withoutAddress: 0, otherStatus: 0, rejected: 0, rejectedOrders: [], stoppedBy: null,
	};
}
