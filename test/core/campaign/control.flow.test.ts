import { systemRandom } from '../../../core/shared/random';
import { makeCampaignControl } from '../../../core/store/controlQueries';
import { aSender } from '../../support/builders';
import { aCampaignCore, type CampaignCore } from '../../support/campaignCore';
import { anSmtpSink, smtpError, type SmtpSink } from '../../support/smtpSink';
import { STORE_KINDS } from '../../support/stores';

const HOUR = 3_600_000;

describe.each(STORE_KINDS)('pause, resume, cancel on %s', (kind) => {
	let shop: CampaignCore;
	let sink: SmtpSink;
	/** when what `at` does was done: a connection may have noted one mail by then, and sends that one */
	let arrivedBefore = 0;

	beforeEach(async () => {
		shop = await aCampaignCore(kind);
		sink = await anSmtpSink();
	});
	afterEach(async () => {
		await shop.close();
		await sink.stop();
	});

	const send = async (count: number, fields = {}) => await shop.core.campaigns.sendItems('demo', aSender(sink.port), await shop.someItems(count), shop.options(fields));
	const sendDue = async () => (await shop.core.campaigns.sendDue('demo', aSender(sink.port), {})).run;
	/** a sink that does something when so many mails have come */
	const at = async (count: number, act: () => Promise<unknown>): Promise<void> => {
		await sink.stop();
		let seen = 0;
		sink = await anSmtpSink({ onContent: async () => {
			seen += 1;
			if (seen !== count) return undefined;
			await act();
			arrivedBefore = sink.mails.length;
			return undefined;
		} });
	};

	it('paused in the middle of a run → only what was on the wire leaves, the rest is planned and counted nowhere; resume says to how many, send due sends them', async () => {
		const connections = aSender(1).smtp.maxConnections;
		await at(10, async () => await shop.core.campaigns.pause('demo', 'carts', 'wrong price'));
		const report = await send(60);
		expect(report.run).toMatchObject({ uncertain: 0, failed: 0 });
		expect(sink.mails.length).toBeLessThanOrEqual(arrivedBefore + connections);
		expect(await shop.statesOf()).toEqual({ accepted: sink.mails.length, planned: 60 - sink.mails.length });
		expect(await shop.used()).toEqual([sink.mails.length, sink.mails.length]);
		await expect(send(1)).rejects.toMatchObject({ code: 'CAMPAIGN_PAUSED', message: 'Campaign `carts` is paused: wrong price.' });
		expect(await sendDue()).toMatchObject({ accepted: 0 });

		const waiting = { deliveries: 60 - sink.mails.length, people: 60 - sink.mails.length, duePeople: 60 - sink.mails.length };
		expect(await shop.core.campaigns.previewResume('demo', 'carts')).toMatchObject({ isChanged: false, campaign: { state: 'paused' }, waiting });
		expect(await shop.core.campaigns.resume('demo', 'carts')).toMatchObject({ isChanged: true, campaign: { state: 'active', pauseReason: null }, waiting });
		expect(await shop.core.campaigns.resume('demo', 'carts')).toMatchObject({ isChanged: false });
		await sendDue();
		expect(sink.mails).toHaveLength(60);
		expect(new Set(sink.mails.map((mail) => mail.to)).size).toBe(60);
	});

	it('resume counts people, not mails; neither the suppressed nor the erased; and says who is due now', async () => {
		const [twice, suppressed, erased, later] = await shop.someItems(4);
		const from = { when: { kind: 'from', at: shop.clock.now() + HOUR } } as const;
		await shop.core.campaigns.sendItems('demo', aSender(1), [twice!, { ...twice!, occasion: 'cart:2' }, suppressed!, erased!], shop.options());
		await shop.core.campaigns.sendItems('demo', aSender(1), [later!], shop.options(from));
		await shop.core.campaigns.pause('demo', 'carts', 'x');
		await shop.core.consent.unsubscribe('demo', suppressed!.buyer.id, { source: 'page', at: shop.clock.now() });
		await shop.store.db.updateTable('buyers').set({ email: null }).where('id', '=', erased!.buyer.id).execute();
		expect((await shop.core.campaigns.previewResume('demo', 'carts')).waiting).toEqual({ deliveries: 5, people: 2, duePeople: 1 });
	});

	it('canceled in the middle of a run → what a worker held is given back and ends canceled, usage too; nothing is left planned', async () => {
		await at(10, async () => await shop.core.campaigns.cancel('demo', 'carts'));
		await send(60);
		expect(await shop.statesOf()).toEqual({ accepted: sink.mails.length, canceled: 60 - sink.mails.length });
		expect(await shop.used()).toEqual([sink.mails.length, sink.mails.length]);
		expect(sink.mails.length).toBeLessThanOrEqual(arrivedBefore + aSender(1).smtp.maxConnections);
		expect(await sendDue()).toMatchObject({ accepted: 0 });
		await expect(send(1)).rejects.toMatchObject({ code: 'CAMPAIGN_CANCELED' });
		await expect(shop.core.campaigns.resume('demo', 'carts')).rejects.toMatchObject({ code: 'CAMPAIGN_CANCELED' });
		expect(await shop.core.campaigns.cancel('demo', 'carts')).toMatchObject({ isChanged: false, canceled: 0 });
	});

	it('a mail that the server put off, or that a dead worker held, is canceled with the rest', async () => {
		await sink.stop();
		sink = await anSmtpSink({ onContent: () => smtpError(451, '4.3.2 busy') });
		await send(2);
		expect(await shop.statesOf()).toEqual({ deferred: 2 });
		await shop.store.db.updateTable('deliveries').set({ state: 'claimed', claimed_by: 'gone/1/x', lease_ends_at: shop.clock.now() - 1 })
			.where('id', 'in', (eb) => eb.selectFrom('deliveries').select('id').limit(1)).execute();
		expect(await shop.core.campaigns.cancel('demo', 'carts')).toMatchObject({ canceled: 1 });
		await sendDue(); // recovers the dead worker's
		expect(await shop.statesOf()).toEqual({ canceled: 2 });
	});

	it('canceled while its server answers "later" → the mail on the wire ends canceled, not put off', async () => {
		await sink.stop();
		sink = await anSmtpSink({ onContent: async () => {
			await shop.core.campaigns.cancel('demo', 'carts');
			return smtpError(451, '4.3.2 busy');
		} });
		await send(1);
		expect(await shop.statesOf()).toEqual({ canceled: 1 });
	});

	if (kind === 'postgres') it('canceled while a claim is being made → what waits behind the claimed ones is canceled too', async () => {
		await shop.plant(Array.from({ length: 40 }, (_, index) => `b${index}@buyer.example`));
		const { store } = shop;
		const control = makeCampaignControl({ ...store, capabilities: { ...store.capabilities, batchSize: 10 } }, { random: systemRandom });
		const { id } = await store.db.selectFrom('campaigns').select('id').executeTakeFirstOrThrow();
		let canceled: Promise<number> | undefined;
		await store.db.transaction().execute(async (trx) => {
			await trx.updateTable('deliveries').set({ state: 'claimed', claimed_by: 'another', lease_ends_at: shop.clock.now() + HOUR })
				.where('id', 'in', (eb) => eb.selectFrom('deliveries').select('id').orderBy('due_at').orderBy('id').limit(3)).execute();
			await control.setState(id, ['active'], { state: 'canceled', pauseReason: null }, shop.clock.now());
			canceled = control.cancelWaiting(id, shop.clock.now());
			await new Promise((resolve) => setTimeout(resolve, 300)); // it waits for the claimed ones
		});
		expect(await canceled).toBe(37);
		expect(await shop.statesOf()).toEqual({ canceled: 37, claimed: 3 });
	});

	it('canceled while an audience is being planned → planning stops, nothing stays planned', async () => {
		const items = await shop.someItems(3);
		await shop.core.campaigns.sendItems('demo', aSender(1), items.slice(0, 1), shop.options());
		await shop.store.db.updateTable('campaigns').set({ state: 'canceled' }).execute();
		await expect(shop.core.campaigns.sendItems('demo', aSender(1), items, shop.options())).rejects.toMatchObject({ code: 'CAMPAIGN_CANCELED' });
	});

	it('paused and resumed 100 times while it runs → 0 extra, 0 missing', async () => {
		const items = await shop.someItems(120);
		await shop.core.campaigns.sendItems('demo', aSender(1), items, shop.options());
		let isOver = false;
		const toggling = (async () => {
			for (let i = 0; i < 100; i += 1) {
				await shop.core.campaigns.pause('demo', 'carts', `${i}`);
				await new Promise((resolve) => setImmediate(resolve));
				await shop.core.campaigns.resume('demo', 'carts');
				await new Promise((resolve) => setTimeout(resolve, 5));
			}
			isOver = true;
		})();
		while (!isOver || (await shop.statesOf()).accepted !== 120) {
			await sendDue();
			await new Promise((resolve) => setTimeout(resolve, 10));
		}
		await toggling;
		expect(await shop.statesOf()).toEqual({ accepted: 120 });
		expect(sink.mails.map((mail) => mail.to).sort()).toEqual(items.map((item) => item.buyer.email).sort());
		expect(await shop.used()).toEqual([120, 120]);
	});

	it('status tells how far a running campaign is, from another process', async () => {
		let seen: unknown;
		await at(20, async () => (seen = (await shop.core.campaigns.status('demo', 'carts'))[0]?.progress));
		await send(40);
		expect(seen).toMatchObject({ isRunning: true, workers: 1, total: 40, undecided: 0 });
		const { done, waiting, underWay, acceptedLastMinute } = seen as Record<string, number>;
		expect(done! + waiting!).toBe(40);
		expect(done).toBeGreaterThan(0);
		// read one after the other: a group of results may be written in between
		expect(Math.abs(acceptedLastMinute! - done!)).toBeLessThanOrEqual(10);
		expect(underWay).toBeGreaterThan(0);
		expect((await shop.core.campaigns.status('demo', 'carts'))[0]?.progress).toMatchObject({ isRunning: false, total: 40, done: 40, waiting: 0, doneRate: 1, endsAt: null });
	});
});
