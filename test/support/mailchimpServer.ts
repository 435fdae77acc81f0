import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../core/shared/clock';

/**
 * A fake of Mailchimp's Marketing API 3.0, built from its documentation: members of an audience by status and time of change,
 * offset paging over the set as it is at that moment, PATCH of one member. Never compared with the real one. Whatever would
 * subscribe or add somebody is a `violation`.
 */
export interface FakeMember {
	email: string;
	status: 'subscribed' | 'unsubscribed' | 'cleaned' | 'pending' | 'transactional' | 'archived';
	changedAt: number;
	isInComplianceState?: boolean;
}

export interface MailchimpServer {
	baseUrl: string;
	members: FakeMember[];
	violations: string[];
	requests: string[];
	/** replace the next answers, first in, first out */
	failures: Array<{ status: number; body: string }>;
	beforeAnswer: (request: string) => void;
	mostAtOnce(): number;
	count(method: string): number;
	close(): Promise<void>;
}

export const FAKE_KEY = '0123456789abcdef0123456789abcdef-us19';
export const FAKE_LIST = 'a1b2c3d4e5';

export async function startMailchimpServer(clock: Clock): Promise<MailchimpServer> {
	let [open, most] = [0, 0];
	const server = createServer((request, response) => {
		most = Math.max(most, (open += 1));
		response.on('close', () => (open -= 1));
		void answer(fake, clock, request, response);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const fake: MailchimpServer = {
		baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/3.0`, members: [], violations: [], requests: [], failures: [], beforeAnswer: () => undefined,
		mostAtOnce: () => most,
		count: (method) => fake.requests.filter((request) => request.startsWith(method)).length,
		async close() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
	return fake;
}

async function answer(fake: MailchimpServer, clock: Clock, request: IncomingMessage, response: ServerResponse): Promise<void> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	const [method, body] = [request.method ?? '', Buffer.concat(chunks).toString('utf8')];
	fake.requests.push(`${method} ${request.url ?? ''}`);
	fake.beforeAnswer(`${method} ${request.url ?? ''}`);
	const reply = fake.failures.shift() ?? route(fake, clock, request, method, body);
	response.writeHead(reply.status, { 'content-type': 'application/json' }).end(reply.body);
}

interface Reply {
	status: number;
	body: string;
}

function route(fake: MailchimpServer, clock: Clock, request: IncomingMessage, method: string, body: string): Reply {
	const url = new URL(request.url ?? '', 'http://fake');
	const [, key] = Buffer.from((request.headers.authorization ?? '').replace('Basic ', ''), 'base64').toString().split(':');
	if (key !== FAKE_KEY) return problem(401, 'API Key Invalid');
	if (method === 'GET' && url.pathname === '/3.0/lists') return json({ lists: [{ id: FAKE_LIST, name: 'US customers' }] });
	if (!url.pathname.startsWith(`/3.0/lists/${FAKE_LIST}/members`)) return problem(404, 'Resource Not Found');
	if (method === 'GET') return json(list(fake, url.searchParams));
	return patch(fake, clock, method, url.pathname.split('/').pop() ?? '', body);
}

function list(fake: MailchimpServer, query: URLSearchParams): unknown {
	const [after, before] = [query.get('since_last_changed'), query.get('before_last_changed')];
	const found = fake.members.filter((member) => member.status === query.get('status'))
		.filter(({ changedAt }) => (!after || changedAt > Date.parse(after)) && (!before || changedAt < Date.parse(before)));
	const offset = Number(query.get('offset'));
	// as small as a page can be, so that few members are many pages
	const count = Math.min(Number(query.get('count')), 1000);
	return {
		total_items: found.length,
		members: found.slice(offset, offset + count).map(({ email, changedAt, status }) => ({ id: idOf(email), email_address: email, status, last_changed: new Date(changedAt).toISOString().replace('.000Z', '+00:00') })),
	};
}

function patch(fake: MailchimpServer, clock: Clock, method: string, id: string, body: string): Reply {
	const isHarmless = method === 'PATCH' && JSON.stringify(JSON.parse(body)) === '{"status":"unsubscribed"}';
	if (!isHarmless) fake.violations.push(`${method} ${body}`);
	const member = fake.members.find((each) => idOf(each.email) === id);
	if (!member) return problem(404, 'Resource Not Found');
	if (member.isInComplianceState) return problem(400, 'Member In Compliance State', member.email);
	if (member.status !== 'unsubscribed') Object.assign(member, { status: 'unsubscribed', changedAt: clock.now() });
	return json({ id, email_address: member.email, status: member.status });
}

export function idOf(email: string): string {
	return createHash('md5').update(email.toLowerCase()).digest('hex');
}

function json(body: unknown): Reply {
	return { status: 200, body: JSON.stringify(body) };
}

export function problem(status: number, title: string, email = 'ana@correo.example'): Reply {
	return { status, body: JSON.stringify({ type: 'about:blank', title, status, detail: `${email} can't do that`, instance: 'x' }) };
}
