import { load } from 'cheerio';
import type { SendItem } from '../../../core/campaign/campaign.flow';
import type { BuyerItem } from '../../../core/contract/items';
import { openCore, type Core } from '../../../core/openCore';
import { openStore, type OpenStore } from '../../../core/store/openStore';
import { compileTemplate } from '../../../core/template/compileTemplate';
import PostalMime from 'postal-mime';
import { NOON, aBuyer, aSender, aShop } from '../../support/builders';
import { aPageRequest, readPage } from '../../support/pages';
import { anSmtpSink, type SmtpSink } from '../../support/smtpSink';
import { STORE_KINDS, aClock, storeSettings } from '../../support/stores';

const DATA = { cart: { items: [{ name: 'Lámpara', quantity: 1, price: { amountMinor: 3_840, currency: 'EUR' } }], value: { amountMinor: 3_840, currency: 'EUR' }, url: 'https://lumen-home.example/cart/1' } };
const SOURCE = { kind: 'library', name: 'abandoned-cart' } as const;

describe.each(STORE_KINDS)('view in browser on %s', (kind) => {
	const clock = aClock(NOON);
	const settings = storeSettings(kind);
	let core: Core;
	let store: OpenStore;
	let sink: SmtpSink;
	beforeAll(async () => {
		store = await openStore(settings, { clock });
		core = await openCore({ store: settings, clock });
		sink = await anSmtpSink();
		await aShop(store.db);
		await core.links.publish('demo', { url: 'https://shop.example/m', workflowId: 'w' });
	});
	beforeEach(() => {
		sink.mails.splice(0);
		clock.advance(86_400_000);
	});
	afterAll(async () => {
		await sink.stop();
		await core.close();
		await store.close();
	});

	const aRecipient = async (): Promise<BuyerItem> => {
		const row = await aBuyer(store.db);
		return { id: row.id, shop: 'demo', email: row.email ?? '', name: 'Ana', country: 'ES', language: 'es', site: 'esp', timeZone: 'Europe/Madrid' };
	};
	/** sends by one of the two ways and reads what arrived */
	const sendMail = async (): Promise<{ buyer: BuyerItem; html: string; text: string; links: { view: string; unsubscribe: string } }> => {
		const buyer = await aRecipient();
		const urls = { unsubscribeUrl: (await core.links.forBuyers('demo'))(buyer.id), viewUrl: (await core.links.viewsForBuyers('demo'))(buyer.id) };
		const mail = compileTemplate(SOURCE, { brand: aSender(1).brand }).render({ buyer, data: DATA, ...urls });
		const item: SendItem = { buyer, mail, occasion: 'cart:1', variant: 'A' };
		await core.campaigns.sendItems('demo', aSender(sink.port), [item], { campaign: 'carts', purpose: 'marketing', when: { kind: 'atOnce' }, sendOncePer: 'occasion' });
		return { buyer, ...(await readArrived()) };
	};
	const readArrived = async () => {
		const { html = '', text = '' } = await PostalMime.parse(sink.mails.at(-1)!.raw);
		const $ = load(html);
		return { html, text, links: { view: $('.sm-view-link').attr('href') ?? '', unsubscribe: $('.sm-unsubscribe').attr('href') ?? '' } };
	};
	const show = async (url: string) => await core.pages.answer(aPageRequest(url));

	it('a finished mail → the very mail that arrived, its links working', async () => {
		const { html, text, links } = await sendMail();
		expect(links.view).toMatch(/\?t=v\.d_/);
		expect(text).toContain(links.view);
		const answer = await show(links.view);
		expect(answer).toMatchObject({ status: 200, headers: { 'Content-Security-Policy': expect.stringMatching(/default-src 'none'.*form-action 'none'.*sandbox allow-popups/) } });
		expect(answer.headers['Content-Security-Policy']).not.toMatch(/allow-(?:scripts|forms|same-origin)/);
		expect(load(answer.body)('body').html()?.replace(/\s+/g, ' ')).toBe(load(html)('body').html()?.replace(/\s+/g, ' '));
		expect(readPage(await core.pages.answer(aPageRequest(links.unsubscribe, { act: 'unsubscribe' }))).event).toMatchObject({ event: 'unsubscribed', campaign: 'carts' });
		expect((await show(links.view)).status).toBe(200);
	});

	it('a template of an audience → rendered again as it was sent', async () => {
		const buyer = await aRecipient();
		const contentId = await core.templates.saveTemplate('demo', { source: SOURCE, brand: aSender(1).brand });
		await store.db.insertInto('audiences').values({ id: 'a_1', shop_id: 'demo', segment: 's', purpose: 'marketing', as_of: clock.now(), size: 1, summary_json: '{}', created_at: clock.now() }).onConflict((oc) => oc.doNothing()).execute();
		await store.db.insertInto('audience_members').values({ audience_id: 'a_1', position: 0, buyer_id: buyer.id, occasion: 'cart:1', variant: 'A', data_json: JSON.stringify(DATA) }).execute();
		const audience = { id: 'a_1', shop: 'demo', segment: 's', asOf: clock.now(), size: 1, bySite: {}, byVariant: {}, leftOut: {} };
		await core.campaigns.sendAudience('demo', aSender(sink.port), audience, { id: contentId, purpose: 'marketing', template: 'abandoned-cart', languages: ['es'], samples: [] }, { campaign: 'audience', purpose: 'marketing', when: { kind: 'atOnce' }, sendOncePer: 'occasion' });
		const { html, links } = await readArrived();
		const { body } = await show(links.view);
		expect(load(body)('body').html()?.replace(/\s+/g, ' ').trim()).toBe(load(html)('body').html()?.replace(/\s+/g, ' ').trim());
		expect(body).toContain(links.unsubscribe);
	});

	it('its token unsubscribes nobody, and an unsubscribe token shows no mail', async () => {
		const { buyer, links } = await sendMail();
		expect(await core.pages.answer(aPageRequest(links.view, { act: 'unsubscribe' }))).toMatchObject({ status: 405, headers: { Allow: 'GET, HEAD' } });
		expect(await core.links.resolve(new URL(links.view).searchParams.get('t'))).toBeUndefined();
		expect((await core.buyers.consentOf([buyer.id])).get(buyer.id)).toMatchObject({ consent: 'granted' });
		expect((await show(links.view.replace('t=v.', 't='))).status).toBe(404);
		expect((await show(links.unsubscribe.replace('t=', 't=v.'))).status).toBe(404);
	});

	it.each([
		['the buyer’s data were erased', async (buyer: BuyerItem) => void (await store.db.updateTable('buyers').set({ email: null, name: null }).where('id', '=', buyer.id).execute())],
		['the content is gone', async (buyer: BuyerItem) => void (await store.db.updateTable('deliveries').set({ content_id: 'c_gone' }).where('buyer_id', '=', buyer.id).execute())],
	])('%s → a page that says so', async (_name, remove) => {
		const { buyer, links } = await sendMail();
		await remove(buyer);
		expect(readPage(await show(links.view))).toMatchObject({ status: 404, title: 'This email can no longer be shown' });
	});

	it('a preview that was never sent → a page that says so', async () => {
		const buyer = await aRecipient();
		expect((await show((await core.links.viewsForBuyers('demo'))(buyer.id))).status).toBe(404);
	});
});
