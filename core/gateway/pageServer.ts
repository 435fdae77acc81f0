import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import type { PageAnswer, PageEvent, PageRequest } from '../link/pageAnswer';
import { SECOND_MS } from '../shared/clock';
import { SellerMailError } from '../shared/errors';
import { readFormFields } from './formFields';

export interface ServeOptions {
	host: string;
	/** 0: any that is free */
	port: number;
	/** called for every change; an answer doesn't wait for it */
	onEvent?: (event: PageEvent) => void;
}

export interface PageServer {
	port: number;
	/** Takes no new requests, lets the running ones end, then closes. */
	close(): Promise<void>;
}

/** A form of ours has a hundred bytes, a mail provider's one-click some hundred. */
const MAX_BODY_BYTES = 16 * 1024;
const REQUEST_TIMEOUT_MS = 15 * SECOND_MS;
/** Idle connections make room soon, so that a thousand of them don't keep readers out. */
const KEEP_ALIVE_MS = 5 * SECOND_MS;
const MAX_CONNECTIONS = 2_000;
const CLOSE_WITHIN_MS = 5 * SECOND_MS;

type Answerer = (request: PageRequest) => Promise<PageAnswer>;

/** Serves the public pages on a port of their own, at any path that ends in `/m`. @throws SellerMailError PORT_NOT_AVAILABLE */
export async function startPageServer(answer: Answerer, options: ServeOptions): Promise<PageServer> {
	const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: REQUEST_TIMEOUT_MS, keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
		void serve(answer, options, request, response).catch(() => request.destroy());
	});
	server.maxConnections = MAX_CONNECTIONS;
	await listen(server, options);
	const address = server.address();
	return { port: typeof address === 'object' && address ? address.port : options.port, close: async () => await close(server) };
}

async function listen(server: Server, { host, port }: ServeOptions): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		server.once('error', (error: NodeJS.ErrnoException) => reject(new SellerMailError('PORT_NOT_AVAILABLE', {
			message: `Port ${port} on ${host} can not be used: ${REASONS[error.code ?? ''] ?? error.code ?? 'unknown reason'}.`, context: { port, code: error.code }, cause: error,
		})));
		server.listen(port, host, resolve);
	});
	// a connection that breaks is that reader's, not ours
	server.on('error', () => undefined);
}

const REASONS: Readonly<Record<string, string>> = {
	EADDRINUSE: 'something else listens there', EACCES: 'this account may not open it (ports below 1024 need more rights)',
	EADDRNOTAVAIL: 'this machine has no such address', ENOTFOUND: 'this machine knows no such address',
};

async function close(server: Server): Promise<void> {
	await new Promise<void>((resolve) => {
		const late = setTimeout(() => server.closeAllConnections(), CLOSE_WITHIN_MS);
		server.close(() => {
			clearTimeout(late);
			resolve();
		});
		server.closeIdleConnections();
	});
}

async function serve(answer: Answerer, options: ServeOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
	const [path = '', query = ''] = split(request.url ?? '');
	if (!path.endsWith('/m')) return send(response, { status: 404, headers: TEXT, body: 'Not found.\n' });
	const body = request.method === 'POST' ? await readBody(request) : '';
	if (body === undefined) return send(response, { status: 413, headers: { ...TEXT, Connection: 'close' }, body: 'Too long.\n' });
	const answered = await answer(toPageRequest(request, query, body)).catch(() => UNAVAILABLE);
	send(response, answered);
	if (answered.event) options.onEvent?.(answered.event);
}

const TEXT = { 'Content-Type': 'text/plain; charset=utf-8' };
/** The store is locked or away: the reader may try again, and a mail provider does. */
const UNAVAILABLE: PageAnswer = { status: 503, headers: { ...TEXT, 'Retry-After': '30' }, body: 'Please try again in a minute.\n' };

function split(url: string): [string, string] {
	const at = url.indexOf('?');
	return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)];
}

function toPageRequest(request: IncomingMessage, query: string, body: string): PageRequest {
	const tokens = new URLSearchParams(query).getAll('t');
	return {
		method: request.method ?? '',
		token: tokens.length === 1 ? tokens[0] : undefined,
		fields: body ? readFormFields(body, request.headers['content-type'] ?? '') : {},
		acceptLanguage: request.headers['accept-language'] ?? 'en',
		ip: clientIp(request),
	};
}

/** `undefined`: longer than allowed. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
	const chunks: Buffer[] = [];
	let size = 0;
	return await new Promise((resolve, reject) => {
		request.on('data', (chunk: Buffer) => {
			size += chunk.length;
			if (size <= MAX_BODY_BYTES) return void chunks.push(chunk);
			request.pause(); // not destroyed: the answer still has to get out
			resolve(undefined);
		});
		request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
		request.on('error', reject);
	});
}

/** Behind a proxy of our own network its last entry is the reader; from elsewhere the header could be anybody's invention. */
function clientIp(request: IncomingMessage): string | null {
	const peer = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
	const last = String(request.headers['x-forwarded-for'] ?? '').split(',').at(-1)?.trim() ?? '';
	return PRIVATE.test(peer) && isIP(last) ? last : peer || null;
}

const PRIVATE = /^(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|::1$|f[cd])/;

function send(response: ServerResponse, { status, headers, body }: PageAnswer): void {
	response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) });
	response.end(body);
}
