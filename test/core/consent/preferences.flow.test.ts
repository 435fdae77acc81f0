import { openCore, type Core } from '../../../core/openCore';
import { openStore, type OpenStore } from '../../../core/store/openStore';
import PostalMime from 'postal-mime';
import { NOON, aBuyer, aCampaign, aDelivery, aSender, aShop } from '../../support/builders';
import { anSmtpSink, type SmtpSink } from '../../support/smtpSink';
import { STORE_KINDS, aClock, storeSettings } from '../../support/stores';

const DAY = 86_400_000;
const HOUR = 3_600_000;

describe.each(STORE_KINDS)('preferences and planned mail on %s', (kind) => {
	let core: Core;
	let store: OpenStore;
	let sink: SmtpSink;
	const clock = aClock(NOON);
	let serial = 0;
	beforeAll(async () => {
		const settings = storeSettings(kind);
		store = await openStore(settings, { clock });
		core = await openCore({ store: settings, clock });
		sink = await anSmtpSink();
		await aShop(store.db);
		await core.links.publish('demo', { url: 'https://shop.example/m', workflowId: 'w' });
	});
	beforeEach(() => {
		sink.mails.splice(0);
		clock.advance(DAY);
	});
	afterAll(async () => {
		await sink.stop();
		await core.close();
		await store.close();
	});

	/** marketing from a template that is due in an hour */
	const aPlannedMail = async (): Promise<{ buyerId: string; deliveryId: string }> => {
		const buyer = await aBuyer(store.db);
		const campaign = await aCampaign(store.db, `carts-${(serial += 1)}`);
		const contentId = await core.templates.saveTemplate('demo', { source: { kind: 'library', name: 'abandoned-cart' }, brand: aSender(1).brand });
		const deliveryId = await aDelivery(store.db, { campaign_id: campaign, buyer_id: buyer.id, content_id: contentId, template: 'abandoned-cart', data_json: JSON.stringify({ cart: { value: { amountMinor: 3_840, currency: 'EUR' } } }), due_at: clock.now() + HOUR });
		return { buyerId: buyer.id, deliveryId };
	};
	const sendDue = async () => await core.campaigns.sendDue('demo', aSender(sink.port), {});
	const deliveryOf = async (id: string) => await store.db.selectFrom('deliveries').select(['state', 'cause', 'language']).where('id', '=', id).executeTakeFirst();

	it('a pause counts at the next claim, order mail goes on', async () => {
		const { buyerId, deliveryId } = await aPlannedMail();
		await core.consent.pause('demo', buyerId, { days: 30, source: 'preference-page' });
		clock.advance(HOUR);
		expect((await sendDue()).run).toMatchObject({ accepted: 0, blocked: 1 });
		expect(await deliveryOf(deliveryId)).toMatchObject({ state: 'blocked', cause: 'suppressed:paused' });
	});

	it('a pause that was ended in time → the planned mail leaves', async () => {
		const { buyerId, deliveryId } = await aPlannedMail();
		await core.consent.pause('demo', buyerId, { days: 90, source: 'preference-page' });
		clock.advance(1000);
		await core.consent.resume('demo', buyerId);
		clock.advance(HOUR);
		await sendDue();
		expect(await deliveryOf(deliveryId)).toMatchObject({ state: 'accepted' });
	});

	it('the chosen language counts for mail that is planned and not rendered yet; what was sent stays as it was', async () => {
		const { buyerId, deliveryId } = await aPlannedMail();
		const sent = await aDelivery(store.db, { campaign_id: await aCampaign(store.db, `old-${serial}`), buyer_id: buyerId, state: 'accepted', settled_at: NOON });
		expect(await core.consent.chooseLanguage('demo', buyerId, 'de')).toEqual({ wasAlready: false });
		expect(await core.consent.chooseLanguage('demo', buyerId, 'de')).toEqual({ wasAlready: true });
		expect([(await deliveryOf(deliveryId))?.language, (await deliveryOf(sent))?.language]).toEqual(['de', 'es']);
		clock.advance(HOUR);
		await sendDue();
		expect((await PostalMime.parse(sink.mails[0]!.raw)).html).toContain('Ihr Warenkorb');
	});

	it('of nobody, or of another shop → an error', async () => {
		await expect(core.consent.pause('demo', 'b_nobody', { days: 30, source: 'x' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
		const { buyerId } = await aPlannedMail();
		await expect(core.consent.resume('other', buyerId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
	});
});
