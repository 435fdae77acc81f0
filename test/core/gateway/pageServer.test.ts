import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { openCore, type Core } from '../../../core/openCore';
import type { PageEvent } from '../../../core/link/pageAnswer';
import { openStore, type OpenStore } from '../../../core/store/openStore';
import { NOON, aCampaign, aDelivery, aSender } from '../../support/builders';
import { aBuyerWithLinks, hashTables } from '../../support/pages';
import { anSmtpSink } from '../../support/smtpSink';
import { STORE_KINDS, aClock, storeSettings } from '../../support/stores';

type Server = Awaited<ReturnType<Core['pages']['serve']>>;

describe.each(STORE_KINDS)('the pages on their own port, %s', (kind) => {
	const clock = aClock(NOON);
	const events: PageEvent[] = [];
	let core: Core;
	let store: OpenStore;
	let server: Server;
	let base: string;
	beforeAll(async () => {
		const settings = storeSettings(kind);
		core = await openCore({ store: settings, clock });
		store = await openStore(settings, { clock });
		await core.shops.save({ id: 'demo', name: 'Lumen Home', defaultSite: 'deu', timeZone: 'Europe/Berlin' });
		server = await core.pages.serve({ host: '127.0.0.1', port: 0, onEvent: (event) => void events.push(event) });
		base = `http://127.0.0.1:${server.port}/m`;
		await core.links.publish('demo', { url: base, workflowId: 'w' });
	});
	beforeEach(() => {
		events.splice(0);
		clock.advance(86_400_000);
	});
	afterAll(async () => {
		await server.close();
		await store.close();
		await core.close();
	});

	let serial = 0;
	const aVisitor = async () => await aBuyerWithLinks(core, `port${(serial += 1)}@shop.example`);
	const consentOf = async (id: string) => (await core.buyers.consentOf([id])).get(id)?.consent;

	it('10,000 visits of scanners, by GET and HEAD, to links of every kind → not one row changed', async () => {
		const sink = await anSmtpSink();
		const campaign = await aCampaign(store.db);
		const urls: string[] = [];
		for (let count = 0; count < 25; count += 1) {
			const { id, url } = await aVisitor();
			const { id: contentId } = await aContent(core);
			const delivery = await aDelivery(store.db, { campaign_id: campaign, buyer_id: id, content_id: contentId, occasion: String(count) });
			urls.push(url, (await core.links.forDeliveries('demo'))(delivery), (await core.links.viewsForDeliveries('demo'))(delivery));
		}
		const asked = await core.consent.requestDoubleOptIn('demo', aSender(sink.port), Array.from({ length: 5 }, (_, index) => ({ email: `scan${index}@shop.example`, source: 'form' })));
		for (const result of asked.results) urls.push((await core.links.forRequests('demo'))((result as { requestId: string }).requestId));
		await sink.stop();
		const before = await hashTables(store);
		const agent = new Agent({ keepAlive: true, maxSockets: 8 });
		const statuses = new Map<string, number>();
		await Promise.all(Array.from({ length: 8 }, async (_unused, worker) => {
			for (let visit = worker; visit < 10_000; visit += 8) {
				const method = visit % 5 === 0 ? 'HEAD' : 'GET';
				const key = `${method} ${await visitUrl(agent, method, urls[visit % urls.length] ?? '')}`;
				statuses.set(key, (statuses.get(key) ?? 0) + 1);
			}
		}));
		agent.destroy();
		expect(Object.fromEntries(statuses)).toEqual({ 'GET 200': 8_000, 'HEAD 200': 2_000 });
		expect(await hashTables(store)).toEqual(before);
		expect(events).toEqual([]);
	});

	const multipart = (boundary: string, end = '\r\n'): string => [`--${boundary}`, 'Content-Disposition: form-data; name="List-Unsubscribe"', '', 'One-Click', `--${boundary}--`, ''].join(end);
	it.each([
		['urlencoded', 'application/x-www-form-urlencoded', 'List-Unsubscribe=One-Click'],
		['urlencoded with a charset', 'application/x-www-form-urlencoded; charset=UTF-8', 'List-Unsubscribe=One-Click'],
		['multipart', 'multipart/form-data; boundary=----abc123', multipart('----abc123')],
		['multipart, quoted boundary with odd characters', 'multipart/form-data; boundary="a\'()+_,-./:=? b"', multipart("a'()+_,-./:=? b")],
		['multipart, boundary of one letter', 'multipart/form-data; boundary=x', multipart('x')],
		['multipart, bare line feeds', 'Multipart/Form-Data; charset=utf-8; Boundary=zz', multipart('zz', '\n')],
		['multipart, preamble and epilogue', 'multipart/form-data; boundary=p', `preamble\r\n${multipart('p')}epilogue`],
	])('one-click, %s → 200, no redirect, no cookie, unsubscribed', async (_name, contentType, body) => {
		const { id, url } = await aVisitor();
		const answer = await fetch(url, { method: 'POST', headers: { 'content-type': contentType }, body, redirect: 'manual' });
		expect([answer.status, answer.headers.get('set-cookie'), answer.headers.get('location')]).toEqual([200, null, null]);
		expect(await consentOf(id)).toBe('withdrawn');
		expect((await core.consent.history(id)).at(-1)).toMatchObject({ source: 'one-click' });
		expect(events).toMatchObject([{ event: 'unsubscribed', buyerId: id }]);
		await fetch(url, { method: 'POST', headers: { 'content-type': contentType }, body });
		expect(events).toHaveLength(1);
	});

	it.each([
		['no boundary', 'multipart/form-data', 'x'], ['another boundary than stated', 'multipart/form-data; boundary=a', multipart('b')], ['nothing', 'text/plain', ''],
		['json', 'application/json', '{"List-Unsubscribe":"One-Click"}'], ['bytes', 'application/x-www-form-urlencoded', '%ff%00%zz'],
	])('a POST that nobody can read (%s) → unsubscribed all the same', async (_name, contentType, body) => {
		const { id, url } = await aVisitor();
		expect((await fetch(url, { method: 'POST', headers: { 'content-type': contentType }, body })).status).toBe(200);
		expect(await consentOf(id)).toBe('withdrawn');
	});

	it.each(['', '?t', '?t=', '?t[]=a', '?t=a&t=b', '?t=%00', '?t=%', '?t=%ff%fe', `?t=${'a'.repeat(8_000)}`, '?__proto__=1', '?t.x=1', '?x', '?t=v.d_'])('query %s → 404 page', async (query) => {
		for (const method of ['GET', 'POST']) {
			const answer = await fetch(`${base}${query}`, { method });
			expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
		}
	});

	it('another path → 404; any path in front, as a proxy leaves it → the page', async () => {
		const { url } = await aVisitor();
		expect((await fetch(url.replace('/m?', '/x?'))).status).toBe(404);
		expect((await fetch(url.replace('/m?', '/mail/links/m?'))).status).toBe(200);
	});

	it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS'])('%s → 405 that says what may be', async (method) => {
		const answer = await fetch((await aVisitor()).url, { method });
		expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
	});

	it('a body of more than 16 kB → 413, nothing changed', async () => {
		const { id, url } = await aVisitor();
		expect((await fetch(url, { method: 'POST', body: 'x'.repeat(16 * 1024 + 1) })).status).toBe(413);
		expect(await consentOf(id)).toBe('granted');
		expect((await fetch(url, { method: 'POST', body: 'x'.repeat(16 * 1024) })).status).toBe(200);
	});

	it('HEAD → the headers of GET, no body', async () => {
		const { url } = await aVisitor();
		const [head, get] = [await fetch(url, { method: 'HEAD' }), await fetch(url)];
		expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, String(Buffer.byteLength(await get.text())), '']);
	});

	it('bytes that are no HTTP → this connection ends, the others go on', async () => {
		await new Promise<void>((resolve) => {
			const socket = connect(server.port, '127.0.0.1', () => socket.write('\0\x01 nonsense\r\n\r\n'));
			socket.resume().on('close', () => resolve()).on('error', () => undefined);
		});
		expect((await fetch((await aVisitor()).url)).status).toBe(200);
	});

	it.each([['of a proxy beside it', '203.0.113.9, 198.51.100.4', '198.51.100.4'], ['of a proxy that says nonsense', 'unknown', '127.0.0.1'], ['without a proxy', undefined, '127.0.0.1']])(
		'the evidence names the reader’s address %s', async (_name, forwarded, ip) => {
			const { id, url } = await aVisitor();
			const headers = { 'content-type': 'application/x-www-form-urlencoded', ...(forwarded ? { 'x-forwarded-for': forwarded } : {}) };
			await fetch(url, { method: 'POST', headers, body: 'act=unsubscribe' });
			clock.advance(1000);
			await fetch(url, { method: 'POST', headers, body: 'act=subscribe' });
			expect((await core.consent.history(id)).at(-1)).toMatchObject({ kind: 'granted', ip });
		},
	);

	it('a port in use → said with the port; an address that this machine has not → said', async () => {
		await expect(core.pages.serve({ host: '127.0.0.1', port: server.port })).rejects.toMatchObject({ code: 'PORT_NOT_AVAILABLE', message: expect.stringContaining(`Port ${server.port}`) });
		await expect(core.pages.serve({ host: '192.0.2.1', port: 0 })).rejects.toMatchObject({ code: 'PORT_NOT_AVAILABLE' });
	});

	it('closing → idle connections end, the port is free again', async () => {
		const other = await core.pages.serve({ host: '127.0.0.1', port: 0 });
		const agent = new Agent({ keepAlive: true });
		expect(await visitUrl(agent, 'GET', `http://127.0.0.1:${other.port}/m`)).toBe(404);
		await other.close();
		agent.destroy();
		const again = await core.pages.serve({ host: '127.0.0.1', port: other.port });
		await again.close();
	});
});

async function aContent(core: Core): Promise<{ id: string }> {
	const [id = ''] = await core.templates.saveMails('demo', [{ purpose: 'marketing', language: 'de', subject: 'x', preheader: '', html: '<p>Angebote</p>', text: 'x' }]);
	return { id };
}

async function visitUrl(agent: Agent, method: string, url: string): Promise<number> {
	return await new Promise((resolve, reject) => {
		const request = httpRequest(url, { agent, method }, (response) => {
			response.resume().on('end', () => resolve(response.statusCode ?? 0));
		});
		request.on('error', reject).end();
	});
}
