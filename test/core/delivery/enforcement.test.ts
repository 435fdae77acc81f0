import type { SendItem } from '../../../core/campaign/campaign.flow';
import type { BuyerItem, MailItem } from '../../../core/contract/items';
import type { DeliveryPlan } from '../../../core/delivery/ports';
import { openCore, type Core } from '../../../core/openCore';
import { systemRandom } from '../../../core/shared/random';
import type { SenderProfile } from '../../../core/shop/senderProfile';
import { makeCampaignStore } from '../../../core/store/campaignQueries';
import { makeDeliveryLedger } from '../../../core/store/deliveryQueries';
import { openStore, type OpenStore } from '../../../core/store/openStore';
import { compileTemplate } from '../../../core/template/compileTemplate';
import { makeSample } from '../../../core/template/sampleData';
import type { NewTemplateBody } from '../../../core/template/templateSource';
import { NOON, aBuyer, aSender, aShop } from '../../support/builders';
import { anSmtpSink, type SmtpSink } from '../../support/smtpSink';
import { aClock, sqliteSettings } from '../../support/stores';
import { MUTATIONS, lawfulHtml, type Footer } from '../../support/unlawfulMails';

/** What must never arrive, by force: whoever made the mail, and whatever it says of itself. */
const BAD = 10_000;
const GOOD = 300;
const BUYERS = 100;
const BATCH = 500;
const SEED = 20_261_122;

jest.setTimeout(600_000);

describe('sending refuses what the law forbids', () => {
	let core: Core;
	let store: OpenStore;
	let sink: SmtpSink;
	let buyers: BuyerItem[];
	let linkOf: (buyerId: string) => string;
	const clock = aClock(NOON);

	beforeAll(async () => {
		const settings = sqliteSettings();
		store = await openStore(settings, { clock });
		await aShop(store.db, { daily_quota: 1_000_000 });
		core = await openCore({ store: settings, clock });
		await core.links.publish('demo', { url: 'https://shop.example/webhook/1/m', workflowId: 'w' });
		linkOf = await core.links.forBuyers('demo');
		buyers = [];
		for (let count = 0; count < BUYERS; count += 1) buyers.push(await someBuyer(['ES', 'DE', 'US', 'FR'][count % 4] ?? 'ES'));
	});
	beforeEach(async () => void (sink = await anSmtpSink()));
	afterEach(async () => await sink.stop());
	afterAll(async () => {
		await core.close();
		await store.close();
	});

	async function someBuyer(country: string): Promise<BuyerItem> {
		const row = await aBuyer(store.db, { country });
		return { id: row.id, shop: 'demo', email: row.email ?? '', name: 'Ana', country, language: 'es', site: row.site, timeZone: row.time_zone };
	}
	const footerFor = (buyer: BuyerItem): Footer => {
		const { company, postalAddress, phone, contactEmail, registrationNumber, vatNumber, legalRepresentative } = aSender(1).brand;
		const url = linkOf(buyer.id);
		return { company, postalAddress, phone, url, link: `<a href="${url}">Unsubscribe</a>`, rest: [contactEmail, registrationNumber, vatNumber, legalRepresentative].join(', ') };
	};
	const mailFor = (buyer: BuyerItem, fields: Partial<MailItem> = {}): MailItem => {
		const footer = footerFor(buyer);
		return { purpose: 'marketing', language: 'en', subject: 'Lamps for long evenings at 24.90 €', preheader: '', html: lawfulHtml(footer), text: `Lamps.\nUnsubscribe: ${footer.url}`, ...fields };
	};
	const send = async (items: SendItem[], campaign: string, purpose: 'marketing' | 'transactional' = 'marketing', sender: SenderProfile = aSender(sink.port)) => {
		for (let from = 0; from < items.length; from += BATCH) await core.campaigns.sendItems('demo', sender, items.slice(from, from + BATCH), { campaign, purpose, when: { kind: 'atOnce' }, sendOncePer: 'occasion' });
		const [status] = await core.campaigns.status('demo', campaign);
		return status?.states ?? {};
	};
	const stoppedIn = async (campaign: string): Promise<number> => {
		const found = await core.campaigns.list('demo');
		const id = found.find(({ name }) => name === campaign)?.id ?? '';
		const rows = await store.db.selectFrom('findings').select('delivery_id').distinct().where('shop_id', '=', 'demo').where('campaign_id', '=', id).where('outcome', '=', 'violation').execute();
		return rows.filter((row) => row.delivery_id !== null).length;
	};
	const itemsOf = (count: number, make: (buyer: BuyerItem, index: number) => MailItem): SendItem[] => Array.from({ length: count }, (_, index): SendItem => {
		const buyer = buyers[index % BUYERS];
		if (!buyer) throw new Error('no buyer');
		return { buyer, mail: make(buyer, index), occasion: `o:${index}`, variant: 'A' };
	});

	it(`${BAD} mails whose footer is missing, hidden, altered, cut off or encoded: none arrives, each is in the record; ${GOOD} good ones arrive`, async () => {
		const random = seeded(SEED);
		const pick = <Value>(values: readonly Value[]): Value => {
			const value = values[Math.floor(random() * values.length)];
			if (value === undefined) throw new Error('nothing to pick from');
			return value;
		};
		const bad = itemsOf(BAD, (buyer, index) => mailFor(buyer, MUTATIONS[index % MUTATIONS.length]?.mutate(footerFor(buyer), pick)));
		const states = await send(bad, 'bad');
		const arrived = await store.db.selectFrom('deliveries').select(['occasion', 'cause']).where('state', '=', 'accepted').execute();
		expect(arrived.map(({ occasion }) => `${MUTATIONS[Number(occasion.slice(2)) % MUTATIONS.length]?.name}: ${bad[Number(occasion.slice(2))]?.mail.html}`)).toEqual([]);
		expect(states).toEqual({ blocked: BAD });
		expect(sink.mails).toHaveLength(0);
		expect(await stoppedIn('bad')).toBe(BAD);

		expect(await send(itemsOf(GOOD, (buyer) => mailFor(buyer)), 'good')).toEqual({ accepted: GOOD });
		expect(sink.mails).toHaveLength(GOOD);
	});

	it.each([
		['advertising that calls itself an order\'s mail', 'transactional', { purpose: 'transactional', subject: 'Order SO-1', html: '<p>Shop now: 20% off with code AUTUMN20</p>' }],
		['advertising in a picture\'s text', 'transactional', { purpose: 'transactional', subject: 'Order SO-1', html: '<img src="https://shop.example/a.png" width="500" height="200" alt="Shop now and save 20%">' }],
		['advertising in another language than it says', 'transactional', { purpose: 'transactional', language: 'en', subject: 'SO-1', html: '<p>今すぐ購入</p>' }],
		['marketing planned as an order\'s mail', 'transactional', { purpose: 'marketing', html: '<p>Lamps</p>' }],
		['an order\'s mail planned as marketing, without a way out', 'marketing', { purpose: 'transactional', html: '<p>Lamps</p>' }],
		['"only 3 left" of 90', 'marketing', { subject: 'Only 3 left: lamps' }],
		['a language that is no excuse', 'marketing', { language: 'xx', languageFallback: true, html: '<p>Lamps</p>' }],
	] as const)('%s → blocked and in the record', async (name, purpose, fields) => {
		const { company, postalAddress, phone } = aSender(1).brand;
		const items = itemsOf(20, (buyer) => mailFor(buyer, { ...fields, ...('html' in fields && purpose === 'transactional' ? { html: `${fields.html}<p>${company}, ${postalAddress}, ${phone}</p>` } : {}) }))
			.map((item) => ({ ...item, data: { products: [{ name: 'Lamp', stock: 90 }] } }));
		expect(await send(items, name, purpose)).toEqual({ blocked: 20 });
		expect(sink.mails).toHaveLength(0);
		expect(await stoppedIn(name)).toBe(20);
	});

	it('who unsubscribed, whoever says otherwise → blocked', async () => {
		const left = await someBuyer('US');
		const items = [{ buyer: { ...left, country: 'US' }, mail: mailFor(left), occasion: 'x', variant: 'A' }];
		await core.consent.withdraw('demo', left.id, { source: 'test' });
		expect(await send(items, 'left')).toEqual({ blocked: 1 });
		expect(sink.mails).toHaveLength(0);
	});

	it.each([
		['another address than on the licence', { brand: { ...aSender(1).brand, licenceAddress: '1 Main Street, Springfield' } }],
		['no address', { brand: { ...aSender(1).brand, postalAddress: ' ', licenceAddress: ' ' } }],
		['no phone', { brand: { ...aSender(1).brand, phone: 'soon' } }],
		['another firm than the mail names', { brand: { ...aSender(1).brand, company: 'Other Ltd.' } }],
		['a name that is not its own', { from: { name: 'Gmail Team', address: 'news@mail.lumen-home.example' } }],
		['a signature of another domain', { dkim: { ...aSender(1).dkim, domain: 'esp.example', selector: 's1', privateKey: aSender(1).dkim?.privateKey ?? '' } }],
	])('the sender has %s → blocked and in the record', async (name, fields) => {
		expect(await send(itemsOf(20, (buyer) => mailFor(buyer)), name, 'marketing', { ...aSender(sink.port), ...fields })).toEqual({ blocked: 20 });
		expect(sink.mails).toHaveLength(0);
		expect(await stoppedIn(name)).toBe(20);
	});

	test('the sender has an address at a mailbox provider → refused before anything is planned', async () => {
		const sender = { ...aSender(sink.port), from: { name: 'Lumen Home', address: 'lumen@gmail.com' } };
		await expect(send(itemsOf(20, (buyer) => mailFor(buyer)), 'gmail', 'marketing', sender)).rejects.toMatchObject({ code: expect.stringMatching(/^SENDING_D/) });
		expect(sink.mails).toHaveLength(0);
	});

	/** Content that is rendered for each recipient, planned as an audience plans it. */
	const sendTemplate = async (body: NewTemplateBody, campaign: string, purpose: 'marketing' | 'transactional' = 'marketing') => {
		const contentId = await core.templates.saveTemplate('demo', body);
		const found = await makeCampaignStore(store, { clock, random: systemRandom }).ensureCampaign('demo', campaign, purpose);
		const plans = buyers.map((buyer): DeliveryPlan => ({ buyerId: buyer.id, occasion: 'a', site: buyer.site, language: 'en', variant: 'A', template: 't', contentId, data: {}, dueAt: NOON, isWindowBound: false }));
		await makeDeliveryLedger(store, { random: systemRandom }).plan('demo', found, plans, NOON);
		await core.campaigns.sendDue('demo', aSender(sink.port), { campaign });
		return (await core.campaigns.status('demo', campaign))[0]?.states;
	};
	const { brand } = aSender(1);
	const own = (html: string): NewTemplateBody['source'] => ({ kind: 'own', purpose: 'marketing', subject: 'Lamps at 24.90 €', html });

	it('a template that lies over the footer → refused before it is rendered', async () => {
		expect(await sendTemplate({ source: own('<p>Lamps</p><div style="position:fixed;bottom:0;left:0;width:100%;height:900px;background:#fff">x</div>'), brand }, 'covering')).toEqual({ blocked: BUYERS });
		expect((await core.campaigns.status('demo', 'covering'))[0]?.causes).toEqual({ 'template:TEMPLATE_INVALID': BUYERS });
		expect(sink.mails).toHaveLength(0);
	});

	it('a marketing template in a campaign for order mails → blocked and in the record', async () => {
		expect(await sendTemplate({ source: own('<p>Lamps</p>'), brand }, 'lie', 'transactional')).toEqual({ blocked: BUYERS });
		expect(await stoppedIn('lie')).toBe(BUYERS);
		expect(sink.mails).toHaveLength(0);
	});

	it('an order\'s mail to Canada without a way out → blocked; the library\'s carries one', async () => {
		const buyer = await someBuyer('CA');
		const without = mailFor(buyer, { purpose: 'transactional', subject: 'Order SO-1', html: lawfulHtml({ ...footerFor(buyer), link: '' }), text: 'Order SO-1' });
		expect(await send([{ buyer, mail: without, occasion: 'a', variant: 'A' }], 'canada', 'transactional')).toEqual({ blocked: 1 });
		const mail = compileTemplate({ kind: 'library', name: 'logistics-update' }, { brand }).render({ buyer, data: makeSample('en').data, unsubscribeUrl: linkOf(buyer.id) });
		expect(await send([{ buyer, mail, occasion: 'b', variant: 'A' }], 'canada', 'transactional')).toEqual({ blocked: 1, accepted: 1 });
		expect(sink.mails[0]?.raw.toString()).toMatch(/List-Unsubscribe:\s*<https:/);
	});

	it('content that was saved with another brand goes out with the sender\'s of today', async () => {
		const other = { ...brand, company: 'Other Ltd.', postalAddress: '1 Main Street', licenceAddress: '1 Main Street', phone: '+1 555 0100' };
		expect(await sendTemplate({ source: own('<p>Lamps of oak and brass, made by hand in our own workshop.</p>'), brand: other }, 'rebranded')).toEqual({ accepted: BUYERS });
		for (const { raw } of sink.mails) expect(raw.toString()).not.toContain('Main Street');
	});
});

/** mulberry32: the same mails on every machine. */
function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}
