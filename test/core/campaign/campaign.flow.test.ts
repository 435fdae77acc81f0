import type { SendItem, SendOptions } from '../../../core/campaign/campaign.flow';
import type { BuyerItem } from '../../../core/contract/items';
import { openCore, type Core } from '../../../core/openCore';
import { openStore, type OpenStore } from '../../../core/store/openStore';
import type { BuyerTable } from '../../../core/store/schema';
import { compileTemplate } from '../../../core/template/compileTemplate';
import { NOON, aBuyer, aSender, aShop } from '../../support/builders';
import { anSmtpSink, smtpError, type SmtpSink } from '../../support/smtpSink';
import { STORE_KINDS, aClock, storeSettings } from '../../support/stores';

const HOUR = 3_600_000;
const CART = { cart: { items: [{ name: 'Lámpara', quantity: 1, price: { amountMinor: 3_840, currency: 'EUR' } }], value: { amountMinor: 3_840, currency: 'EUR' }, url: 'https://lumen-home.example/cart/1' } };

describe.each(STORE_KINDS)('sending a campaign on %s', (kind) => {
	let core: Core;
	let store: OpenStore;
	let sink: SmtpSink;
	let clock: ReturnType<typeof aClock>;
	let toBuyerLink: (buyerId: string) => string;

	beforeEach(async () => {
		clock = aClock(NOON);
		const settings = storeSettings(kind);
		store = await openStore(settings, { clock });
		await aShop(store.db);
		core = await openCore({ store: settings, clock });
		await core.links.publish('demo', { url: 'https://shop.example/webhook/1/m', workflowId: 'w' });
		toBuyerLink = await core.links.forBuyers('demo');
		sink = await anSmtpSink();
	});
	afterEach(async () => {
		await core.close();
		await store.close();
		await sink.stop();
	});

	const sender = (port = sink.port): ReturnType<typeof aSender> => aSender(port);
	const toItem = (row: BuyerTable): BuyerItem => ({ id: row.id, shop: 'demo', email: row.email ?? '', name: row.name ?? undefined, country: row.country ?? undefined, language: row.language ?? 'en', site: row.site, timeZone: row.time_zone });
	const anItem = async (fields: Partial<BuyerTable> = {}, occasion = 'cart:1'): Promise<SendItem> => {
		const buyer = toItem(await aBuyer(store.db, fields));
		const template = compileTemplate({ kind: 'library', name: 'abandoned-cart' }, { brand: sender(1).brand });
		return { buyer, mail: template.render({ buyer, data: CART, unsubscribeUrl: toBuyerLink(buyer.id) }), occasion, variant: 'A' };
	};
	const someItems = async (count: number): Promise<SendItem[]> => await Promise.all(Array.from({ length: count }, async () => await anItem()));
	const options = (fields: Partial<SendOptions> = {}): SendOptions => ({ campaign: 'carts', purpose: 'marketing', when: { kind: 'atOnce' }, sendOncePer: 'occasion', ...fields });
	const send = async (items: SendItem[], fields: Partial<SendOptions> = {}) => await core.campaigns.sendItems('demo', sender(), items, options(fields));

	it('every item arrives once, with a link that names its delivery; a second run sends nothing', async () => {
		const items = await someItems(25);
		const first = await send(items);
		expect(first.deliveries.map((delivery) => delivery.state)).toEqual(items.map(() => 'accepted'));
		expect(sink.mails.map((mail) => mail.to).sort()).toEqual(items.map((item) => item.buyer.email).sort());
		const link = /List-Unsubscribe:\s*<(https:\/\/shop\.example[^>]+)>/.exec(sink.mails[0]!.raw.toString().replace(/\r\n\s+/g, ''))?.[1];
		expect(await core.links.resolve(new URL(link!).searchParams.get('t'))).toMatchObject({ campaign: 'carts', deliveryId: expect.stringMatching(/^d_/) });

		const second = await send(items);
		expect(second).toMatchObject({ planned: 0, known: 25, run: { accepted: 0 } });
		expect(second.deliveries.every((delivery) => !delivery.isNew && delivery.state === 'accepted')).toBe(true);
		expect(sink.mails).toHaveLength(25);
	});

	it('another occasion of the same buyer is another mail, unless the campaign sends once per buyer', async () => {
		const item = await anItem();
		await send([item]);
		await send([{ ...item, occasion: 'cart:2' }]);
		expect(sink.mails).toHaveLength(2);
		await send([item, { ...item, occasion: 'cart:3' }], { campaign: 'once', sendOncePer: 'buyer' });
		expect(sink.mails).toHaveLength(3);
	});

	it('in the buyer\'s window: now where it is day, later where it is night; send due sends the rest then', async () => {
		const madrid = await anItem({ time_zone: 'Europe/Madrid' });
		const tokyo = await anItem({ time_zone: 'Asia/Tokyo', site: 'jpn' });
		const report = await send([madrid, tokyo], { when: { kind: 'localWindow' } });
		expect(report.deliveries).toMatchObject([{ state: 'accepted' }, { state: 'planned', dueAt: Date.UTC(2026, 10, 21, 0) }]); // 09:00 in Tokyo
		clock.set(Date.UTC(2026, 10, 21, 0));
		await core.campaigns.sendDue('demo', sender(), {});
		expect(sink.mails).toHaveLength(2);
	});

	it('send due that comes too late for today\'s window → the next window, nobody is written to at night', async () => {
		const tokyo = await anItem({ time_zone: 'Asia/Tokyo', site: 'jpn' });
		await send([tokyo], { when: { kind: 'localWindow' } });
		clock.set(Date.UTC(2026, 10, 21, 13)); // 22:00 in Tokyo
		expect((await core.campaigns.sendDue('demo', sender(), {})).run).toMatchObject({ accepted: 0, postponed: 1 });
		clock.set(Date.UTC(2026, 10, 22, 0));
		expect((await core.campaigns.sendDue('demo', sender(), {})).run).toMatchObject({ accepted: 1 });
	});

	it('server down → nothing lost: everything stays planned and goes out with the next send due', async () => {
		const items = await someItems(8);
		const report = await core.campaigns.sendItems('demo', sender(1), items, options());
		expect(report.run.error).toMatchObject({ code: 'SMTP_UNREACHABLE' });
		expect(report.deliveries.map((delivery) => delivery.state)).toEqual(items.map(() => 'planned'));
		expect(report.usage).toMatchObject({ mailsToday: 0, billableThisMonth: 0 });
		expect((await core.campaigns.sendDue('demo', sender(), {})).run).toMatchObject({ accepted: 8 });
		expect(sink.mails).toHaveLength(8);
	});

	it('a mailbox that does not exist → failed with 550, the others arrive', async () => {
		const items = await someItems(5);
		await sink.stop();
		sink = await anSmtpSink({ onRecipient: (address) => (address === items[2]!.buyer.email ? smtpError(550, '5.1.1 unknown') : undefined) });
		const report = await send(items);
		expect(report.run).toMatchObject({ accepted: 4, failed: 1 });
		expect(report.deliveries[2]).toMatchObject({ state: 'failed', code: '550', cause: 'mailbox-does-not-exist' });
		expect(await core.campaigns.log('demo', { campaign: 'carts', states: ['failed'], limit: 10 })).toMatchObject([{ code: '550', enhancedCode: '5.1.1' }]);
		expect(await core.campaigns.log('demo', { campaign: 'carts', states: ['failed', 'accepted'], limit: 10 })).toHaveLength(5);
		await expect(core.campaigns.log('demo', { states: ["failed') or ('1' = '1"], limit: 10 })).rejects.toMatchObject({ code: 'INPUT_INVALID', context: { field: 'states' } });
	});

	it('put off by the server → deferred, then accepted when it is due again', async () => {
		let isBusy = true;
		await sink.stop();
		sink = await anSmtpSink({ onContent: () => (isBusy ? smtpError(451, '4.3.2 busy') : undefined) });
		const report = await send(await someItems(2));
		expect(report.run).toMatchObject({ deferred: 2, accepted: 0 });
		isBusy = false;
		clock.advance(HOUR);
		expect((await core.campaigns.sendDue('demo', sender(), {})).run).toMatchObject({ accepted: 2 });
	});

	it('no public address for unsubscribe links → refused before anything is planned', async () => {
		const items = await someItems(1);
		await core.links.unpublish('demo', 'w');
		await expect(send(items)).rejects.toMatchObject({ code: 'PUBLIC_ADDRESS_MISSING' });
		expect(await store.db.selectFrom('deliveries').selectAll().execute()).toEqual([]);
	});

	it.each([
		['without the footer', (html: string) => html.replace(/Wensan/g, 'Other')],
		['with another unsubscribe link', (html: string) => html.replace(/https:\/\/shop\.example\/webhook[^"]+/g, 'https://evil.example/x')],
	])('a mail %s never leaves, whatever the workflow looked like', async (_name, spoil) => {
		const item = await anItem();
		const report = await send([{ ...item, mail: { ...item.mail, html: spoil(item.mail.html), text: spoil(item.mail.text) } }]);
		expect(report.deliveries[0]).toMatchObject({ state: 'blocked', cause: expect.stringContaining('compliance:') });
		expect(sink.mails).toEqual([]);
		expect(await store.db.selectFrom('findings').select('kind').execute()).toContainEqual({ kind: 'legal' });
		expect(report.usage.mailsToday).toBe(0);
	});

	it('consent withdrawn after the segment was made → not sent', async () => {
		const item = await anItem();
		await store.db.updateTable('buyers').set({ marketing_consent: 'withdrawn' }).execute();
		expect((await send([item])).deliveries[0]).toMatchObject({ state: 'blocked', cause: 'suppressed:unsubscribe' });
	});

	it('the daily quota is full → 429, the rest is due inside tomorrow\'s window', async () => {
		await store.db.updateTable('shops').set({ daily_quota: 3 }).execute();
		const report = await send(await someItems(5));
		expect(report.run).toMatchObject({ accepted: 3, stoppedBy: 'daily-quota' });
		const waiting = report.deliveries.filter((delivery) => delivery.state === 'planned');
		expect(waiting).toMatchObject([{ code: '429', cause: 'daily-quota', dueAt: Date.UTC(2026, 10, 21, 8) }, { code: '429' }]); // 09:00 in Madrid
	});

	it('stopped by the operator → what was begun is finished, the rest is planned', async () => {
		const stop = new AbortController();
		await sink.stop();
		let seen = 0;
		sink = await anSmtpSink({ onContent: () => void ((seen += 1) === 6 && stop.abort()) as undefined });
		const report = await send(await someItems(40), { signal: stop.signal });
		expect(report.run.stoppedBy).toBe('signal');
		expect(report.run.accepted).toBe(sink.mails.length);
		expect(report.run.accepted).toBeLessThan(40);
		expect(report.deliveries.filter((delivery) => delivery.state === 'planned')).toHaveLength(40 - sink.mails.length);
		await core.campaigns.sendDue('demo', sender(), {});
		expect(sink.mails).toHaveLength(40);
	});

	it('two runs of one campaign at once → each mail once', async () => {
		const items = await someItems(60);
		const [a, b] = await Promise.all([send(items), send(items)]);
		expect(a.run.accepted + b.run.accepted).toBe(60);
		expect(new Set(sink.mails.map((mail) => mail.to)).size).toBe(60);
		expect(sink.mails).toHaveLength(60);
	});

	it('no more connections than the sender allows', async () => {
		await send(await someItems(30));
		expect(sink.maxOpen).toBeLessThanOrEqual(4);
	});

	it('a campaign has one purpose; a paused one sends nothing; an unknown shop or campaign is said', async () => {
		const items = await someItems(1);
		await send(items);
		await expect(send(items, { purpose: 'transactional' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
		await store.db.updateTable('campaigns').set({ state: 'paused' }).execute();
		await expect(send(items)).rejects.toMatchObject({ code: 'CAMPAIGN_PAUSED' });
		await expect(core.campaigns.sendDue('nowhere', sender(), {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
		await expect(core.campaigns.status('demo', 'nothing')).rejects.toMatchObject({ code: 'NOT_FOUND' });
	});

	it('marketing that falls due while order mail is being sent, without a public address → stays planned, nothing leaves without a link', async () => {
		const marketing = await anItem();
		await send([marketing], { when: { kind: 'from', at: NOON + HOUR } });
		await core.links.unpublish('demo', 'w');
		clock.advance(2 * HOUR);
		const { run } = await core.campaigns.sendDue('demo', sender(), {});
		expect(run).toMatchObject({ accepted: 0, error: { code: 'PUBLIC_ADDRESS_MISSING' } });
		expect(await core.campaigns.status('demo', 'carts')).toMatchObject([{ states: { planned: 1 } }]);
	});

	it.each([
		['at MAIL', { onMailFrom: (_a: unknown, _s: unknown, done: (error: Error) => void) => done(smtpError(530, '5.7.0 Authentication required')) }],
		['for its own limit', { onData: (stream: NodeJS.ReadableStream, _s: unknown, done: (error: Error) => void) => void stream.resume().on('end', () => done(smtpError(550, '5.4.5 Daily user sending limit exceeded'))) }],
	])('the server refuses the sender %s → the run ends, nobody is burnt for it', async (_name, behaviour) => {
		await sink.stop();
		sink = await anSmtpSink({ options: behaviour as never });
		const report = await send(await someItems(20));
		expect(report.run).toMatchObject({ failed: 0, error: { code: 'SMTP_SENDER_REFUSED' } });
		expect(report.deliveries.every((delivery) => delivery.state === 'planned')).toBe(true);
		expect(report.usage.mailsToday).toBe(0);
	});

	it.each([[3, 1], [20, 4], [21, 4]])('a quota of %d over %d connections is used to the last mail', async (quota, connections) => {
		await store.db.updateTable('shops').set({ daily_quota: quota }).execute();
		const items = await someItems(30);
		const profile = sender();
		const report = await core.campaigns.sendItems('demo', { ...profile, smtp: { ...profile.smtp, maxConnections: connections } }, items, options());
		expect(report.run.accepted).toBe(quota);
	});

	it('one mail at which the server hangs up → put off, everybody behind it gets his', async () => {
		const items = await someItems(12);
		await sink.stop();
		sink = await anSmtpSink({ options: { onRcptTo: ({ address }, session, done) => {
			if (address === items[0]!.buyer.email) (session as unknown as { _connection?: unknown, socket?: { destroy(): void } }).socket?.destroy();
			done(address === items[0]!.buyer.email ? smtpError(421, '4.7.0 go away') : undefined);
		} } });
		const report = await send(items);
		expect(report.run).toMatchObject({ accepted: 11, deferred: 1 });
		expect(report.deliveries[0]).toMatchObject({ state: 'deferred' });
	});

	it('a buyer who is not in this shop → said, not planned for ever', async () => {
		const stranger = await anItem();
		const report = await send([{ ...stranger, buyer: { ...stranger.buyer, id: 'b_notinthisstorexxxxxx' } }, await anItem()]);
		expect(report.deliveries).toMatchObject([{ state: 'blocked', cause: 'unknown-buyer' }, { state: 'accepted' }]);
		expect(report.planned).toBe(1);
	});

	it('a site’s own consent policy and its switch count at the last moment too', async () => {
		const items = [await anItem({ country: 'US', site: 'usa', consent_basis: 'explicit' }), await anItem({ country: 'US', site: 'usa' }), await anItem({ country: 'KR', site: 'kor' })];
		await core.shops.saveSite('demo', { site: 'usa', consentPolicy: 'double_opt_in' });
		await core.shops.saveSite('demo', { site: 'kor', isActive: false });
		const report = await send(items.map((item) => ({ ...item, buyer: { ...item.buyer, timeZone: 'UTC' } })));
		expect(report.deliveries).toMatchObject([{ state: 'blocked', cause: 'no-consent' }, { state: 'accepted' }, { state: 'blocked', cause: 'site-off' }]);
		expect(sink.mails.map((mail) => mail.to)).toEqual([items[1]!.buyer.email]);
	});

	it('status adds up to what was planned; health sees it', async () => {
		await send(await someItems(7));
		expect(await core.campaigns.status('demo', 'carts')).toMatchObject([{ states: { accepted: 7 }, nextDueAt: null }]);
		expect(await core.health.evaluate('demo', { days: 1 })).toMatchObject([{ site: 'esp', total: { attempted: 7, delivered: 7, deliveryRate: 1 } }]);
	});
});
