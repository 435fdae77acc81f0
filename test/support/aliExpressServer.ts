import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../core/shared/clock';

/**
 * A fake of the AliExpress Open Platform, built from its published protocol: signatures, tokens, paging, windows, errors in
 * answers of status 200. It was never compared with the real one. It shares no code with the product: signatures and Pacific
 * times are computed here in another way.
 */
export interface FakeOrder {
	/** as digits; may be beyond 2^53 */
	id: string;
	status: string;
	createdAt: number;
	modifiedAt: number;
	login?: string;
	detail?: Record<string, unknown>;
	listed?: Record<string, unknown>;
}

export interface FakeRequest {
	/** the method, or the path of a system call */
	name: string;
	/** by the server's clock */
	at: number;
	parameters: Record<string, string>;
}

export interface AliExpressServer {
	baseUrl: string;
	orders: FakeOrder[];
	requests: FakeRequest[];
	tokens: { access: string; refresh: string; endsAt: number };
	/** answers that replace the next ones, first in, first out; of business calls only */
	failures: Array<{ status?: number; body: unknown }>;
	/** called before a business call is answered */
	beforeCall: (request: FakeRequest) => void;
	/** of a refresh */
	options: { omitsRefreshToken: boolean; wrapping: 'response' | 'result' | 'bare'; omitsTotals: boolean; accessSeconds: number };
	count(name: string): number;
	close(): Promise<void>;
}

export const FAKE_APP = { appKey: '500102', appSecret: 'helloworld' };
const DRIFT_MS = 7_200_000;
const DAY_MS = 86_400_000;

export async function startAliExpressServer(clock: Clock): Promise<AliExpressServer> {
	const server = createServer((request, response) => void answer(fake, clock, request, response));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const fake: AliExpressServer = {
		baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, orders: [], requests: [],
		tokens: { access: 'access-0', refresh: 'refresh-0', endsAt: Infinity }, failures: [], beforeCall: () => undefined,
		options: { omitsRefreshToken: false, wrapping: 'response', omitsTotals: false, accessSeconds: 86_400 },
		count: (name) => fake.requests.filter((request) => request.name === name).length,
		close: async () => await close(server),
	};
	return fake;
}

/** The documented rule in its own words: sort, join, prefix, HMAC. */
export function signIndependently(parameters: Record<string, string>, secret: string, path = ''): string {
	let text = path;
	for (const [name, value] of Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1))) text += name + value;
	const hmac = createHmac('sha256', Buffer.from(secret, 'utf8'));
	hmac.write(text, 'utf8');
	return hmac.digest().reduce((hex, byte) => hex + byte.toString(16).padStart(2, '0'), '').toUpperCase();
}

/** Pacific time as the platform writes it, by Intl (the product uses luxon). */
export function pacific(at: number): string {
	return new Intl.DateTimeFormat('sv-SE', {
		timeZone: 'America/Los_Angeles', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
	}).format(at);
}

async function close(server: Server): Promise<void> {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
}

async function answer(fake: AliExpressServer, clock: Clock, request: IncomingMessage, response: ServerResponse): Promise<void> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	const parameters = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString('utf8')));
	const path = request.url ?? '';
	const isSystem = path.startsWith('/rest');
	const seen: FakeRequest = { name: isSystem ? path.slice('/rest'.length) : (parameters.method ?? ''), at: clock.now(), parameters };
	fake.requests.push(seen);
	const { status = 200, body } = checkRequest(parameters, clock, isSystem ? path.slice('/rest'.length) : '') ?? (isSystem ? answerSystem(fake, clock, seen) : answerCall(fake, clock, seen));
	// what the fake can't read is a fault of the caller: the test must see it, not wait
	response.writeHead(status, { 'content-type': 'application/json' }).end(typeof body === 'string' ? body : JSON.stringify(body));
}

type Reply = { status?: number; body: unknown };

function checkRequest({ sign, ...signed }: Record<string, string>, clock: Clock, path: string): Reply | undefined {
	if (signed.app_key !== FAKE_APP.appKey) return error('InvalidAppKey');
	if (Math.abs(Number(signed.timestamp) - clock.now()) > DRIFT_MS) return error('IllegalTimestamp');
	return sign === signIndependently(signed, FAKE_APP.appSecret, path) ? undefined : error('IncompleteSignature');
}

function error(code: string, type = 'ISV'): Reply {
	return { body: { error_response: { code, type, msg: 'The token access-0 of ana@correo.example is not liked', request_id: 'r1' } } };
}

function answerSystem(fake: AliExpressServer, clock: Clock, { name, parameters }: FakeRequest): Reply {
	const isGood = name === '/auth/token/create' ? parameters.code === 'code-1' : name === '/auth/token/refresh' && parameters.refresh_token === fake.tokens.refresh;
	if (!isGood) return error('IllegalRefreshToken');
	const serial = fake.count('/auth/token/refresh') + fake.count('/auth/token/create');
	const refresh = fake.options.omitsRefreshToken ? fake.tokens.refresh : `refresh-${serial}`;
	fake.tokens = { access: `access-${serial}`, refresh, endsAt: clock.now() + fake.options.accessSeconds * 1000 };
	const pair = { access_token: fake.tokens.access, ...(fake.options.omitsRefreshToken ? {} : { refresh_token: refresh }), expires_in: fake.options.accessSeconds };
	return { body: { ...pair, code: '0', request_id: 'r2' } };
}

function answerCall(fake: AliExpressServer, clock: Clock, seen: FakeRequest): Reply {
	fake.beforeCall(seen);
	const failure = fake.failures.shift();
	if (failure) return failure;
	if (seen.parameters.session !== fake.tokens.access || clock.now() >= fake.tokens.endsAt) return error('IllegalAccessToken');
	if (seen.name === 'aliexpress.solution.order.get') return list(fake, seen.parameters.param0 ?? '', seen.name, 'order_dto');
	if (seen.name === 'aliexpress.trade.seller.orderlist.get') return list(fake, seen.parameters.param_aeop_order_query ?? '', seen.name, 'aeop_order_item_dto');
	if (['aliexpress.solution.order.info.get', 'aliexpress.trade.new.redefining.findorderbyid'].includes(seen.name)) return detail(fake, seen.parameters.param1 ?? '', seen.name);
	return error('InsufficientPermission');
}

function list(fake: AliExpressServer, text: string, method: string, listName: string): Reply {
	if (!text) return error('MissingParameter');
	const query = JSON.parse(text) as Record<string, string> & { order_status_list?: string[]; page_size: number; current_page: number };
	const statuses = query.order_status_list ?? [];
	const days = (wall(query.create_date_end) - wall(query.create_date_start)) / DAY_MS;
	if (query.page_size > 50 || days > (statuses.includes('FINISH') ? 30 : 180)) return wrap(fake, method, { success: false, error_code: 'INVALID_PARAM', error_message: 'too wide' });
	const found = fake.orders.filter((order) => (statuses.length > 0 ? statuses.includes(order.status) : order.status !== 'FINISH'))
		.filter((order) => between(pacific(order.createdAt), query.create_date_start, query.create_date_end))
		.filter((order) => between(pacific(order.modifiedAt), query.modified_date_start, query.modified_date_end));
	const page = found.slice((query.current_page - 1) * query.page_size, query.current_page * query.page_size);
	const totals = fake.options.omitsTotals ? {} : { total_count: found.length, total_page: Math.ceil(found.length / query.page_size) };
	return wrap(fake, method, { success: true, ...totals, current_page: query.current_page, page_size: query.page_size, target_list: { [listName]: page.map(toListed) } });
}

function wall(text = ''): number {
	return Date.parse(`${text.replace(' ', 'T')}Z`);
}

function between(value: string, from = '', until = '9'): boolean {
	return value >= from && value <= until;
}

function toListed(order: FakeOrder): Record<string, unknown> {
	return {
		order_id: `@@${order.id}@@`, order_status: order.status, gmt_create: pacific(order.createdAt), gmt_update: pacific(order.modifiedAt), buyer_login_id: order.login ?? 'cn100',
		...order.listed,
	};
}

/** The id must come as a number whose digits are all there. */
function detail(fake: AliExpressServer, text: string, method: string): Reply {
	const [, id] = /"order_id":\s*(\d+)[,}]/.exec(text) ?? [];
	const order = fake.orders.find((each) => each.id === id);
	if (!order) return wrap(fake, method, { success: false, error_code: 'F00-10-10000-001', error_message: 'order of ana@correo.example not found' });
	return wrap(fake, method, { data: { id: `@@${order.id}@@`, order_status: order.status, gmt_create: pacific(order.createdAt), gmt_modified: pacific(order.modifiedAt), buyerloginid: order.login ?? 'cn100', ...order.detail } });
}

/** Ids are written as numbers with all their digits, as the platform does. */
function wrap({ options }: AliExpressServer, method: string, result: Record<string, unknown>): Reply {
	const shapes = { response: { [`${method.replaceAll('.', '_')}_response`]: { result, request_id: 'r3' } }, result: { result, code: '0', request_id: 'r3' }, bare: { ...result, code: '0' } };
	return { body: JSON.stringify(shapes[options.wrapping]).replace(/"@@(\d+)@@"/g, '$1') };
}
