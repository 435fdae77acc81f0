import { load } from 'cheerio';
import { openCore, type Core } from '../../../core/openCore';
import { openStore, type OpenStore } from '../../../core/store/openStore';
import { LANGUAGES } from '../../../core/template/languages/registry';
import { NOON, aSender } from '../../support/builders';
import { aBuyerWithLinks, aPageRequest, hashTables, readPage } from '../../support/pages';
import { anSmtpSink, type SmtpSink } from '../../support/smtpSink';
import { STORE_KINDS, aClock, storeSettings } from '../../support/stores';

const DAY = 86_400_000;

describe.each(STORE_KINDS)('the public pages on %s', (kind) => {
	const clock = aClock(NOON);
	const settings = storeSettings(kind);
	let core: Core;
	let store: OpenStore;
	let sink: SmtpSink;
	beforeAll(async () => {
		core = await openCore({ store: settings, clock });
		store = await openStore(settings, { clock });
		sink = await anSmtpSink();
		await core.shops.save({ id: 'demo', name: 'Lumen <b>Home</b>', defaultSite: 'deu', timeZone: 'Europe/Berlin' });
		await core.links.publish('demo', { url: 'https://shop.example/m', workflowId: 'w' });
	});
	beforeEach(() => clock.advance(DAY));
	afterAll(async () => {
		await sink.stop();
		await store.close();
		await core.close();
	});

	let serial = 0;
	const aVisitor = async (more: object = {}) => await aBuyerWithLinks(core, `visitor${(serial += 1)}@shop.example`, more);
	const get = async (url: string) => readPage(await core.pages.answer(aPageRequest(url)));
	const post = async (url: string, fields: Record<string, string>) => readPage(await core.pages.answer(aPageRequest(url, fields)));
	const standing = async (id: string) => (await core.buyers.consentOf([id])).get(id);

	it('the link shows what it can do and changes nothing', async () => {
		const { url } = await aVisitor();
		const before = await hashTables(store);
		expect(await get(url)).toMatchObject({ status: 200, lang: 'de', dir: 'ltr', title: 'Abmelden', acts: ['unsubscribe', 'pause', 'language'], language: 'de', event: undefined });
		expect(readPage(await core.pages.answer(aPageRequest(url, undefined, { method: 'HEAD' })))).toMatchObject({ status: 200, event: undefined });
		expect(await hashTables(store)).toEqual(before);
	});

	it('unsubscribe → at once and for good; again → the same answer, no event', async () => {
		const { id, url } = await aVisitor();
		const first = await post(url, { act: 'unsubscribe' });
		expect(first).toMatchObject({ status: 200, title: 'Sie sind abgemeldet', acts: ['subscribe', 'language'], event: { event: 'unsubscribed', shop: 'demo', buyerId: id, deliveryId: null, campaign: null, at: clock.now() } });
		expect(await standing(id)).toMatchObject({ consent: 'withdrawn', isMarketingSuppressed: true, isSuppressed: false });
		clock.advance(DAY);
		expect(await post(url, { act: 'unsubscribe' })).toEqual({ ...first, event: undefined });
		expect(await get(url)).toMatchObject({ title: 'Sie sind abgemeldet' });
	});

	it.each([
		['one click', { 'List-Unsubscribe': 'One-Click' }, 'one-click'], ['a body that nobody can read', {}, 'unsubscribe-page'],
	])('%s → unsubscribed', async (_name, fields, source) => {
		const { id, url } = await aVisitor();
		expect(await post(url, fields as Record<string, string>)).toMatchObject({ status: 200, event: { event: 'unsubscribed' } });
		expect((await core.consent.history(id)).at(-1)).toMatchObject({ kind: 'withdrawn', source });
	});

	it.each([[{ act: 'delete' }], [{ act: 'pause' }], [{ act: 'pause', days: '3650' }], [{ act: 'language', language: 'xx' }], [{ act: '__proto__' }], [{ act: 'constructor' }]])('%p → 400, nothing changed', async (fields) => {
		const { url } = await aVisitor();
		const before = await hashTables(store);
		expect(await post(url, fields as unknown as Record<string, string>)).toMatchObject({ status: 400, title: 'Abmelden', event: undefined });
		expect(await hashTables(store)).toEqual(before);
	});

	it('a break of 30 days → no marketing until then, order mail goes on, then it ends by itself', async () => {
		const { id, url } = await aVisitor();
		const until = clock.now() + 30 * DAY;
		const paused = await post(url, { act: 'pause', days: '30' });
		expect(paused).toMatchObject({ title: 'E-Mails sind pausiert', acts: ['resume', 'unsubscribe', 'language'], event: { event: 'preferenceChanged', change: 'paused', pausedUntil: until } });
		expect(paused.text).toContain(new Intl.DateTimeFormat('de-DE', { dateStyle: 'long', timeZone: 'Europe/Berlin' }).format(until));
		expect(await standing(id)).toMatchObject({ consent: 'granted', isMarketingSuppressed: true, isSuppressed: false });
		clock.advance(3_600_000);
		expect((await post(url, { act: 'pause', days: '30' })).event).toBeUndefined();
		expect(await core.consent.listSuppressions('demo', { reason: 'paused', isActiveOnly: true })).toMatchObject([{ scope: 'marketing', endsAt: until, source: 'preference-page' }]);
		clock.set(until);
		expect(await standing(id)).toMatchObject({ isMarketingSuppressed: false });
		expect(await get(url)).toMatchObject({ title: 'Abmelden' });
	});

	it('another length replaces the running break; ended → mail again, once', async () => {
		const { id, url } = await aVisitor();
		await post(url, { act: 'pause', days: '90' });
		clock.advance(DAY);
		expect((await post(url, { act: 'pause', days: '30' })).event).toMatchObject({ pausedUntil: clock.now() + 30 * DAY });
		expect(await post(url, { act: 'resume' })).toMatchObject({ title: 'Sie sind angemeldet', event: { event: 'preferenceChanged', change: 'resumed' } });
		expect(await standing(id)).toMatchObject({ isMarketingSuppressed: false });
		expect((await post(url, { act: 'resume' })).event).toBeUndefined();
		expect((await post(url, { act: 'pause', days: '30' })).event).toBeDefined();
		expect(await standing(id)).toMatchObject({ isMarketingSuppressed: true });
	});

	it('the language he chooses → page and mails in it, also against what the shop says later', async () => {
		const { id, url } = await aVisitor();
		expect(await post(url, { act: 'language', language: 'ar' })).toMatchObject({ lang: 'ar', dir: 'rtl', language: 'ar', event: { event: 'preferenceChanged', change: 'language', language: 'ar' } });
		expect((await post(url, { act: 'language', language: 'ar' })).event).toBeUndefined();
		const email = (await core.buyers.list('demo', { limit: 100 })).find((buyer) => buyer.id === id)?.email;
		await core.buyers.upsertBuyers('demo', [{ email, language: 'en', name: 'Ana', updatedAt: new Date(clock.now() + 1000).toISOString() }]);
		expect(await core.buyers.list('demo', { email })).toMatchObject([{ language: 'ar', name: 'Ana' }]);
		expect(await get(url)).toMatchObject({ lang: 'ar' });
	});

	it.each([['DE', 'double_opt_in', 'de', 'Ja, ich möchte Angebote und Neuigkeiten von Lumen <b>Home</b> per E-Mail erhalten. Ich kann mich jederzeit abmelden.'], ['US', 'explicit', 'en', 'Yes, I want to get offers and news from Lumen <b>Home</b> by email. I can unsubscribe at any time.']])(
		'subscribing again in %s → consent (%s) with its evidence', async (country, basis, language, wording) => {
			const { id, url } = await aVisitor({ country });
			await post(url, { act: 'pause', days: '30' });
			await post(url, { act: 'unsubscribe' });
			clock.advance(DAY);
			expect(await post(url, { act: 'subscribe' })).toMatchObject({ event: { event: 'preferenceChanged', change: 'subscribedAgain' }, acts: ['pause', 'unsubscribe', 'language'] });
			expect(await standing(id)).toMatchObject({ consent: 'granted', consentBasis: basis, consentAt: clock.now(), isMarketingSuppressed: false });
			expect((await core.consent.history(id)).at(-1)).toMatchObject({ kind: 'granted', basis, wording, language, source: 'preference-page', ip: '198.51.100.7', occurredAt: clock.now() });
			clock.advance(DAY);
			expect((await post(url, { act: 'subscribe' })).event).toBeUndefined();
			expect(await core.consent.history(id)).toHaveLength(3);
		},
	);

	it('an address that bounces or complained → can’t be subscribed from a page, but unsubscribed', async () => {
		const { id, url } = await aVisitor();
		await core.consent.addSuppression({ shopId: 'demo', buyerId: id, reason: 'complaint', scope: 'marketing' });
		// a complaint withdraws the consent by itself: there is nothing left to unsubscribe from
		expect(await get(url)).toMatchObject({ acts: ['language'] });
		expect(await post(url, { act: 'unsubscribe' })).toMatchObject({ status: 200, acts: ['language'] });
		clock.advance(DAY);
		expect(await post(url, { act: 'subscribe' })).toMatchObject({ status: 200, acts: ['language'], event: undefined });
		expect(await standing(id)).toMatchObject({ consent: 'withdrawn', isMarketingSuppressed: true });
	});

	it('links of before a rotation work after it, in another process too', async () => {
		const { url } = await aVisitor();
		const other = await openCore({ store: settings, clock });
		await other.pages.answer(aPageRequest(url));
		const [{ keyId }, second] = await Promise.all([core.links.rotateKey(), core.links.rotateKey()]);
		expect(second.keyId).not.toBe(keyId);
		const fresh = await aVisitor();
		expect(fresh.url).not.toContain('.1.');
		for (const { pages } of [core, other]) for (const link of [url, fresh.url]) expect((await pages.answer(aPageRequest(link))).status).toBe(200);
		await other.close();
	});

	it.each([
		['nothing', undefined], ['null', null], ['empty', ''], ['short', 'x'], ['a list', ['a', 'b']], ['an object', { t: 1 }], ['a wrong signature', 'v.b_0123456789abcdefghij.1.aaaaaaaaaaaaaaaaaaaaaa'],
		['NUL', 'd_\0'], ['very long', 'a'.repeat(100_000)],
	])('a token that is %s → 404 in the browser’s language', async (_name, token) => {
		const answer = readPage(await core.pages.answer({ method: 'POST', token, fields: {}, acceptLanguage: 'he;q=1, en', ip: null }));
		expect(answer).toMatchObject({ status: 404, lang: 'he', dir: 'rtl', acts: [] });
	});

	it.each(['PUT', 'DELETE', 'OPTIONS', ''])('%s → 405', async (method) => {
		const { url } = await aVisitor();
		expect(await core.pages.answer(aPageRequest(url, {}, { method }))).toMatchObject({ status: 405, headers: { Allow: 'GET, HEAD, POST' } });
	});

	it('no script, nothing from elsewhere, no shop name as markup', async () => {
		const { url } = await aVisitor();
		const { headers, body } = await core.pages.answer(aPageRequest(url));
		expect(headers['Content-Security-Policy']).toMatch(/default-src 'none'.*form-action 'self'.*frame-ancestors 'none'/);
		expect(headers).toMatchObject({ 'Referrer-Policy': 'no-referrer', 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' });
		expect(body).not.toMatch(/<script|<b>Home|https?:/);
		expect(body).toContain('Lumen &lt;b&gt;Home');
	});

	it.each(LANGUAGES.map(({ language }) => language))('in %s every page is whole and accessible', async (language) => {
		const { url } = await aVisitor({ language });
		const pages = [await core.pages.answer(aPageRequest(url))];
		for (const fields of [{ act: 'pause', days: '90' }, { act: 'resume' }, { act: 'language', language }, { act: 'unsubscribe' }]) pages.push(await core.pages.answer(aPageRequest(url, fields as never)));
		for (const { body } of pages) {
			const $ = load(body);
			expect($('html').attr('lang')).toBe(language);
			expect($('h1')).toHaveLength(1);
			expect(body).not.toMatch(/\{\{|undefined|\[object/);
			expect($('form').toArray().every((form) => form.attribs.method === 'post' && form.attribs.action === undefined)).toBe(true);
			expect($('select').toArray().every((element) => $(`label[for="${element.attribs.id}"]`).length === 1)).toBe(true);
			expect($('input').toArray().every((element) => $(element).closest('label').text().trim() !== '' && $(element).closest('fieldset').find('legend').length === 1)).toBe(true);
			expect($('option').toArray().every((option) => option.attribs.lang === option.attribs.value)).toBe(true);
			expect($('option')).toHaveLength(LANGUAGES.length);
		}
	});

	describe('the confirmation page', () => {
		const aRequest = async (more: object = {}) => {
			const { results: [result] } = await core.consent.requestDoubleOptIn('demo', aSender(sink.port), [{ email: `signup${(serial += 1)}@shop.example`, source: 'Form', country: 'DE', wording: 'Ja <i>gern</i>', ...more }]);
			const requestId = (result as { requestId: string }).requestId;
			return { requestId, url: (await core.links.forRequests('demo'))(requestId) };
		};

		it('shows one button and changes nothing; the button confirms, once', async () => {
			const { requestId, url } = await aRequest();
			const before = await hashTables(store);
			const shown = await get(url);
			expect(shown).toMatchObject({ status: 200, lang: 'de', title: 'Anmeldung bestätigen', acts: ['confirm'] });
			expect(shown.text).toContain('Ja <i>gern</i>');
			expect(await hashTables(store)).toEqual(before);
			clock.advance(1000);
			const confirmed = await post(url, { act: 'confirm' });
			expect(confirmed).toMatchObject({ title: 'Vielen Dank, Sie sind angemeldet', acts: [], event: { event: 'consentConfirmed', requestId, source: 'Form', language: 'de' } });
			clock.advance(1000);
			expect(await post(url, { act: 'confirm' })).toEqual({ ...confirmed, event: undefined });
			expect(await get(url)).toMatchObject({ title: 'Vielen Dank, Sie sind angemeldet', acts: [] });
		});

		it('too late → says so and how to ask again', async () => {
			const { url } = await aRequest();
			clock.advance(14 * DAY);
			for (const page of [await get(url), await post(url, { act: 'confirm' })]) expect(page).toMatchObject({ status: 200, title: 'Dieser Link ist abgelaufen', acts: [], event: undefined });
		});

		it.each(LANGUAGES.map(({ language }) => language))('in %s', async (language) => {
			const { url } = await aRequest({ language });
			expect(await get(url)).toMatchObject({ lang: language, acts: ['confirm'] });
		});
	});
});
