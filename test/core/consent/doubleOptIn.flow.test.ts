import { openCore, type Core } from '../../../core/openCore';
import { openStore } from '../../../core/store/openStore';
import { NOON, aSender } from '../../support/builders';
import { anSmtpSink, type SmtpSink } from '../../support/smtpSink';
import { aClock, STORE_KINDS, storeSettings } from '../../support/stores';

const DAY = 86_400_000;
const HOUR = 3_600_000;

describe.each(STORE_KINDS)('double opt-in on %s', (kind) => {
	const settings = storeSettings(kind);
	const clock = aClock(NOON);
	let core: Core;
	let store: Awaited<ReturnType<typeof openStore>>;
	let sink: SmtpSink;
	beforeAll(async () => {
		core = await openCore({ store: settings, clock });
		store = await openStore(settings, { clock });
		sink = await anSmtpSink();
		await core.shops.save({ id: 'demo', name: 'Lumen Home', defaultSite: 'deu', timeZone: 'Europe/Berlin' });
		await core.links.publish('demo', { url: 'https://shop.example/m', workflowId: 'w' });
	});
	beforeEach(() => {
		sink.mails.splice(0);
		clock.advance(40 * DAY);
	});
	afterAll(async () => {
		await store.close();
		await core.close();
		await sink.stop();
	});

	let serial = 0;
	const anAddress = (): string => `signup${(serial += 1)}@shop.example`;
	const ask = async (email: string, more: object = {}) => (await askAll([{ email, source: 'Newsletter form', country: 'DE', ...more }]))[0];
	const askAll = async (rows: object[], port = sink.port) => (await core.consent.requestDoubleOptIn('demo', aSender(port), rows)).results;
	const buyerIdOf = async (email: string): Promise<string> => (await core.buyers.list('demo', { email }))[0]?.id ?? '';
	const standing = async (email: string) => (await core.buyers.consentOf([await buyerIdOf(email)])).get(await buyerIdOf(email));
	const requestIdOf = (result: unknown): string => (result as { requestId: string }).requestId;
	const act = { language: 'de', ip: '198.51.100.7' };

	it('a request → evidence, one mail with one link of its own, standing pending: no marketing yet', async () => {
		const email = anAddress();
		const result = await ask(email, { wording: 'Ja, ich will Angebote.', language: 'de', ip: '192.0.2.9' });
		expect(result).toMatchObject({ kind: 'requested', expiresAt: clock.now() + 14 * DAY, delivery: { state: 'accepted' } });
		expect(await core.consent.history(await buyerIdOf(email))).toMatchObject([{
			id: requestIdOf(result), kind: 'requested', basis: null, wording: 'Ja, ich will Angebote.', language: 'de', source: 'Newsletter form', ip: '192.0.2.9', occurredAt: clock.now(), expiresAt: clock.now() + 14 * DAY,
		}]);
		expect(await standing(email)).toMatchObject({ consent: 'pending' });
		expect(sink.mails.map((mail) => mail.to)).toEqual([email]);
		const raw = sink.mails[0]!.raw.toString();
		expect(raw).not.toMatch(/^List-Unsubscribe/im);
		expect(raw.replace(/=\r\n/g, '').replace(/=3D/g, '=')).toContain(`https://shop.example/m?t=${requestIdOf(result)}.`);
	});

	it('without words of its own the evidence holds ours, in the mail’s language', async () => {
		const email = anAddress();
		await ask(email, { language: 'es' });
		expect(await core.consent.history(await buyerIdOf(email))).toMatchObject([{ language: 'es', wording: expect.stringMatching(/^Sí, quiero recibir ofertas y novedades de Lumen Home/) }]);
	});

	it('the button → consent by double opt-in with its evidence; again → the same answer, nothing new', async () => {
		const email = anAddress();
		const requestId = requestIdOf(await ask(email, { wording: 'Ja.' }));
		clock.advance(HOUR);
		expect(await core.consent.confirmDoubleOptIn(requestId, act)).toMatchObject({ state: 'confirmed', wasAlready: false });
		expect(await standing(email)).toMatchObject({ consent: 'granted', consentBasis: 'double_opt_in', consentAt: clock.now() });
		clock.advance(HOUR);
		expect(await core.consent.confirmDoubleOptIn(requestId, act)).toMatchObject({ state: 'confirmed', wasAlready: true });
		const history = await core.consent.history(await buyerIdOf(email));
		expect(history).toMatchObject([{ kind: 'requested' }, { kind: 'granted', basis: 'double_opt_in', requestId, wording: 'Ja.', language: 'de', source: 'Newsletter form', ip: '198.51.100.7' }]);
		expect(history).toHaveLength(2);
	});

	it('ten presses at once count once', async () => {
		const requestId = requestIdOf(await ask(anAddress()));
		clock.advance(1);
		const answers = await Promise.all(Array.from({ length: 10 }, async () => await core.consent.confirmDoubleOptIn(requestId, act)));
		expect(answers.filter((answer) => answer?.wasAlready === false)).toHaveLength(1);
	});

	it('asked again within a day → already requested, no second mail; a day later → a new one', async () => {
		const email = anAddress();
		const first = await ask(email);
		clock.advance(23 * HOUR);
		expect(await ask(email, { source: 'another form' })).toMatchObject({ kind: 'alreadyRequested', requestId: requestIdOf(first), requestedAt: clock.now() - 23 * HOUR });
		clock.advance(HOUR);
		expect(await ask(email)).toMatchObject({ kind: 'requested' });
		expect(sink.mails).toHaveLength(2);
	});

	it('one address twice in a batch, and two batches at once → one mail', async () => {
		const email = anAddress();
		const row = { email, source: 'form' };
		const results = (await Promise.all([askAll([row, row]), askAll([row, row])])).flat();
		expect(results.map((result) => result.kind).sort()).toEqual(['alreadyRequested', 'alreadyRequested', 'alreadyRequested', 'requested']);
		expect(sink.mails).toHaveLength(1);
	});

	it('three requests within 30 days at most: a stranger can’t flood a mailbox', async () => {
		const email = anAddress();
		const start = clock.now();
		for (let day = 0; day < 3; day += 1) {
			expect(await ask(email)).toMatchObject({ kind: 'requested' });
			clock.advance(DAY);
		}
		expect(await ask(email)).toMatchObject({ kind: 'tooManyRequests', nextAt: start + 30 * DAY });
		expect(sink.mails).toHaveLength(3);
		clock.set(start + 30 * DAY);
		expect(await ask(email)).toMatchObject({ kind: 'requested' });
	});

	it.each([
		['who agreed by an act of his own', async (email: string) => void (await core.consent.record('demo', [{ email, basis: 'explicit', source: 'checkout' }])), { kind: 'alreadyGranted' }],
		['whose address bounces', async (email: string) => await core.consent.addSuppression({ shopId: 'demo', email, reason: 'hard-bounce', scope: 'all' }), { kind: 'suppressed', reason: 'hard-bounce' }],
		['who complained', async (email: string) => await core.consent.addSuppression({ shopId: 'demo', email, reason: 'complaint', scope: 'marketing' }), { kind: 'suppressed', reason: 'complaint' }],
	])('somebody %s → said, no mail, no evidence', async (_name, prepare, expected) => {
		const email = anAddress();
		await prepare(email);
		expect(await ask(email)).toMatchObject(expected);
		expect(sink.mails).toEqual([]);
		expect((await core.consent.history(await buyerIdOf(email))).filter((record) => record.kind === 'requested')).toEqual([]);
	});

	it('a marketplace relay → never; a wrong row → rejected by field, the others are asked', async () => {
		const [relay, wrong, noSource, right] = await askAll([
			{ email: 'x1y2@marketplace.amazon.de', source: 'form' }, { email: 'nobody', source: 'form' }, { email: anAddress(), source: ' ' }, { email: anAddress(), source: 'form' },
		]);
		expect([relay, wrong, noSource, right]).toMatchObject([{ kind: 'neverMarketable' }, { kind: 'rejected', field: 'email' }, { kind: 'rejected', field: 'source' }, { kind: 'requested' }]);
		expect(sink.mails).toHaveLength(1);
	});

	it('somebody who was erased is not asked and not recorded again; the others of the batch are', async () => {
		const [gone, other] = [anAddress(), anAddress()];
		await core.buyers.upsertBuyers('demo', [{ email: gone, country: 'DE' }]);
		await core.personalData.erase({ shopId: 'demo', isEveryShop: false, person: { email: gone } });
		expect(await askAll([{ email: gone, source: 'form' }, { email: other, source: 'form' }])).toMatchObject([{ kind: 'rejected', field: 'email' }, { kind: 'requested' }]);
		expect(await buyerIdOf(gone)).toBe('');
		expect(sink.mails).toHaveLength(1);
	});

	it('somebody whose consent was imported → may be asked, and his own act counts more', async () => {
		const email = anAddress();
		await core.consent.record('demo', [{ email, basis: 'import', source: 'list' }]);
		clock.advance(1);
		const result = await ask(email);
		clock.advance(1);
		await core.consent.confirmDoubleOptIn(requestIdOf(result), act);
		expect(await standing(email)).toMatchObject({ consent: 'granted', consentBasis: 'double_opt_in' });
	});

	it('somebody who unsubscribed may ask again; after the button his mail flows', async () => {
		const email = anAddress();
		await ask(email);
		clock.advance(HOUR);
		await core.consent.withdraw('demo', await buyerIdOf(email), { source: 'page' });
		clock.advance(HOUR);
		const again = await ask(email);
		expect(again).toMatchObject({ kind: 'requested' });
		expect(await standing(email)).toMatchObject({ consent: 'withdrawn', isMarketingSuppressed: true });
		clock.advance(HOUR);
		expect(await core.consent.confirmDoubleOptIn(requestIdOf(again), act)).toMatchObject({ state: 'confirmed', wasAlready: false });
		expect(await standing(email)).toMatchObject({ consent: 'granted', isMarketingSuppressed: false });
	});

	it.each([['before the button', false], ['after it', true]])('a "no" %s isn’t undone by the old link', async (_name, isConfirmed) => {
		const email = anAddress();
		const requestId = requestIdOf(await ask(email));
		clock.advance(HOUR);
		if (isConfirmed) await core.consent.confirmDoubleOptIn(requestId, act);
		clock.advance(HOUR);
		await core.consent.unsubscribe('demo', await buyerIdOf(email), { source: 'one-click', at: clock.now() });
		clock.advance(HOUR);
		expect(await core.consent.confirmDoubleOptIn(requestId, act)).toMatchObject({ state: 'withdrawnSince', wasAlready: true });
		expect(await standing(email)).toMatchObject({ consent: 'withdrawn', isMarketingSuppressed: true });
	});

	it('a second "no" of somebody who had unsubscribed, while his request is open → the link is dead', async () => {
		const email = anAddress();
		await core.consent.record('demo', [{ email, kind: 'withdrawn', source: 'phone', occurredAt: clock.now() }]);
		clock.advance(HOUR);
		const requestId = requestIdOf(await ask(email));
		clock.advance(HOUR);
		expect(await core.consent.unsubscribe('demo', await buyerIdOf(email), { source: 'page', at: clock.now() })).toEqual({ wasAlready: true });
		clock.advance(HOUR);
		expect(await core.consent.confirmDoubleOptIn(requestId, act)).toMatchObject({ state: 'withdrawnSince' });
		expect(await standing(email)).toMatchObject({ consent: 'withdrawn' });
	});

	it('valid to the last millisecond of 14 days; then expired, and no consent', async () => {
		const [inTime, late] = [anAddress(), anAddress()];
		const [first, second] = [requestIdOf(await ask(inTime)), requestIdOf(await ask(late))];
		clock.advance(14 * DAY - 1);
		expect(await core.consent.confirmDoubleOptIn(first, act)).toMatchObject({ state: 'confirmed' });
		clock.advance(1);
		expect(await core.consent.confirmDoubleOptIn(second, act)).toMatchObject({ state: 'expired' });
		expect(await standing(late)).toMatchObject({ consent: 'pending' });
		expect(await core.consent.findRequest(first)).toMatchObject({ state: 'confirmed' });
	});

	it('a request that nobody made, another kind of evidence → nothing', async () => {
		const email = anAddress();
		await core.consent.record('demo', [{ email, basis: 'explicit', source: 'checkout' }]);
		const [granted] = await core.consent.history(await buyerIdOf(email));
		expect(await core.consent.findRequest('k_0123456789abcdefghij')).toBeUndefined();
		expect(await core.consent.findRequest(granted!.id)).toBeUndefined();
		expect(await core.consent.confirmDoubleOptIn(granted!.id, act)).toBeUndefined();
	});

	it('server down → planned, and sent once by the next send due; a mail that a crash left unplanned is planned by the next request', async () => {
		const email = anAddress();
		const report = await core.consent.requestDoubleOptIn('demo', aSender(1), [{ email, source: 'form' }]);
		expect(report).toMatchObject({ error: { code: 'SMTP_UNREACHABLE' }, results: [{ kind: 'requested', delivery: { state: 'planned' } }] });
		await core.campaigns.sendDue('demo', aSender(sink.port), {});
		expect(sink.mails).toHaveLength(1);
		await store.db.deleteFrom('deliveries').where('occasion', '=', requestIdOf(report.results[0])).execute();
		expect(await ask(email)).toMatchObject({ kind: 'alreadyRequested' });
		expect(sink.mails).toHaveLength(2);
		expect(await ask(email)).toMatchObject({ kind: 'alreadyRequested' });
		expect(sink.mails).toHaveLength(2);
	});

	it('a shop whose links lead nowhere → refused before anything is recorded', async () => {
		const email = anAddress();
		await core.links.unpublish('demo', 'w');
		await expect(ask(email)).rejects.toMatchObject({ code: 'PUBLIC_ADDRESS_MISSING' });
		await core.links.publish('demo', { url: 'https://shop.example/m', workflowId: 'w' });
		expect(await buyerIdOf(email)).toBe('');
	});

	it('a sign-up form changes nothing about a buyer whom the shop knows', async () => {
		const email = anAddress();
		await core.buyers.upsertBuyers('demo', [{ email, country: 'FR', language: 'fr', name: 'Ana' }]);
		await ask(email, { country: 'DE', language: 'de' });
		expect(await core.buyers.list('demo', { email })).toMatchObject([{ country: 'FR', language: 'fr', name: 'Ana' }]);
	});

	it('nothing that a stranger typed reaches the mail: no name', async () => {
		const email = anAddress();
		await core.buyers.upsertBuyers('demo', [{ email, name: 'You won 1000 EUR' }]);
		await ask(email);
		expect(sink.mails[0]!.raw.toString().split('\r\n\r\n').slice(1).join('')).not.toContain('You won');
	});
});
