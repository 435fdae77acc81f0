import type { SendItem, SendOptions } from '../../../core/campaign/campaign.flow';
import type { BuyerItem } from '../../../core/contract/items';
import { openCore, type Core } from '../../../core/openCore';
import { openStore, type OpenStore } from '../../../core/store/openStore';
import { NOON, aBuyer, aSender, aShop } from '../../support/builders';
import { UNSUBSCRIBE_URL } from '../../support/mails';
import { anSmtpSink, type SmtpSink } from '../../support/smtpSink';
import { aWellMadeMail } from '../../support/wellMadeMail';
import { STORE_KINDS, aClock, storeSettings } from '../../support/stores';

/** A good mail under a picture that is too big: image-share and nothing else stops it. */
const PICTURE = '<img src="https://cdn.lumen-home.example/a.png" width="600" height="2400" alt="Lamps">';

describe.each(STORE_KINDS)('rules switched off for a campaign on %s', (kind) => {
	let core: Core;
	let store: OpenStore;
	let sink: SmtpSink;
	let clock: ReturnType<typeof aClock>;
	let urlOf: (buyerId: string) => string;

	beforeEach(async () => {
		clock = aClock(NOON);
		const settings = storeSettings(kind);
		store = await openStore(settings, { clock });
		await aShop(store.db);
		core = await openCore({ store: settings, clock });
		await core.links.publish('demo', { url: 'https://shop.example/webhook/1/m', workflowId: 'w' });
		urlOf = await core.links.forBuyers('demo');
		sink = await anSmtpSink();
	});
	afterEach(async () => {
		await core.close();
		await store.close();
		await sink.stop();
	});

	const anItem = async (footer = ''): Promise<SendItem> => {
		const row = await aBuyer(store.db, { country: 'US', site: 'usa' });
		const buyer: BuyerItem = { id: row.id, shop: 'demo', email: row.email ?? '', country: 'US', language: 'en', site: 'usa', timeZone: 'UTC' };
		const mail = aWellMadeMail({ top: PICTURE, ...(footer ? { footer: `<p>${footer} <a href="${UNSUBSCRIBE_URL}">Unsubscribe</a></p>` } : {}) });
		const place = (text: string): string => text.replaceAll(UNSUBSCRIBE_URL, urlOf(buyer.id));
		return { buyer, occasion: '', variant: 'A', mail: { ...mail, html: place(mail.html), text: place(mail.text) } };
	};
	const options = (fields: Partial<SendOptions>): SendOptions => ({ campaign: 'lamps', purpose: 'marketing', when: { kind: 'atOnce' }, sendOncePer: 'occasion', ...fields });
	const send = async (item: SendItem, fields: Partial<SendOptions> = {}) => await core.campaigns.sendItems('demo', aSender(sink.port), [item], options(fields));

	it('off → sent; not off → stopped at sending, and in the record', async () => {
		expect((await send(await anItem(), { campaign: 'off', switchedOff: ['image-share'] })).deliveries).toMatchObject([{ state: 'accepted' }]);
		expect((await send(await anItem(), { campaign: 'on' })).deliveries).toMatchObject([{ state: 'blocked', cause: 'compliance:image-share' }]);
		expect(sink.mails).toHaveLength(1);
		expect(await core.compliance.readRecord('demo')).toMatchObject({ days: 30, rules: [{ rule: 'image-share', outcome: 'violation', count: 1, stopped: 1 }], stoppedWithoutFooter: 0 });
	});

	it('the law\'s rules and unknown ones in the list → stopped all the same', async () => {
		const report = await send(await anItem('Lamps Ltd.'), { switchedOff: ['image-share', 'footer-postal-address', 'footer-phone', 'footer-company', 'no-such-rule'] });
		expect(report.campaign.switchedOff).toEqual(['image-share']);
		expect(report.deliveries).toMatchObject([{ state: 'blocked', cause: 'compliance:footer-postal-address' }]);
		expect(await core.compliance.readRecord('demo')).toMatchObject({ stoppedWithoutFooter: 1 });
	});

	it('Send Due, later and by somebody else, judges as the last send said', async () => {
		await send(await anItem(), { switchedOff: ['image-share'], when: { kind: 'from', at: NOON + 3_600_000 } });
		expect(await core.campaigns.status('demo', 'lamps')).toMatchObject([{ switchedOff: ['image-share'], states: { planned: 1 } }]);
		clock.advance(7_200_000);
		expect((await core.campaigns.sendDue('demo', aSender(sink.port), {})).run).toMatchObject({ accepted: 1, blocked: 0 });
	});

	it('the next send of the campaign replaces the list', async () => {
		await send(await anItem(), { switchedOff: ['image-share'] });
		expect((await send(await anItem(), { switchedOff: ['value-in-first-50'] })).deliveries).toMatchObject([{ state: 'blocked', cause: 'compliance:image-share' }]);
		expect(await core.campaigns.status('demo', 'lamps')).toMatchObject([{ switchedOff: ['value-in-first-50'] }]);
		await send(await anItem());
		expect(await core.campaigns.status('demo', 'lamps')).toMatchObject([{ switchedOff: [] }]);
	});
});
