import { DAY_MS, MINUTE_MS } from '../shared/clock';
import { SellerMailError } from '../shared/errors';
import type { Caller } from './caller.flow';
import type { OrderMethods } from './methods';
import { UNFINISHED_STATUSES } from './orderStatus';
import { toPacificRange } from './pacificTime';
import type { Json } from './ports';
import { idOf, listOf, objectOf } from './readJson';

/** Orders that changed between two instants, by id, each as the list tells it. */
export interface ListedWindow {
	until: number;
	orders: Map<string, Json>;
}

const PAGE_SIZE = 50;
/** far beyond what a window holds; a gateway that never says "last page" must not keep us for ever */
const MAX_PAGES = 500;
/** A window with more orders is halved, so that a crash or a stop costs little of what was done. */
const FEW_ORDERS = 200;
const LEAST_WINDOW_MS = 15 * MINUTE_MS;
/** Documented limits are 180 days for open orders and 30 for finished ones; a day less leaves room for the clock change. */
const OPEN_RANGE_MS = 179 * DAY_MS;
const FINISHED_RANGE_MS = 29 * DAY_MS;
const FINISHED_RANGES = 6;

/**
 * Lists the orders that changed from `from` to `until`; `until` of the answer is earlier when there were many. Finished
 * orders have to be asked for by themselves, and by ranges of their time of creation.
 */
export async function listWindow(call: Caller, methods: OrderMethods, from: number, until: number): Promise<ListedWindow> {
	const queries = makeQueries(from, until);
	const firstPages: Page[] = [];
	for (const query of queries) firstPages.push(await readPage(call, methods, query, 1));
	const total = firstPages.reduce((sum, page) => sum + (page.totalCount ?? page.orders.length), 0);
	if (total > FEW_ORDERS && until - from > LEAST_WINDOW_MS) return await listWindow(call, methods, from, halfWay(from, until));
	const orders = new Map<string, Json>();
	for (const [index, query] of queries.entries()) await readRest(call, methods, query, firstPages[index], orders);
	return { until, orders };
}

function halfWay(from: number, until: number): number {
	return Math.max(from + LEAST_WINDOW_MS, from + Math.floor((until - from) / 2));
}

type Query = Record<string, unknown>;

function makeQueries(from: number, until: number): Query[] {
	const modified = toPacificRange(from, until);
	const asked = { page_size: PAGE_SIZE, modified_date_start: modified.start, modified_date_end: modified.end };
	const createdBetween = (start: number, end: number): Query => {
		const created = toPacificRange(start, end);
		return { create_date_start: created.start, create_date_end: created.end };
	};
	const finished = Array.from({ length: FINISHED_RANGES }, (_none, index) => {
		const end = until - index * FINISHED_RANGE_MS;
		return { ...asked, ...createdBetween(end - FINISHED_RANGE_MS, end), order_status_list: ['FINISH'] };
	});
	return [{ ...asked, ...createdBetween(until - OPEN_RANGE_MS, until), order_status_list: UNFINISHED_STATUSES }, ...finished];
}

interface Page {
	orders: Json[];
	totalCount: number | undefined;
	totalPages: number | undefined;
}

/**
 * Reads the other pages, the last one first. An order that changes meanwhile leaves the window, and those behind it move up:
 * read from the end nobody slips through between two pages, at worst somebody is read twice. The first page comes last, again.
 */
async function readRest(call: Caller, methods: OrderMethods, query: Query, first: Page | undefined, orders: Map<string, Json>): Promise<void> {
	if (!first) return;
	collect(first, orders);
	const pages = first.totalPages ?? (first.totalCount === undefined ? undefined : Math.ceil(first.totalCount / PAGE_SIZE));
	if (pages === undefined) return await readUntilShort(call, methods, query, first, orders);
	if (pages > MAX_PAGES) throw refused(methods.list, `${pages} pages for one window`);
	for (let page = pages; page >= 1 && pages > 1; page -= 1) collect(await readPage(call, methods, query, page), orders);
}

/** Without a total: on until a page is short or brings nothing new. */
async function readUntilShort(call: Caller, methods: OrderMethods, query: Query, first: Page, orders: Map<string, Json>): Promise<void> {
	let last = first;
	for (let page = 2; last.orders.length >= PAGE_SIZE && page <= MAX_PAGES; page += 1) {
		last = await readPage(call, methods, query, page);
		const before = orders.size;
		collect(last, orders);
		if (orders.size === before) return;
	}
}

function collect(page: Page, orders: Map<string, Json>): void {
	for (const order of page.orders) {
		const id = idOf(order.order_id ?? order.id);
		if (id !== undefined) orders.set(id, order);
	}
}

async function readPage(call: Caller, methods: OrderMethods, query: Query, page: number): Promise<Page> {
	const answer = await call(methods.list, { [methods.listParameter]: JSON.stringify({ ...query, current_page: page }) });
	if (answer.kind === 'refused') throw refused(methods.list, answer.code);
	const { target_list: list, total_count: count, total_page: pages } = { ...objectOf(answer.result.data), ...answer.result };
	return { orders: listOf(list), totalCount: countOf(count), totalPages: countOf(pages) };
}

function countOf(value: unknown): number | undefined {
	const count = typeof value === 'number' || typeof value === 'string' ? Number(value) : NaN;
	return Number.isInteger(count) && count >= 0 ? count : undefined;
}

function refused(method: string, why: string): SellerMailError {
	return new SellerMailError('ALIEXPRESS_REFUSED', { message: `AliExpress refused the list of orders (${method}: ${why}).`, context: { method } });
}
