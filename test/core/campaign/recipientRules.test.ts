import { Readable } from 'node:stream';
import fc from 'fast-check';
import data from '../../../core/data/mailDomains.json';
import { consentExpiresAt, mayReceiveMarketing } from '../../../core/compliance/marketingConsent';
import { listJurisdictions } from '../../../core/compliance/jurisdiction';
import { openCore, type Core } from '../../../core/openCore';
import { systemRandom } from '../../../core/shared/random';
import { makeDeliveryLedger } from '../../../core/store/deliveryQueries';
import { openStore, type OpenStore } from '../../../core/store/openStore';
import { compileTemplate } from '../../../core/template/compileTemplate';
import { NOON, aBuyer, aCampaign, aDelivery, aSender, aShop } from '../../support/builders';
import { anSmtpSink, type SmtpSink } from '../../support/smtpSink';
import { STORE_KINDS, aClock, storeSettings } from '../../support/stores';

const DAY = 86_400_000;
const HOUR = 3_600_000;
/** Sunday, 12:00 in Bogotá */
const SUNDAY_NOON = Date.UTC(2026, 10, 22, 17);
const MONDAY_7 = Date.UTC(2026, 10, 23, 12);
const MONDAY_9 = Date.UTC(2026, 10, 23, 14);
const CART = { cart: { items: [{ name: 'Lámpara', quantity: 1, price: { amountMinor: 3_840, currency: 'EUR' } }], value: { amountMinor: 3_840, currency: 'EUR' }, url: 'https://lumen-home.example/cart/1' } };

describe.each(STORE_KINDS)('who may be mailed, and when, on %s', (kind) => {
	let core: Core;
	let store: OpenStore;
	let sink: SmtpSink;
	let clock: ReturnType<typeof aClock>;

	beforeEach(async () => {
		clock = aClock(NOON);
		const settings = storeSettings(kind);
		store = await openStore(settings, { clock });
		await aShop(store.db);
		core = await openCore({ store: settings, clock });
		await core.links.publish('demo', { url: 'https://shop.example/webhook/1/m', workflowId: 'w' });
		sink = await anSmtpSink();
	});
	afterEach(async () => {
		await core.close();
		await store.close();
		await sink.stop();
	});

	const anItem = async (buyerId: string) => {
		const [row] = await store.db.selectFrom('buyers').selectAll().where('id', '=', buyerId).execute();
		const buyer = { id: buyerId, shop: 'demo', email: row?.email ?? '', country: row?.country ?? undefined, language: 'es', site: row?.site ?? '', timeZone: row?.time_zone ?? '' };
		const link = (await core.links.forBuyers('demo'))(buyerId);
		return { buyer, mail: compileTemplate({ kind: 'library', name: 'abandoned-cart' }, { brand: aSender(1).brand }).render({ buyer, data: CART, unsubscribeUrl: link }), occasion: 'cart:1', variant: 'A' };
	};
	const send = async (buyerIds: string[], fields: object = {}) => await core.campaigns.sendItems('demo', aSender(sink.port), await Promise.all(buyerIds.map(anItem)), {
		campaign: 'carts', purpose: 'marketing', when: { kind: 'atOnce' }, sendOncePer: 'occasion', ...fields,
	});
	const inColombia = async (): Promise<string> => (await aBuyer(store.db, { country: 'CO', time_zone: 'America/Bogota' })).id;
	const sendDue = async () => (await core.campaigns.sendDue('demo', aSender(sink.port), {})).run;

	describe('hours by law', () => {
		it('at once on a Colombian Sunday → due on Monday at 07:00; a Spaniard beside him gets his now', async () => {
			clock.set(SUNDAY_NOON);
			const report = await send([await inColombia(), (await aBuyer(store.db)).id]);
			expect(report.deliveries).toMatchObject([{ state: 'planned', dueAt: MONDAY_7 }, { state: 'accepted' }]);
			clock.set(MONDAY_7);
			expect(await sendDue()).toMatchObject({ accepted: 1 });
		});

		it('in the window → the site\'s 09:00, later than the law\'s 07:00', async () => {
			clock.set(SUNDAY_NOON);
			expect((await send([await inColombia()], { when: { kind: 'localWindow' } })).deliveries).toMatchObject([{ state: 'planned', dueAt: MONDAY_9 }]);
		});

		it('planned inside, tried outside → put off to the next opening, at once or not', async () => {
			clock.set(MONDAY_9 + 2 * HOUR);
			const ids = [await inColombia(), await inColombia()];
			await core.campaigns.sendItems('demo', aSender(1), [await anItem(ids[0]!)], { campaign: 'a', purpose: 'marketing', when: { kind: 'atOnce' }, sendOncePer: 'occasion' });
			await core.campaigns.sendItems('demo', aSender(1), [await anItem(ids[1]!)], { campaign: 'b', purpose: 'marketing', when: { kind: 'localWindow' }, sendOncePer: 'occasion' });
			clock.set(MONDAY_9 + 11 * HOUR); // 20:00
			expect(await sendDue()).toMatchObject({ accepted: 0, postponed: 2 });
			const due = await store.db.selectFrom('deliveries').select('due_at').orderBy('due_at').execute();
			expect(due.map((row) => row.due_at)).toEqual([MONDAY_7 + DAY, MONDAY_9 + DAY]);
		});

		it('the window closes between claim and sending → given back, sent the next day', async () => {
			clock.set(MONDAY_9 + 10 * HOUR - 1_000); // 18:59:59
			await sink.stop();
			sink = await anSmtpSink({ onContent: () => void clock.set(MONDAY_9 + 10 * HOUR) as undefined });
			const sender = aSender(sink.port);
			const items = await Promise.all((await Promise.all([inColombia(), inColombia()])).map(anItem));
			const { run } = await core.campaigns.sendItems('demo', { ...sender, smtp: { ...sender.smtp, maxConnections: 1 } }, items, { campaign: 'c', purpose: 'marketing', when: { kind: 'atOnce' }, sendOncePer: 'occasion' });
			expect(run).toMatchObject({ accepted: 1, released: 1 });
			clock.advance(HOUR);
			expect(await sendDue()).toMatchObject({ accepted: 0 });
			clock.set(MONDAY_7 + DAY);
			expect(await sendDue()).toMatchObject({ accepted: 1 });
			expect(sink.mails).toHaveLength(2);
		});

		it('a slow server lets the window close before the content → withheld, sent the next day; the log proves the instant', async () => {
			const closing = MONDAY_9 + 10 * HOUR; // 19:00
			clock.set(closing - 1_000);
			await sink.stop();
			sink = await anSmtpSink({ onRecipient: () => void (clock.now() < closing && clock.set(closing)) as undefined });
			expect((await send([await inColombia()])).run).toMatchObject({ accepted: 0, released: 1 });
			expect(sink.mails).toHaveLength(0);
			expect(await core.campaigns.log('demo', { limit: 1 })).toMatchObject([{ state: 'planned', dispatchedAt: null }]);
			clock.set(MONDAY_7 + DAY);
			expect(await sendDue()).toMatchObject({ accepted: 1 });
			expect(await core.campaigns.log('demo', { limit: 1 })).toMatchObject([{ state: 'accepted', dispatchedAt: MONDAY_7 + DAY }]);
		});

		it('order mail goes at any hour', async () => {
			clock.set(SUNDAY_NOON - 9 * HOUR);
			const id = await inColombia();
			const item = await anItem(id);
			const { run } = await core.campaigns.sendItems('demo', aSender(sink.port), [{ ...item, mail: { ...item.mail, purpose: 'transactional' } }], { campaign: 'orders', purpose: 'transactional', when: { kind: 'atOnce' }, sendOncePer: 'occasion' });
			expect(run.postponed).toBe(0);
			expect(sink.mails).toHaveLength(1);
		});

		it('two campaigns for one Colombian on one day → the second goes the next day', async () => {
			clock.set(MONDAY_9);
			const id = await inColombia();
			await send([id], { campaign: 'morning' });
			const second = await send([id], { campaign: 'noon' });
			expect(second.deliveries).toMatchObject([{ state: 'planned', dueAt: MONDAY_7 + DAY }]);
			clock.set(MONDAY_7 + DAY);
			expect(await sendDue()).toMatchObject({ accepted: 1 });
		});
	});

	it('relays, certified mail and look-alikes: never marketing, by upsert, file, segment, check and claim', async () => {
		const domains = [...data.neverMarketable.map((pattern) => pattern.replace('*', 'de')), ...data.certifiedMail, 'p\u0430ypal.com'];
		const rows = domains.map((domain, index) => ({ email: `r${index}@${domain}`, country: 'US' }));
		await core.buyers.upsertBuyers('demo', rows.slice(0, 8));
		const file = ['email,country', ...rows.slice(8).map(({ email, country }) => `${email},${country}`)].join('\n');
		await core.buyers.importCsv({ shopId: 'demo', kind: 'buyers', authorisedBy: 'Li Wei', source: 'a file', consentBasis: 'none' }, Readable.from([Buffer.from(file)]));
		await core.buyers.recordEvents('demo', rows.map(({ email }, index) => ({ email, kind: 'cart', subject: `c${index}`, occurredAt: NOON - DAY, value: 10, currency: 'USD' })));
		const found = await store.db.selectFrom('buyers').select(['id', 'is_marketable']).execute();
		expect(found.map((row) => row.is_marketable)).toEqual(rows.map(() => 0));

		const leftOut: Record<string, number> = {};
		for await (const page of core.segments.select({ shopId: 'demo', preset: 'cart-abandoned' })) for (const [reason, count] of Object.entries(page.leftOut)) leftOut[reason] = (leftOut[reason] ?? 0) + count;
		expect(leftOut).toEqual({ neverMarketable: rows.length });
		const items = await Promise.all(found.map(async ({ id }) => await anItem(id)));
		const checks = await core.compliance.checkMails('demo', items, aSender(1).brand);
		expect(checks.filter(({ findings }) => findings.some(({ rule, outcome }) => rule === 'consent-state' && outcome === 'violation'))).toHaveLength(rows.length);
		const report = await send(found.map(({ id }) => id));
		expect(report.deliveries.map(({ cause }) => cause)).toEqual(rows.map(() => 'never-marketable'));
		expect(sink.mails).toEqual([]);
	});

	it('an internationalised address, written in two ways, is one buyer, and his mail arrives', async () => {
		await core.buyers.upsertBuyers('demo', [
			{ email: 'Jose\u0301@Bücher.example', country: 'US' }, { email: 'josé@xn--bcher-kva.example', country: 'US', name: 'José' }, { email: ' ＪＯＳÉ＠bücher.example. ', country: 'US' },
		]);
		const found = await store.db.selectFrom('buyers').select(['id', 'email']).execute();
		expect(found.map((row) => row.email)).toEqual(['josé@xn--bcher-kva.example']);
		await core.consent.addSuppression({ shopId: 'demo', email: 'JOSÉ@BÜCHER.example', reason: 'manual', scope: 'marketing', endsAt: NOON + DAY });
		expect((await send([found[0]?.id ?? ''])).deliveries).toMatchObject([{ cause: 'suppressed:manual' }]);
		clock.advance(2 * DAY);
		expect((await send([found[0]?.id ?? ''], { campaign: 'later' })).deliveries).toMatchObject([{ state: 'accepted' }]);
		expect(sink.mails.map(({ to }) => to)).toEqual(['josé@bücher.example']); // as the test's server writes xn--bcher-kva
	});

	it('an address that can\'t exist → its row alone is rejected, with the field and the reason, without the address', async () => {
		const rows = await core.buyers.upsertBuyers('demo', [{ email: 'ana@correo.example\r\nBcc: leo@correo.example' }, { email: 'ana@correo.example/evil' }, { email: 'ana@correo.example', country: 'US' }]);
		expect(rows).toMatchObject([
			{ kind: 'rejected', field: 'email', reason: expect.stringContaining('line break') }, { kind: 'rejected', field: 'email', reason: expect.stringContaining('no domain') }, { kind: 'saved' },
		]);
		expect(JSON.stringify(rows)).not.toContain('leo');
		await expect(core.consent.addSuppression({ shopId: 'demo', email: 'a\u200bna@correo.example', reason: 'manual', scope: 'all' })).rejects.toMatchObject({ code: 'INPUT_INVALID', message: expect.stringContaining('invisible') });
	});

	it('an order before its buyer → the buyer is made of it; what is said of him later is added', async () => {
		await core.buyers.upsertOrders('demo', [{ orderId: 'O-1', email: 'Neu@Orange.fr', placedAt: NOON - DAY, total: 10, currency: 'EUR' }]);
		await core.buyers.upsertBuyers('demo', [{ email: 'neu@orange.fr', name: 'Noé' }]);
		expect(await store.db.selectFrom('buyers').select(['email', 'name', 'country', 'site', 'site_source', 'marketing_consent']).execute())
			.toEqual([{ email: 'neu@orange.fr', name: 'Noé', country: 'FR', site: 'fra', site_source: 'mailDomain', marketing_consent: 'unknown' }]);
	});

	it('a campaign whose recipients are all refused → each with its cause, nothing fails, nothing is counted', async () => {
		const refused = [{ marketing_consent: 'withdrawn' }, { marketing_consent: 'unknown', consent_basis: null, consent_at: null }, { marketing_consent: 'pending' }, { country: 'KR', consent_at: NOON - 731 * DAY }];
		const ids = await Promise.all(refused.map(async (fields) => (await aBuyer(store.db, fields)).id));
		const report = await send(ids);
		expect(report.deliveries.map(({ cause }) => cause)).toEqual(['suppressed:unsubscribe', 'no-consent', 'no-consent', 'consent-expired']);
		expect(report).toMatchObject({ planned: 4, run: { accepted: 0, blocked: 4, failed: 0 }, usage: { mailsToday: 0, billableThisMonth: 0 } });
	});

	it('random buyers: the claim and the list of expiring consents say what the pure function says', async () => {
		const ages = fc.oneof(fc.constantFrom(179, 180, 181, 364, 365, 366, 700, 729, 730, 731, 1_094, 1_095, 1_096), fc.integer({ min: 0, max: 1_300 }));
		const person = fc.record({
			country: fc.oneof(
				{ weight: 3, arbitrary: fc.constantFrom(null, 'XX', 'FR', 'IT', 'KR', 'CA', 'IE', 'PL') },
				{ weight: 1, arbitrary: fc.constantFrom(...[...listJurisdictions().keys()].filter((country) => country.length === 2)) },
			),
			marketing_consent: fc.constantFrom('granted', 'granted', 'granted', 'granted', 'pending', 'unknown', 'withdrawn'),
			consent_basis: fc.constantFrom('explicit', 'double_opt_in', 'soft_opt_in', 'import', null),
			ageDays: fc.option(ages, { freq: 12 }), is_marketable: fc.constantFrom(1, 1, 1, 1, 0),
		});
		const campaign = await aCampaign(store.db);
		const ledger = makeDeliveryLedger(store, { random: systemRandom });
		const people = fc.sample(person, 500);
		const buyers = await Promise.all(people.map(async ({ ageDays, ...fields }) => await aBuyer(store.db, { ...fields, consent_at: ageDays === null ? null : NOON - ageDays * DAY })));
		const deliveries = new Map(await Promise.all(buyers.map(async ({ id }) => [await aDelivery(store.db, { campaign_id: campaign, buyer_id: id }), id] as const)));
		const facts = new Map(buyers.map((row) => [row.id, { country: row.country, consent: row.marketing_consent, consentBasis: row.consent_basis, consentAt: row.consent_at, isMarketable: row.is_marketable === 1 }]));

		const usage = { day: '2026-11-20', month: '2026-11', dailyQuota: 10_000, billableLimit: 10_000 };
		const claim = await ledger.claim({ shopId: 'demo', campaignId: campaign, worker: 'w', now: NOON, leaseMs: HOUR, limit: 1_000, usage, nextInWindow: () => NOON, mailDayOf: () => undefined });
		const claimed = new Set(claim.deliveries.map(({ id }) => deliveries.get(id)));
		expect(buyers.filter(({ id }) => claimed.has(id) !== (mayReceiveMarketing({ ...facts.get(id)!, now: NOON }) === 'yes')).map(({ id }) => facts.get(id))).toEqual([]);
		expect(claimed.size).toBeGreaterThan(50);

		for (const withinDays of [1, 30, 400]) {
			const due = await readAll(async (after) => await core.consent.dueForReconfirmation('demo', { withinDays, after, limit: 7 }));
			const expected = buyers.filter(({ id }) => {
				const expiresAt = consentExpiresAt(facts.get(id)!);
				return facts.get(id)!.isMarketable && expiresAt !== undefined && expiresAt >= NOON && expiresAt <= NOON + withinDays * DAY;
			});
			expect(due.map(({ buyer }) => buyer.id).sort()).toEqual(expected.map(({ id }) => id).sort());
			for (const { buyer, expiresAt } of due) expect(expiresAt).toBe(consentExpiresAt(facts.get(buyer.id)!));
			if (withinDays === 400) expect(due.length).toBeGreaterThan(10);
		}
	});

	it('who is suppressed is not asked again; confirming renews', async () => {
		const old = { country: 'KR', consent_at: NOON - 720 * DAY };
		const [asked, gone] = [await aBuyer(store.db, old), await aBuyer(store.db, old)];
		await core.consent.addSuppression({ shopId: 'demo', buyerId: gone.id, reason: 'complaint', scope: 'all' });
		const due = async () => (await core.consent.dueForReconfirmation('demo', { withinDays: 30 })).buyers.map(({ buyer, expiresAt }) => [buyer.id, expiresAt]);
		expect(await due()).toEqual([[asked.id, NOON + 10 * DAY]]);
		await store.db.updateTable('buyers').set({ consent_at: NOON }).where('id', '=', asked.id).execute();
		expect(await due()).toEqual([]);
		await expect(core.consent.dueForReconfirmation('nowhere', { withinDays: 30 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
	});
});

async function readAll<Row>(read: (after: string | undefined) => Promise<{ buyers: Row[]; next: string | undefined }>): Promise<Row[]> {
	const rows: Row[] = [];
	let after: string | undefined;
	do {
		const page = await read(after);
		rows.push(...page.buyers);
		after = page.next;
	} while (after !== undefined);
	return rows;
}
