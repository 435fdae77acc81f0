import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { requestHttp } from '../../../core/gateway/http';

describe('a request to somebody’s API', () => {
	let server: Server;
	let seen: string[];
	const begin = async (listener: RequestListener): Promise<string> => {
		seen = [];
		server = createServer((request, response) => {
			seen.push(request.url ?? '');
			listener(request, response);
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	};
	afterEach(async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	});
	const ask = async (url: string, more: object = {}) => await requestHttp({ method: 'GET', url, timeoutMs: 10_000, maxBytes: 1000, ...more });

	it('status and text, whatever the status', async () => {
		const url = await begin((_request, response) => response.writeHead(418).end('Tëapot'));
		expect(await ask(url)).toEqual({ kind: 'answered', status: 418, text: 'Tëapot' });
	});

	it('an empty answer', async () => {
		const url = await begin((_request, response) => response.writeHead(204).end());
		expect(await ask(url)).toEqual({ kind: 'answered', status: 204, text: '' });
	});

	it('a redirect is not followed: what was sent is not for another host', async () => {
		const url = await begin((_request, response) => response.writeHead(307, { location: '/elsewhere' }).end());
		expect(await ask(url, { method: 'POST', body: 'secret' })).toEqual({ kind: 'unreachable', reason: 'redirect' });
		expect(seen).toEqual(['/']);
	});

	it('an answer without end is cut off', async () => {
		const url = await begin((_request, response) => {
			response.on('error', () => undefined);
			const write = (): void => void (response.destroyed || response.write('x'.repeat(10_000), () => setImmediate(write)));
			write();
		});
		expect(await ask(url)).toEqual({ kind: 'unreachable', reason: 'too-large' });
	});

	it('no answer in time', async () => {
		const url = await begin(() => undefined);
		expect(await ask(url, { timeoutMs: 20 })).toEqual({ kind: 'unreachable', reason: 'timeout' });
	});

	it('an answer that begins and never ends', async () => {
		const url = await begin((_request, response) => void response.write('{'));
		expect(await ask(url, { timeoutMs: 50 })).toEqual({ kind: 'unreachable', reason: 'timeout' });
	});

	it('a stop', async () => {
		const stop = new AbortController();
		const url = await begin(() => stop.abort());
		expect(await ask(url, { signal: stop.signal })).toEqual({ kind: 'unreachable', reason: 'canceled' });
	});

	it('a broken connection', async () => {
		const url = await begin((request) => request.socket.destroy());
		expect(await ask(url)).toEqual({ kind: 'unreachable', reason: 'network' });
	});
});
