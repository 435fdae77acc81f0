import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { sql } from 'kysely';
import { personalDataToCsv } from '../../../core/buyer/personalDataCsv';
import { openCore, type Core } from '../../../core/openCore';
import { systemRandom } from '../../../core/shared/random';
import { makeDeliveryLedger } from '../../../core/store/deliveryQueries';
import { openStore, type OpenStore } from '../../../core/store/openStore';
import { aCampaign, aDelivery, aSender } from '../../support/builders';
import { anSmtpSink } from '../../support/smtpSink';
import { STORE_KINDS, aClock, storeSettings } from '../../support/stores';

const ADDRESS = 'wilhelmina.zyx@post.example';
const NAME = 'Wilhelmina Zyxwvut';
const RELAY = 'q7x9zyx@marketplace.amazon.de';
const SECRETS = [ADDRESS, NAME, 'Zyxwvut', 'WILHELMINA', RELAY, 'TRACK-ZYX-1', 'mkt-zyx-77', '203.0.113.77'];

describe.each(STORE_KINDS)('a person’s data on %s', (kind) => {
	let settings: ReturnType<typeof storeSettings>;
	let clock: ReturnType<typeof aClock>;
	let core: Core;
	let store: OpenStore;
	beforeEach(async () => {
		settings = storeSettings(kind);
		clock = aClock();
		core = await openCore({ store: settings, clock });
		store = await openStore(settings, { clock });
		for (const id of ['demo', 'other']) await core.shops.save({ id, defaultSite: 'usa' });
	});
	afterEach(async () => {
		await store.close();
		await core.close();
	});

	const idOf = async (email: string, shop = 'demo'): Promise<string> => (await core.buyers.list(shop, { email }))[0]?.id ?? '';
	const count = async (table: 'orders' | 'deliveries' | 'buyers' | 'contents' | 'messages'): Promise<number> =>
		Number((await store.db.selectFrom(table).select((eb) => eb.fn.countAll().as('count')).executeTakeFirst())?.count);

	/** One person in two shops, with something in every table; `others` are people around her. */
	async function aLife(others = 5): Promise<string> {
		const person = { email: ADDRESS, name: NAME, externalId: 'mkt-zyx-77', country: 'US', consentBasis: 'explicit', consentAt: '2026-01-01T00:00:00Z', consentSource: `form of ${NAME}` };
		const rest = Array.from({ length: others }, (_row, index) => ({ email: `p${index}.zyx@post.example`, name: `Other ${index}`, country: 'US', consentBasis: 'explicit', consentSource: 'form' }));
		await core.buyers.upsertBuyers('demo', [...rest.slice(0, others / 2), person, ...rest.slice(others / 2)]);
		await core.buyers.upsertBuyers('demo', [{ ...person, name: `${NAME} Jr.` }]);
		await core.buyers.upsertBuyers('other', [person]);
		const id = await idOf(ADDRESS);
		await core.buyers.upsertOrders('demo', [
			{ orderId: 'o1', email: ADDRESS, name: NAME, placedAt: '2026-11-01T00:00:00Z', total: 10, trackingNumber: 'TRACK-ZYX-1', returnedAt: '2026-11-10T00:00:00Z', returnReason: `${NAME} says too small`, items: [{ name: 'Lamp', quantity: 1 }] },
			{ orderId: 'o2', email: 'p0.zyx@post.example', placedAt: '2026-11-01T00:00:00Z', total: 20 },
		]);
		await core.buyers.recordEvents('demo', [{ kind: 'cart', subject: `cart of ${ADDRESS}`, email: ADDRESS, occurredAt: clock.now(), url: `https://shop.example/?who=${ADDRESS}`, eventKey: `key ${ADDRESS}` }]);
		await core.consent.record('demo', [{ email: ADDRESS, basis: 'explicit', source: `call with ${NAME}`, wording: `Yes, ${NAME}`, ip: '203.0.113.77', authorisedBy: NAME, occurredAt: clock.now() }]);
		await core.consent.addSuppression({ shopId: 'demo', email: ADDRESS, reason: 'paused', scope: 'marketing', note: `${NAME} is on holiday` });
		await core.consent.addSuppression({ shopId: 'demo', email: 'p1.zyx@post.example', reason: 'manual', scope: 'all', note: `husband of ${ADDRESS.toUpperCase()}, not of jo${ADDRESS}` });
		await aSendingHistory(id);
		await aConversation();
		return id;
	}

	async function aSendingHistory(id: string): Promise<void> {
		const campaign = await aCampaign(store.db);
		await core.links.publish('demo', { url: 'https://hooks.example/m', workflowId: 'w' });
		const mail = (text: string) => ({ purpose: 'marketing' as const, subject: text, preheader: '', language: 'en', html: `<p>${text}</p>`, text, bytes: 10 });
		const [own = '', shared = ''] = await core.templates.saveMails('demo', [mail(`Dear ${NAME}, ${id}`), mail('Dear all'), mail(`Never planned, ${ADDRESS}`)]);
		const other = await idOf('p0.zyx@post.example');
		const at = clock.now();
		const delivery = await aDelivery(store.db, { campaign_id: campaign, buyer_id: id, content_id: own, occasion: `cart:${ADDRESS}`, data_json: JSON.stringify({ hello: NAME }), state: 'blocked', cause: 'compliance:size', settled_at: at, updated_at: at });
		await aDelivery(store.db, { campaign_id: campaign, buyer_id: id, content_id: shared, occasion: '2', data_json: JSON.stringify({ hello: NAME }) });
		await aDelivery(store.db, { campaign_id: campaign, buyer_id: other, content_id: shared });
		await store.db.insertInto('attempts').values({ id: 't_1', delivery_id: delivery, shop_id: 'demo', number: 1, started_at: at, ended_at: at, outcome: 'accepted', code: '250', enhanced_code: null, reply: `250 ok ${NAME}` }).execute();
		await store.db.insertInto('findings').values({ id: 'f_1', shop_id: 'demo', campaign_id: campaign, delivery_id: delivery, rule: 'size', outcome: 'violation', kind: 'limit', evidence: NAME, occurred_at: at }).execute();
		await store.db.insertInto('usage_ledger').values({ delivery_id: delivery, shop_id: 'demo', buyer_id: id, day: '2026-11-20', is_billable: 1, occurred_at: at }).execute();
		await store.db.insertInto('audiences').values({ id: 'a_1', shop_id: 'demo', segment: 's', purpose: 'marketing', as_of: at, size: 2, summary_json: '{}', created_at: at }).execute();
		await store.db.insertInto('audience_members').values([id, other].map((buyer, position) => ({ audience_id: 'a_1', position, buyer_id: buyer, occasion: '', variant: 'A', data_json: JSON.stringify({ hello: buyer === id ? NAME : 'Other' }) }))).execute();
	}

	async function aConversation(): Promise<void> {
		const at = clock.now();
		const conversation = { shop_id: 'demo', channel: 'amazon-mail', marketplace: null, case_id: null, language: 'en', category: null, priority: null, team: null, is_escalated: 0, state: 'open', last_buyer_message_at: at, reply_due_at: at, answered_at: null, created_at: at, updated_at: at };
		await store.db.insertInto('conversations').values([
			{ id: 'v_1', order_external_id: 'o1', relay_address: RELAY, buyer_key: RELAY, ...conversation }, { id: 'v_2', order_external_id: 'o2', relay_address: 'x@marketplace.amazon.de', buyer_key: 'x@marketplace.amazon.de', ...conversation },
		]).execute();
		const message = (id: string, conversationId: string, text: string) => ({ id, shop_id: 'demo', conversation_id: conversationId, direction: 'in', state: 'received', header_message_id: `<${id}@amazon.example>`, subject: text, body_text: text, body_hash: 'h', language: 'en', template: null, decision_json: JSON.stringify({ evidence: [text] }), sent_by: null, answers_message_id: null, occurred_at: at, created_at: at, updated_at: at });
		await store.db.insertInto('messages').values([message('m_1', 'v_1', `Regards, ${NAME}`), message('m_2', 'v_2', `Ask my friend ${ADDRESS}.`)]).execute();
	}

	/** Everything the store holds, as bytes: the files, or each table as text. */
	async function everything(): Promise<Buffer> {
		if (settings.kind === 'sqlite') return Buffer.concat(['', '-wal', '-shm'].map((end) => `${settings.kind === 'sqlite' ? settings.file : ''}${end}`).filter(existsSync).map((file) => readFileSync(file)));
		const { rows } = await sql<{ name: string }>`select table_name as name from information_schema.tables where table_schema = current_schema()`.execute(store.db);
		const texts = await Promise.all(rows.map(async ({ name }) => (await sql<{ row: string }>`select t::text as row from ${sql.table(name)} t`.execute(store.db)).rows.map(({ row }) => row).join('\n')));
		return Buffer.from(texts.join('\n'));
	}
	async function leftOf(secrets: string[]): Promise<string[]> {
		const bytes = (await everything()).toString('latin1').toLowerCase();
		return secrets.filter((secret) => bytes.includes(Buffer.from(secret.toLowerCase()).toString('latin1')) || bytes.includes(Buffer.from(secret.toLowerCase(), 'utf16le').toString('latin1')));
	}
	const request = { shopId: 'demo', isEveryShop: true, person: { email: ADDRESS } };

	it('an export holds everything, from every table and shop, and changes nothing', async () => {
		const id = await aLife();
		const data = await core.personalData.exportData(request);
		expect(data).toMatchObject({ isKnown: true, exportedAt: clock.now(), suppressions: [{ reason: 'paused', note: `${NAME} is on holiday` }] });
		const [demo, other] = data.shops.toSorted((a, b) => (a.shop < b.shop ? -1 : 1));
		expect(other).toMatchObject({ shop: 'other', profile: { email: ADDRESS }, orders: [] });
		expect(demo).toMatchObject({
			shop: 'demo', profile: { id, email: ADDRESS, name: NAME, externalId: 'mkt-zyx-77' },
			orders: [{ externalId: 'o1', trackingNumber: 'TRACK-ZYX-1', items: [{ name: 'Lamp' }] }], events: [{ kind: 'cart', data: { url: expect.any(String) } }],
			audiences: [{ audienceId: 'a_1', data: { hello: NAME } }], usage: [{ isBillable: 1 }], findings: [{ evidence: NAME }],
			conversations: [{ id: 'v_1', relayAddress: RELAY, messages: [{ bodyText: `Regards, ${NAME}` }] }],
		});
		expect(demo?.consentRecords).toHaveLength(2);
		expect(demo?.deliveries).toHaveLength(2);
		expect(demo?.deliveries).toContainEqual(expect.objectContaining({ data: { hello: NAME }, attempts: [expect.objectContaining({ reply: `250 ok ${NAME}` })] }));
		expect(demo?.mails).toContainEqual(expect.objectContaining({ subject: `Dear ${NAME}, ${id}` }));
		expect((await core.personalData.exportData({ ...request, isEveryShop: false, person: { buyerId: id } })).shops.map(({ shop }) => shop)).toEqual(['demo']);
	});

	it('as CSV every value is a line, and none is a formula', async () => {
		await core.buyers.upsertBuyers('demo', [{ email: ADDRESS, name: '=HYPERLINK("http://evil.example")', country: 'US' }]);
		const rows = parse(personalDataToCsv(await core.personalData.exportData(request)), { columns: true, bom: true }) as Array<Record<string, string>>;
		expect(rows).toContainEqual({ shop: 'demo', section: 'profile', number: '1', field: 'name', value: `'=HYPERLINK("http://evil.example")` });
		expect(rows).toContainEqual({ shop: 'demo', section: 'profile', number: '1', field: 'email', value: ADDRESS });
		for (const row of rows) for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
	});

	it('nobody known by the address → nothing, and that is said; an unknown id → NOT_FOUND', async () => {
		expect(await core.personalData.exportData(request)).toMatchObject({ isKnown: false, shops: [], suppressions: [] });
		await expect(core.personalData.exportData({ ...request, person: { buyerId: 'b_x' } })).rejects.toMatchObject({ code: 'NOT_FOUND' });
		await expect(core.personalData.erase({ ...request, person: { email: 'nonsense' } })).rejects.toMatchObject({ code: 'INPUT_INVALID', message: expect.not.stringContaining('nonsense') });
	});

	it.each([5, 600])('erased → found nowhere in the bytes of the store, while %i others and the counts stay', async (others) => {
		await aLife(others);
		expect((await leftOf(SECRETS)).sort()).toEqual([...SECRETS].sort());
		const before = { orders: await count('orders'), deliveries: await count('deliveries'), buyers: await count('buyers'), messages: await count('messages') };
		const report = await core.personalData.erase(request);
		expect(report).toMatchObject({ keptFrom: '*', orders: 1, events: 1, consentRecords: 3, deliveries: 2, stoppedDeliveries: 1, mails: 2, messages: 1, audienceMembers: 1, mentions: 2, isStoreSettled: true });
		expect(JSON.stringify(report)).not.toMatch(/zyx/i);
		// of another address that only ends like hers nothing was taken
		const note = (await core.consent.listSuppressions('demo', { reason: 'manual' }))[0]?.note;
		expect(note).toBe(`husband of [erased], not of jo${ADDRESS}`);
		await store.db.updateTable('suppressions').set({ note: null }).where('note', '=', note ?? '').execute();
		if (kind === 'sqlite') await sql`pragma wal_checkpoint(truncate)`.execute(store.db);
		expect(await leftOf(SECRETS)).toEqual([]);
		expect({ orders: await count('orders'), deliveries: await count('deliveries'), buyers: await count('buyers'), messages: await count('messages') }).toEqual(before);
		expect(await core.buyers.list('demo', { email: 'p0.zyx@post.example' })).toMatchObject([{ name: 'Other 0' }]);
		expect((await store.db.selectFrom('contents').select('body_json').execute()).map(({ body_json }) => body_json).join('')).toContain('Dear all');
		expect(await store.db.selectFrom('audience_members').select('data_json').orderBy('position').execute()).toEqual([{ data_json: '{}' }, { data_json: '{"hello":"Other"}' }]);
		expect(await core.personalData.exportData(request)).toMatchObject({ shops: [], suppressions: [{ reason: 'erased', scope: 'all', shopId: '*', note: null }, {}] });
	});

	it('whatever comes in later about the person is rejected with the reason, orders that are known go on without him', async () => {
		await aLife();
		await core.personalData.erase(request);
		const rejected = { kind: 'rejected', field: 'email', reason: expect.stringContaining('asked to be erased') };
		const ok = { email: 'new@post.example', country: 'US' };
		expect(await core.buyers.upsertBuyers('demo', [{ email: ADDRESS.toUpperCase(), name: NAME }, ok])).toMatchObject([rejected, { kind: 'saved' }]);
		expect(await core.buyers.upsertBuyers('other', [{ email: ADDRESS }])).toMatchObject([rejected]);
		expect(await core.consent.record('demo', [{ email: ADDRESS, basis: 'import', source: 'list' }])).toMatchObject([rejected]);
		expect(await core.buyers.recordEvents('demo', [{ kind: 'cart', subject: 'c', email: ADDRESS, occurredAt: clock.now() }, { kind: 'cart', subject: 'c', ...ok, occurredAt: clock.now() }])).toMatchObject([rejected, { kind: 'saved' }]);
		expect(await core.buyers.upsertOrders('demo', [
			{ orderId: 'o1', email: ADDRESS, name: NAME, deliveredAt: '2026-11-09T00:00:00Z', trackingNumber: 'TRACK-ZYX-1' }, { orderId: 'o1', shippedAt: '2026-11-02T00:00:00Z', returnReason: NAME },
			{ orderId: 'o9', email: ADDRESS, placedAt: '2026-11-09T00:00:00Z' },
		])).toMatchObject([{ kind: 'saved' }, { kind: 'saved' }, rejected]);
		expect(await store.db.selectFrom('orders').select(['delivered_at', 'shipped_at', 'tracking_number', 'return_reason']).where('external_id', '=', 'o1').execute())
			.toEqual([{ delivered_at: Date.UTC(2026, 10, 9), shipped_at: Date.UTC(2026, 10, 2), tracking_number: null, return_reason: null }]);
		expect(await core.buyers.list('demo', { search: 'zyx@post' })).not.toContainEqual(expect.objectContaining({ email: ADDRESS }));
		// he comes back himself, and somebody says so
		await core.consent.removeSuppression({ shopId: '*', email: ADDRESS, reason: 'erased', why: 'ordered again and asked for it' });
		expect(await core.buyers.upsertBuyers('demo', [{ email: ADDRESS }])).toMatchObject([{ kind: 'saved' }]);
	});

	describe('of a buyer whose address the marketplace hides', () => {
		const login = 'ali-zyx-9';
		const order = (orderId: string, more: object = {}): object => ({ orderId, buyerExternalId: login, name: NAME, placedAt: '2026-11-01T00:00:00Z', ...more });
		const keep = async (...rows: object[]) => await core.buyers.upsertOrders('demo', rows, { buyersWithoutAddress: 'keep' });

		it('not erased → name and tracking number of his orders are kept, and he is no erased person to any row', async () => {
			await keep(order('x1'));
			expect(await keep(order('x1', { trackingNumber: 'TRACK-ZYX-1' }), { orderId: 'x1', returnReason: 'too small' }, order('x2'))).toMatchObject([{ kind: 'saved' }, { kind: 'saved' }, { kind: 'saved', isNew: true }]);
			expect(await store.db.selectFrom('orders').select(['tracking_number', 'return_reason']).where('external_id', '=', 'x1').execute()).toEqual([{ tracking_number: 'TRACK-ZYX-1', return_reason: 'too small' }]);
			const buyers = await store.db.selectFrom('buyers').select(['id', 'name', 'is_marketable']).execute();
			expect(buyers).toMatchObject([{ name: NAME, is_marketable: 0 }]);
			expect(await core.buyers.recordEvents('demo', [{ kind: 'view', subject: 'p', buyerId: buyers[0]?.id, occurredAt: clock.now() }])).toMatchObject([{ kind: 'saved' }]);
		});

		it.each(['externalId', 'buyerId'] as const)('erased by %s → found nowhere; the next sync does not bring him back, and his known orders go on', async (by) => {
			await keep(order('x1', { trackingNumber: 'TRACK-ZYX-1' }));
			const [buyer] = await store.db.selectFrom('buyers').select('id').execute();
			const person = by === 'externalId' ? { externalId: ` ${login} ` } : { buyerId: buyer?.id ?? '' };
			expect((await core.personalData.exportData({ shopId: 'demo', isEveryShop: false, person })).shops).toMatchObject([{ orders: [{ externalId: 'x1' }] }]);
			expect(await core.personalData.erase({ shopId: 'demo', isEveryShop: false, person })).toMatchObject({ buyerIds: [buyer?.id], orders: 1, isStoreSettled: true });
			const known = order('x1', { trackingNumber: 'TRACK-ZYX-1', deliveredAt: '2026-11-09T00:00:00Z' });
			expect(await keep(known, order('x3'), { ...order('x4'), buyerExternalId: 'somebody else', name: 'Other' }))
				.toMatchObject([{ kind: 'saved' }, { kind: 'rejected', reason: expect.stringContaining('asked to be erased') }, { kind: 'saved' }]);
			if (kind === 'sqlite') await sql`pragma wal_checkpoint(truncate)`.execute(store.db);
			expect(await leftOf([...SECRETS, login])).toEqual([]);
			expect(await count('buyers')).toBe(2);
		});

		it('erased by his address, named by his id later → not brought back either; back again → his id counts again', async () => {
			await core.buyers.upsertBuyers('demo', [{ email: ADDRESS, externalId: login, name: NAME }]);
			await core.personalData.erase({ ...request, isEveryShop: false });
			expect(await keep(order('x1'))).toMatchObject([{ kind: 'rejected', reason: expect.stringContaining('asked to be erased') }]);
			await core.consent.removeSuppression({ shopId: 'demo', email: ADDRESS, reason: 'erased', why: 'ordered again and asked for it' });
			await core.buyers.upsertBuyers('demo', [{ email: ADDRESS, externalId: login, name: NAME }]);
			expect(await keep(order('x1', { trackingNumber: 'T' }))).toMatchObject([{ kind: 'saved' }]);
			expect(await store.db.selectFrom('orders').select('tracking_number').execute()).toEqual([{ tracking_number: 'T' }]);
		});

		it('an empty id → INPUT_INVALID, nobody is erased', async () => {
			await expect(core.personalData.erase({ shopId: 'demo', isEveryShop: false, person: { externalId: ' ' } })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
		});
	});

	it('in one shop only → the other shop keeps its data; twice does no harm', async () => {
		const id = await aLife();
		expect(await core.personalData.erase({ shopId: 'demo', isEveryShop: false, person: { buyerId: id } })).toMatchObject({ buyerIds: [id], keptFrom: 'demo' });
		expect(await core.buyers.list('other', { email: ADDRESS })).toMatchObject([{ name: NAME }]);
		expect(await core.personalData.erase({ shopId: 'demo', isEveryShop: false, person: { buyerId: id } })).toMatchObject({ buyerIds: [id], orders: 0, deliveries: 0 });
		expect(await core.buyers.upsertBuyers('demo', [{ email: ADDRESS }])).toMatchObject([{ kind: 'rejected' }]);
	});

	it('a worker that holds a claim of the person → may not send it; quota and bill are given back', async () => {
		await core.buyers.upsertBuyers('demo', [{ email: ADDRESS, country: 'US' }]);
		const id = await idOf(ADDRESS);
		const delivery = await aDelivery(store.db, { campaign_id: await aCampaign(store.db), buyer_id: id });
		const ledger = makeDeliveryLedger(store, { random: systemRandom });
		const now = clock.now();
		const claimed = await ledger.claim({ shopId: 'demo', worker: 'w1', now, leaseMs: 60_000, limit: 10, usage: { day: '2026-11-20', month: '2026-11', dailyQuota: 10, billableLimit: 10 }, nextInWindow: () => now, mailDayOf: () => undefined });
		expect(claimed.deliveries).toHaveLength(1);
		expect(await core.personalData.erase(request)).toMatchObject({ stoppedDeliveries: 1 });
		expect(await ledger.recordAndMark([], [delivery], 'w1', now)).toEqual(new Set());
		await ledger.release([delivery], 'w1', now);
		expect(await store.db.selectFrom('deliveries').select(['state', 'cause']).where('id', '=', delivery).execute()).toEqual([{ state: 'blocked', cause: 'erased' }]);
		expect(await store.db.selectFrom('usage_counters').select('count').execute()).toEqual([{ count: 0 }, { count: 0 }]);
	});

	it('erased while a campaign runs, with the mail already rendered → it does not leave, and its text is not kept', async () => {
		const sink = await anSmtpSink();
		await core.buyers.upsertBuyers('demo', [{ email: ADDRESS, name: NAME, country: 'US' }]);
		const [buyer] = await core.buyers.list('demo', { email: ADDRESS });
		if (!buyer) throw new Error('no buyer');
		await core.personalData.erase(request);
		const mail = { purpose: 'transactional' as const, subject: `For ${NAME}`, preheader: '', language: 'en', html: `<p>${NAME}</p>`, text: NAME, bytes: 10 };
		const report = await core.campaigns.sendItems('demo', aSender(sink.port), [{ buyer, mail, occasion: '', variant: 'A' }], { campaign: 'late', purpose: 'transactional', when: { kind: 'atOnce' }, sendOncePer: 'occasion' });
		await sink.stop();
		expect(report.deliveries).toMatchObject([{ state: 'blocked', cause: 'unknown-buyer' }]);
		expect(sink.mails).toEqual([]);
		expect(await count('contents')).toBe(0);
	});
});
