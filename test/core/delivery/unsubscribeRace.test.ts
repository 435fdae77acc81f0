import { benchSender, plantCampaign, SHOP } from '../../../bench/fixture';
import { openCore, type Core } from '../../../core/openCore';
import { systemClock } from '../../../core/shared/clock';
import { openStore, type OpenStore } from '../../../core/store/openStore';
import type { StoreSettings } from '../../../core/store/storeSettings';
import { anSmtpSink, type SmtpSink } from '../../support/smtpSink';
import { STORE_KINDS, storeSettings } from '../../support/stores';

const PEOPLE = 2_250;
/** of them say stop while the campaign runs */
const STOPS = 1_000;
const CONNECTIONS = 8;
/** run and crowd are never more mails and acts apart */
const PACE = 60;
/** acts under way at a time */
const AT_ONCE = 4;
/** whose turn is near, by place in the order of claims: most of these are claimed, some are on the wire, some have it already */
const AHEAD = 90;
const BEHIND = 8;

interface Act {
	/** read right after the act was durable */
	committedAt: number;
	/** of his delivery at that moment */
	state: string;
}

interface Delivery {
	id: string;
	buyer_id: string;
	email: string | null;
	state: string;
	cause: string | null;
	sending_at: number | null;
}

describe.each(STORE_KINDS)('people say stop while a campaign runs on %s', (kind) => {
	it(`${STOPS} stops, each at a moment of its own → no mail leaves that the stop was ahead of, everybody else gets his once`, async () => {
		const settings = storeSettings(kind);
		await plantCampaign(settings, PEOPLE);
		const { acts, sink, startedAt, endedAt } = await race(settings);
		const deliveries = await readDeliveries(settings);
		const mailsTo = Map.groupBy(sink.mails, (mail) => mail.to);

		// a mail is on its way from its mark on: who stopped it before that must not get it
		const sentTooLate = deliveries.filter(({ buyer_id: buyer, email, sending_at: sendingAt }) => {
			const act = acts.get(buyer);
			return act && (act.committedAt < (sendingAt ?? Infinity) || act.state === 'planned') && mailsTo.has(email ?? '');
		});
		expect(sentTooLate).toEqual([]);
		expect([...mailsTo.values()].filter((mails) => mails.length > 1)).toEqual([]);
		expect(deliveries.filter(({ email, state }) => (state === 'accepted') !== mailsTo.has(email ?? ''))).toEqual([]);
		const silent = deliveries.filter(({ buyer_id: buyer }) => !acts.has(buyer));
		expect(silent.filter(({ state }) => state !== 'accepted')).toEqual([]);

		// none of this may hold by luck: nearly all acts fell into the run, on both sides of the mark, many between claim and mark
		const raced = [...acts.values()].filter(({ committedAt }) => committedAt > startedAt && committedAt < endedAt);
		const stopped = deliveries.filter(({ buyer_id: buyer, state }) => acts.has(buyer) && state === 'blocked');
		const tight = [...acts.values()].filter(({ state }) => state === 'claimed' || state === 'sending');
		expect(raced.length).toBeGreaterThanOrEqual(STOPS);
		expect(stopped.length).toBeGreaterThan(STOPS * 0.3);
		expect(acts.size - stopped.length).toBeGreaterThan(STOPS * 0.03);
		expect(tight.length).toBeGreaterThan(STOPS * 0.1);
		expect(new Set(stopped.map(({ cause }) => cause))).toEqual(new Set(['suppressed:unsubscribe', 'suppressed:complaint', 'suppressed:hard-bounce', 'suppressed:erased']));
	}, 120_000);
});

/** Sends everything, while a few at a time of those whose turn is near say stop. */
async function race(settings: StoreSettings): Promise<{ acts: Map<string, Act>; sink: SmtpSink; startedAt: number; endedAt: number }> {
	const core = await openCore({ store: settings });
	// on PostgreSQL the pages are served by another process, with connections of its own
	const pages = settings.kind === 'postgres' ? await openCore({ store: settings }) : core;
	const watch = await openStore(settings, { clock: systemClock() });
	const crowd: Crowd = { order: await readDeliveries(settings), asked: new Set(), acts: new Map(), isOver: false };
	// run and crowd keep pace, however busy the machine is
	const sink: SmtpSink = await anSmtpSink({ onContent: async () => {
		do await pause(8); while (sink.mails.length > crowd.acts.size + PACE && isAtWork(crowd));
		return undefined;
	} });
	const sender = { ...benchSender(sink.port, CONNECTIONS), dkim: undefined };

	const startedAt = Date.now();
	const people = Array.from({ length: AT_ONCE }, async () => await keepStopping(crowd, pages, watch, sink));
	const { run } = await core.campaigns.sendDue(SHOP, sender, {});
	const endedAt = Date.now();
	crowd.isOver = true;
	await Promise.all(people);
	expect(run.error).toBeUndefined();
	await core.campaigns.sendDue(SHOP, sender, {}); // what was given back at the very end

	await watch.close();
	await core.close();
	if (pages !== core) await pages.close();
	await sink.stop();
	return { acts: crowd.acts, sink, startedAt, endedAt };
}

interface Crowd {
	/** buyers and their addresses in the order of their claims */
	order: Delivery[];
	asked: Set<string>;
	acts: Map<string, Act>;
	isOver: boolean;
}

function isAtWork({ isOver, acts }: Crowd): boolean {
	return !isOver && acts.size < STOPS;
}

async function keepStopping(crowd: Crowd, pages: Core, watch: OpenStore, sink: SmtpSink): Promise<void> {
	while (isAtWork(crowd)) {
		const isAhead = crowd.acts.size > sink.mails.length + PACE;
		const buyer = isAhead ? undefined : pick(crowd, sink.mails.at(-1)?.to);
		if (buyer) await act(crowd, pages, watch, buyer);
		await pause(3);
	}
}

/** Somebody who was not asked yet, near the place in the order that the run has come to. */
function pick({ order, asked }: Crowd, lastMailTo: string | undefined): string | undefined {
	const place = order.findIndex(({ email }) => email === lastMailTo);
	const isFree = ({ buyer_id: buyer }: Delivery): boolean => !asked.has(buyer);
	const near = order.slice(Math.max(0, place - BEHIND), place + AHEAD).filter(isFree);
	const chosen = (near[Math.floor(Math.random() * near.length)] ?? order.slice(Math.max(0, place)).find(isFree))?.buyer_id;
	if (chosen) asked.add(chosen);
	return chosen;
}

async function act({ acts }: Crowd, core: Core, watch: OpenStore, buyerId: string): Promise<void> {
	await ACTS[Math.floor(Math.random() * ACTS.length)]?.(core, buyerId);
	const committedAt = Date.now();
	acts.set(buyerId, { committedAt, state: await readState(watch, buyerId) });
}

async function pause(maxMs: number): Promise<undefined> {
	await new Promise((resolve) => setTimeout(resolve, Math.random() * maxMs));
	return undefined;
}

const ACTS: ReadonlyArray<(core: Core, buyerId: string) => Promise<unknown>> = [
	async (core, buyerId) => await core.consent.unsubscribe(SHOP, buyerId, { source: 'one-click', at: Date.now() }),
	async (core, buyerId) => await core.consent.withdraw(SHOP, buyerId, { source: 'page' }),
	async (core, buyerId) => await core.consent.addSuppression({ shopId: SHOP, buyerId, reason: 'complaint', scope: 'all' }),
	async (core, buyerId) => await core.consent.addSuppression({ shopId: SHOP, buyerId, reason: 'hard-bounce', scope: 'all', endsAt: Date.now() + 30 * 86_400_000 }),
	async (core, buyerId) => await core.consent.addSuppression({ shopId: SHOP, buyerId, reason: 'erased', scope: 'all' }),
];

async function readState({ db }: OpenStore, buyerId: string): Promise<string> {
	return (await db.selectFrom('deliveries').select('state').where('buyer_id', '=', buyerId).executeTakeFirstOrThrow()).state;
}

async function readDeliveries(settings: StoreSettings): Promise<Delivery[]> {
	const store = await openStore(settings, { clock: systemClock() });
	const rows = await store.db.selectFrom('deliveries as d').innerJoin('buyers as b', 'b.id', 'd.buyer_id')
		.select(['d.id', 'd.buyer_id', 'b.email', 'd.state', 'd.cause', 'd.sending_at']).orderBy('d.due_at').orderBy('d.id').execute();
	await store.close();
	return rows;
}
