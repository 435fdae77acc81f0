import PostalMime from 'postal-mime';
import { openCore, type Core } from '../../../core/openCore';
import { openStore, type OpenStore } from '../../../core/store/openStore';
import type { NewTemplateBody } from '../../../core/template/templateSource';
import { load } from 'cheerio';
import { NOON, aBuyer, aSender, aShop } from '../../support/builders';
import { aPageRequest } from '../../support/pages';
import { anSmtpSink, type SmtpSink } from '../../support/smtpSink';
import { STORE_KINDS, aClock, storeSettings } from '../../support/stores';

const CART = { cart: { items: [{ name: 'Lámpara', quantity: 1, price: { amountMinor: 3_840, currency: 'EUR' } }], value: { amountMinor: 3_840, currency: 'EUR' } } };

describe.each(STORE_KINDS)('an audience of variants A, B and a hold-out on %s', (kind) => {
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

	/** one buyer a variant; what arrived, by address */
	const send = async (id: string, variants: string[], body: Partial<NewTemplateBody>, data: Record<string, unknown> = CART) => {
		const buyers = await Promise.all(variants.map(async () => await aBuyer(store.db)));
		await store.db.insertInto('audiences').values({ id, shop_id: 'demo', segment: 's', purpose: 'marketing', as_of: clock.now(), size: variants.length, summary_json: '{}', created_at: clock.now() }).execute();
		await store.db.insertInto('audience_members').values(buyers.map((buyer, position) => ({ audience_id: id, position, buyer_id: buyer.id, occasion: 'cart:1', variant: variants[position] ?? '', data_json: JSON.stringify(data) }))).execute();
		const contentId = await core.templates.saveTemplate('demo', { source: { kind: 'library', name: 'abandoned-cart' }, brand: aSender(1).brand, ...body });
		const audience = { id, shop: 'demo', segment: 's', asOf: clock.now(), size: variants.length, bySite: {}, byVariant: {}, leftOut: {} };
		const content = { id: contentId, purpose: 'marketing' as const, template: 'abandoned-cart', languages: ['es'], samples: [] };
		const report = await core.campaigns.sendAudience('demo', aSender(sink.port), audience, content, { campaign: id, purpose: 'marketing', when: { kind: 'atOnce' }, sendOncePer: 'occasion' });
		const arrived = new Map(await Promise.all(sink.mails.map(async ({ to, raw }) => [to, await PostalMime.parse(raw)] as const)));
		return { report, mails: buyers.map((buyer) => arrived.get(buyer.email ?? '')) };
	};

	it('each gets the subject of his variant, the hold-out nothing; view in browser shows the same again', async () => {
		const texts = [{ part: 'subject' as const, variant: 'B' as const, text: 'Gratis: envío de tu carrito de {{total}}' }, { part: 'heading' as const, variant: 'B' as const, text: 'Tu carrito, variante B' }];
		const { mails } = await send('a_variants', ['A', 'B', 'holdout'], { overrides: { texts } });
		expect(mails.map((mail) => mail?.subject)).toEqual(['Guardamos tu carrito: 38,40 €', 'Gratis: envío de tu carrito de 38,40 €', undefined]);
		const viewed = await Promise.all(mails.slice(0, 2).map(async (mail) => {
			const { body } = await core.pages.answer(aPageRequest(load(mail?.html ?? '')('.sm-view-link').attr('href') ?? ''));
			return load(body)('h1').text();
		}));
		expect(viewed).toEqual([expect.not.stringContaining('variante B'), 'Tu carrito, variante B']);
	});

	it('data of everybody reach each mail, a buyer\'s own go before them', async () => {
		const own = { kind: 'own' as const, purpose: 'marketing' as const, subject: '{{data.offer.title}}: 10% {{data.word}}', html: '<p>Ahorra 10% en {{data.offer.title}}</p>' };
		const { mails } = await send('a_shared', ['A'], { source: own, sharedData: { offer: { title: 'Primavera' }, word: 'all' } }, { word: 'Ana' });
		expect(mails[0]).toMatchObject({ subject: 'Primavera: 10% Ana', html: expect.stringContaining('Ahorra 10% en Primavera') });
	});

	it('a site\'s own choice is followed', async () => {
		const { mails } = await send('a_sites', ['A'], { templatesBySite: { esp: 'repurchase-reminder' } }, { repurchase: { lastOrderAt: NOON, productName: 'Filtros' } });
		expect(mails[0]?.subject).toBe('Repón a tiempo: Filtros');
	});
});
