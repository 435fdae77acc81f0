import type { Core } from '../../../core/openCore';
import { openCore } from '../../../core/openCore';
import type { ThrottleSettings } from '../../../core/shop/senderProfile';
import { NOON, aSender } from '../../support/builders';
import { aCampaignCore, type CampaignCore } from '../../support/campaignCore';
import { anSmtpSink, smtpError, type SmtpSink } from '../../support/smtpSink';
import { STORE_KINDS, aClock } from '../../support/stores';

const MINUTE = 60_000;
const DAY = 86_400_000;

describe.each(STORE_KINDS)('rates on %s', (kind) => {
	let shop: CampaignCore;
	let sink: SmtpSink;
	/** when each mail came, by the shop's clock */
	let arrivals: Array<{ to: string; at: number }>;
	let answer: (to: string) => Error | undefined;
	const others: Core[] = [];

	beforeEach(async () => {
		arrivals = [];
		answer = () => undefined;
		// goes on by itself, so that waiting gets somewhere
		const start = performance.now();
		const clock = aClock(NOON);
		let added = 0;
		shop = await aCampaignCore(kind, { clock: { ...clock, now: () => NOON + added + Math.round(performance.now() - start), advance: (ms) => void (added += ms) } });
		sink = await anSmtpSink({ onRecipient: (to) => answer(to), onContent: ({ to }) => void arrivals.push({ to, at: shop.clock.now() }) as undefined });
	});
	afterEach(async () => {
		for (const core of others.splice(0)) await core.close();
		await shop.close();
		await sink.stop();
	});

	const sender = (throttle: ThrottleSettings, maxConnections = 4) => {
		const profile = aSender(sink.port, { throttle });
		return { ...profile, smtp: { ...profile.smtp, maxConnections } };
	};
	const plan = async (count: number, domainOf: (index: number) => string = (index) => `d${index % 7}.example`, campaign = 'carts'): Promise<void> => {
		await shop.plant(Array.from({ length: count }, (_, index) => `${campaign}-${index}@${domainOf(index)}`), campaign);
	};
	const sendDue = async (throttle: ThrottleSettings, core = shop.core) => (await core.campaigns.sendDue('demo', sender(throttle), {})).run;
	/** A run that is stopped when that many mails have come, and a while later, so that one too many shows. */
	const sendUntil = async (count: number, throttle: ThrottleSettings, core = shop.core): Promise<void> => {
		const stop = new AbortController();
		const run = core.campaigns.sendDue('demo', sender(throttle), { signal: stop.signal });
		while (arrivals.length < count) await new Promise((resolve) => setTimeout(resolve, 20));
		await new Promise((resolve) => setTimeout(resolve, 700));
		stop.abort();
		await run;
	};
	const most = (windowMs: number, of = arrivals): number =>
		Math.max(0, ...of.map(({ at }) => of.filter((other) => other.at >= at && other.at < at + windowMs).length));

	it('20 a second: no second has more, and the limit is used', async () => {
		await plan(90);
		expect(await sendDue({ perSecond: 20 })).toMatchObject({ accepted: 90 });
		expect(most(1_000)).toBeLessThanOrEqual(20);
		// the last 10 begin with the fifth second; a loaded machine may take longer, never less
		const took = arrivals.at(-1)!.at - arrivals[0]!.at;
		expect(took).toBeGreaterThanOrEqual(4_000);
	});

	it('two workers share the limit through the store', async () => {
		const second = await openCore({ store: shop.settings, clock: shop.clock });
		others.push(second);
		await plan(60);
		const runs = await Promise.all([sendDue({ perSecond: 15 }), sendDue({ perSecond: 15 }, second)]);
		expect(runs[0].accepted + runs[1].accepted).toBe(60);
		expect(most(1_000)).toBeLessThanOrEqual(15);
	});

	it('a restart in mid-window → the window goes on', async () => {
		await plan(30);
		await sendUntil(10, { perMinute: 10 });
		expect(arrivals).toHaveLength(10);
		const second = await openCore({ store: shop.settings, clock: shop.clock });
		others.push(second);
		await sendUntil(10, { perMinute: 10 }, second);
		expect(arrivals).toHaveLength(10);
		shop.clock.advance(MINUTE);
		await sendUntil(20, { perMinute: 10 }, second);
		expect(arrivals).toHaveLength(20);
		expect(most(MINUTE)).toBeLessThanOrEqual(10);
	});

	it('a worker that died in mid-window counts as having sent until then', async () => {
		await plan(20);
		await sendDue({ perMinute: 100 });
		await shop.store.db.insertInto('throttle_uses').values({ sender: await keyInUse(), domain: '', worker: 'gone/1/x', at: shop.clock.now() + 30_000, count: 80 }).execute();
		await plan(5, undefined, 'more');
		await shop.core.campaigns.sendDue('demo', sender({ perMinute: 100 }), { signal: AbortSignal.timeout(500) });
		expect(arrivals).toHaveLength(20);
	});
	const keyInUse = async (): Promise<string> => (await shop.store.db.selectFrom('throttle_uses').select('sender').limit(1).executeTakeFirstOrThrow()).sender;

	it('a worker that dies while others wait for rates is found out in mid-run', async () => {
		await plan(12);
		const running = shop.core.campaigns.sendDue('demo', sender({ perSecond: 4 }), { signal: AbortSignal.timeout(20_000) });
		while (arrivals.length < 4) await new Promise((resolve) => setTimeout(resolve, 10));
		// of this very process, and not at work in it: gone
		const { worker } = await shop.store.db.selectFrom('throttle_uses').select('worker').where('worker', '>', '').executeTakeFirstOrThrow();
		const gone = worker.slice(0, worker.lastIndexOf('/') + 1).concat('gone');
		await shop.store.db.insertInto('throttle_uses').values({ sender: await keyInUse(), domain: '', worker: gone, at: shop.clock.now() + 10 * MINUTE, count: 4 }).execute();
		shop.clock.advance(1_000);
		expect((await running).run).toMatchObject({ accepted: 12 });
	});

	it('a day\'s limit ends the run; the rest goes a day later', async () => {
		await plan(12);
		expect(await sendDue({ perDay: 8 })).toMatchObject({ accepted: 8, stoppedBy: 'throttled' });
		shop.clock.advance(DAY - 10 * MINUTE);
		expect(await sendDue({ perDay: 8 })).toMatchObject({ accepted: 0 });
		shop.clock.advance(11 * MINUTE);
		expect(await sendDue({ perDay: 8 })).toMatchObject({ accepted: 4 });
	});

	it('a limit for each domain: providers count with all their domains; other domains are not held up', async () => {
		await plan(30, (index) => (index < 10 ? 'gmail.com' : index < 20 ? 'googlemail.com' : `other${index}.example`));
		const run = await shop.core.campaigns.sendDue('demo', sender({ domainPerDay: 6 }), {});
		expect(run.run).toMatchObject({ accepted: 16, stoppedBy: 'throttled' });
		expect(arrivals.filter(({ to }) => /@g(oogle)?mail\.com$/.test(to))).toHaveLength(6);
		expect(arrivals.filter(({ to }) => to.endsWith('.example'))).toHaveLength(10);
	});

	it('blocked and given-back mails use nothing up', async () => {
		await plan(10);
		await shop.store.db.updateTable('buyers').set({ marketing_consent: 'withdrawn' }).where('email', 'like', 'carts-0@%').execute();
		expect(await sendDue({ perDay: 9 })).toMatchObject({ accepted: 9 });
		expect(await shop.store.db.selectFrom('throttle_uses').select(['worker']).where('worker', '<>', '').execute()).toEqual([]);
	});

	it('most mails on their way to one domain at once', async () => {
		let [open, mostOpen] = [0, 0];
		await sink.stop();
		sink = await anSmtpSink({ onContent: async ({ to }) => {
			if (!to.endsWith('@one.example')) return undefined;
			open += 1;
			mostOpen = Math.max(mostOpen, open);
			await new Promise((resolve) => setTimeout(resolve, 15));
			open -= 1;
			return undefined;
		} });
		await plan(20, (index) => (index < 12 ? 'one.example' : 'two.example'));
		expect(await sendDue({ domainConnections: 1 })).toMatchObject({ accepted: 20 });
		expect(mostOpen).toBe(1);
	});

	it('a domain that answers 4xx rests alone and is slower after it; the others get everything', async () => {
		answer = (to) => (to.endsWith('@slow.example') ? smtpError(421, '4.7.0 too many mails from you') : undefined);
		await plan(120, (index) => (index < 100 ? 'slow.example' : `quick${index % 3}.example`));
		const run = await sendDue({});
		expect(run).toMatchObject({ accepted: 20, failed: 0 });
		expect(run.error).toBeUndefined();
		expect(run.deferred).toBeLessThanOrEqual(10);
		expect((await shop.statesOf()).planned).toBe(100 - run.deferred);
		const [pace] = await shop.store.db.selectFrom('throttles').selectAll().execute();
		expect(pace).toMatchObject({ domain: 'slow.example', failures: 1 });

		answer = () => undefined;
		expect(await sendDue({})).toMatchObject({ accepted: 0 }); // still at rest
		shop.clock.advance(MINUTE + 1_000);
		const again = await shop.core.campaigns.sendDue('demo', sender({}), { signal: AbortSignal.timeout(1_500) });
		expect(again.run.accepted).toBeGreaterThan(0);
		expect(again.run.accepted).toBeLessThanOrEqual(2 * pace!.per_minute!);
	});

	it('10,000 recipients at one broken domain ahead of it → the others get theirs in the same run', async () => {
		answer = (to) => (to.endsWith('@broken.example') ? smtpError(451, '4.4.1 no answer from host') : undefined);
		await plan(20, (index) => (index < 10 ? 'broken.example' : 'fine.example'));
		const [pattern] = await shop.store.db.selectFrom('deliveries').selectAll().where('domain', '=', 'broken.example').execute();
		const rows = Array.from({ length: 10_000 }, (_, index) => ({ ...pattern!, id: `d_broken${index}`, occasion: `o${index}`, due_at: NOON - DAY }));
		for (let from = 0; from < rows.length; from += 500) await shop.store.db.insertInto('deliveries').values(rows.slice(from, from + 500)).execute();
		const run = await sendDue({});
		expect(run.accepted).toBe(10);
		expect(run.deferred).toBeLessThan(40);
		expect((await shop.statesOf()).planned).toBe(10_010 - run.deferred);
	});

	it('a small campaign does not wait for a big one that was due before', async () => {
		await plan(150, undefined, 'big');
		shop.clock.advance(1_000);
		await plan(10, undefined, 'small');
		await sendDue({});
		const place = arrivals.map(({ to }, index) => (to.startsWith('small-') ? index : -1)).filter((index) => index >= 0);
		expect(place).toHaveLength(10);
		expect(Math.max(...place)).toBeLessThan(60);
	});
});
