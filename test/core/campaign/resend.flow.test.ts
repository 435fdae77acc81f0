import { aSender } from '../../support/builders';
import { aCampaignCore, type CampaignCore } from '../../support/campaignCore';
import { anSmtpSink, smtpError, type SmtpSink } from '../../support/smtpSink';
import { STORE_KINDS } from '../../support/stores';

const DAY = 86_400_000;

describe.each(STORE_KINDS)('deliveries that did not end well on %s', (kind) => {
	let shop: CampaignCore;
	let sink: SmtpSink;
	let answer: (to: string) => Error | undefined;

	beforeEach(async () => {
		shop = await aCampaignCore(kind);
		answer = () => undefined;
		sink = await anSmtpSink({ onRecipient: (to) => answer(to) });
	});
	afterEach(async () => {
		await shop.close();
		await sink.stop();
	});

	const send = async (count: number) => await shop.core.campaigns.sendItems('demo', aSender(sink.port), await shop.someItems(count), shop.options());
	const sendDue = async () => (await shop.core.campaigns.sendDue('demo', aSender(sink.port), {})).run;
	/** deliveries whose worker died on the wire */
	const someUncertain = async (count: number): Promise<string[]> => {
		await shop.core.campaigns.sendItems('demo', aSender(1), await shop.someItems(count), shop.options());
		const rows = await shop.store.db.selectFrom('deliveries').select(['id', 'buyer_id']).execute();
		await shop.store.db.updateTable('deliveries').set({ state: 'uncertain', cause: 'worker-died-while-sending', claimed_by: 'gone/1/x', attempt_count: 1, settled_at: shop.clock.now() }).execute();
		await shop.store.db.insertInto('usage_ledger').values(rows.map(({ id, buyer_id }) => ({ delivery_id: id, shop_id: 'demo', buyer_id, day: '2026-11-20', is_billable: 1, occurred_at: shop.clock.now() }))).execute();
		await shop.store.db.updateTable('usage_counters').set({ count }).execute();
		return rows.map((row) => row.id);
	};

	it('uncertain: listed until somebody decides; left → counted as perhaps arrived, never sent again, listed no more', async () => {
		await someUncertain(3);
		expect(await shop.core.campaigns.listUncertain('demo', { campaign: 'carts' }, 10)).toHaveLength(3);
		expect((await shop.core.campaigns.status('demo', 'carts'))[0]?.progress).toMatchObject({ undecided: 3 });
		expect(await shop.core.campaigns.leaveUncertain('demo', { campaign: 'carts' })).toHaveLength(3);
		expect(await shop.core.campaigns.listUncertain('demo', {}, 10)).toEqual([]);
		expect(await shop.statesOf()).toEqual({ uncertain: 3 });
		await sendDue();
		expect([sink.mails.length, await shop.used()]).toEqual([0, [3, 3]]);
		expect(await shop.core.campaigns.resendUncertain('demo', {})).toEqual([]); // decided is decided
	});

	it('uncertain, one delivery sent again → that one alone goes out, and is counted once', async () => {
		const [first] = await someUncertain(3);
		expect(await shop.core.campaigns.resendUncertain('demo', { deliveryId: first })).toEqual([first]);
		expect(await sendDue()).toMatchObject({ accepted: 1 });
		expect(sink.mails).toHaveLength(1);
		expect(sink.mails[0]?.raw.toString()).toContain(`<${first}@`);
		expect(await shop.statesOf()).toEqual({ accepted: 1, uncertain: 2 });
		expect(await shop.used()).toEqual([3, 3]);
	});

	it('uncertain, all to be sent again, its campaign canceled → it stays uncertain, because nothing would claim it', async () => {
		await someUncertain(1);
		await shop.core.campaigns.cancel('demo', 'carts');
		expect(await shop.core.campaigns.resendUncertain('demo', {})).toEqual([]);
		expect(await shop.statesOf()).toEqual({ uncertain: 1 });
	});

	it('uncertain, sent again, and its unsubscribed buyer → blocked by the claim', async () => {
		const [id] = await someUncertain(1);
		const { buyer_id: buyer } = await shop.store.db.selectFrom('deliveries').select('buyer_id').where('id', '=', id!).executeTakeFirstOrThrow();
		await shop.core.consent.unsubscribe('demo', buyer, { source: 'page', at: shop.clock.now() });
		await shop.core.campaigns.resendUncertain('demo', {});
		expect(await sendDue()).toMatchObject({ accepted: 0, blocked: 1 });
		expect(sink.mails).toEqual([]);
	});

	it.each([['delivered', [1, 1]], ['bounced', [0, 0]]] as const)('an event %s settles what was uncertain, once', async (eventKind, used) => {
		const [id] = await someUncertain(1);
		const event = { deliveryId: id!, kind: eventKind, isHard: true, occurredAt: shop.clock.now(), source: 'provider', eventKey: 'e1' };
		expect(await shop.core.campaigns.settleByEvent('demo', event)).toBe(true);
		expect(await shop.core.campaigns.settleByEvent('demo', event)).toBe(false);
		expect(await shop.statesOf()).toEqual({ [eventKind]: 1 });
		expect(await shop.core.campaigns.listUncertain('demo', {}, 10)).toEqual([]);
		expect(await shop.used()).toEqual(used);
		expect(await shop.core.campaigns.settleByEvent('other', { ...event, eventKey: 'e2' })).toBe(false);
	});

	it('sent again → it belongs to no worker any more, and its tries begin anew', async () => {
		const [id] = await someUncertain(1);
		await shop.core.campaigns.resendUncertain('demo', {});
		const row = await shop.store.db.selectFrom('deliveries').select(['state', 'claimed_by', 'attempts_before']).where('id', '=', id!).executeTakeFirstOrThrow();
		expect(row).toEqual({ state: 'planned', claimed_by: null, attempts_before: 1 });
	});

	it('failed for something mended since → planned again and accepted; those who got it get nothing, quarantined and never-resendable ones stay', async () => {
		const replies: Error[] = [smtpError(554, '5.7.1 spam'), smtpError(550, '5.1.1 unknown'), smtpError(552, '5.3.4 too big')];
		const items = await shop.someItems(4);
		answer = (to) => replies[items.findIndex((item) => item.buyer.email === to)];
		await shop.core.campaigns.sendItems('demo', aSender(sink.port), items, shop.options());
		expect(await shop.statesOf()).toEqual({ failed: 3, accepted: 1 });
		const unsent = await shop.core.campaigns.listUnsent('demo', 'carts');
		expect(unsent.filter((group) => !group.isResendable)).toMatchObject([{ cause: 'mailbox-does-not-exist', count: 1 }]);
		answer = () => undefined;
		expect(await shop.core.campaigns.resendFailed('demo', 'carts', ['message-too-big'])).toMatchObject({ replanned: 1 });
		expect(await shop.core.campaigns.resendFailed('demo', 'carts')).toMatchObject({ replanned: 1 });
		expect(await sendDue()).toMatchObject({ accepted: 2 });
		expect(sink.mails.map((mail) => mail.to).sort()).toEqual([items[0]!, items[2]!, items[3]!].map((item) => item.buyer.email).sort());
		expect(await shop.used()).toEqual([3, 3]);
		expect(await shop.core.campaigns.resendFailed('demo', 'carts')).toMatchObject({ replanned: 0 });
	});

	it('sent again to an address that rests meanwhile → blocked by the claim', async () => {
		const items = await shop.someItems(1);
		answer = () => smtpError(554, '5.7.1 spam');
		await shop.core.campaigns.sendItems('demo', aSender(sink.port), items, shop.options());
		await shop.core.consent.addSuppression({ shopId: 'demo', buyerId: items[0]!.buyer.id, reason: 'hard-bounce', scope: 'all', endsAt: shop.clock.now() + DAY });
		answer = () => undefined;
		await shop.core.campaigns.resendFailed('demo', 'carts');
		expect(await sendDue()).toMatchObject({ accepted: 0, blocked: 1 });
	});

	it('put off after it was sent again → tried for 72 hours from then, from a quarter of an hour on; every attempt is in the log', async () => {
		answer = () => smtpError(554, '5.7.1 spam');
		await send(1);
		shop.clock.advance(10 * DAY);
		answer = () => smtpError(451, '4.3.2 busy');
		await shop.core.campaigns.resendFailed('demo', 'carts');
		await sendDue();
		expect(await shop.statesOf()).toEqual({ deferred: 1 });
		const { due_at } = await shop.store.db.selectFrom('deliveries').select('due_at').executeTakeFirstOrThrow();
		expect(due_at - shop.clock.now()).toBeLessThanOrEqual(16 * 60_000);
		const [entry] = await shop.core.campaigns.log('demo', { limit: 5, withAttempts: true });
		expect(entry).toMatchObject({ attempts: 2, history: [{ number: 1, outcome: 'failed', code: '554' }, { number: 2, outcome: 'deferred', code: '451' }] });
	});

	it('a canceled campaign sends nothing again', async () => {
		answer = () => smtpError(554, '5.7.1 spam');
		await send(1);
		await shop.core.campaigns.cancel('demo', 'carts');
		await expect(shop.core.campaigns.resendFailed('demo', 'carts')).rejects.toMatchObject({ code: 'CAMPAIGN_CANCELED' });
		await expect(shop.core.campaigns.resendUncertain('demo', { campaign: 'carts' })).rejects.toMatchObject({ code: 'CAMPAIGN_CANCELED' });
	});
});
