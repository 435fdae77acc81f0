import fc from 'fast-check';
import { openCore, type Core } from '../../../core/openCore';
import type { MailchimpSyncRequest } from '../../../core/mailchimp/sync.flow';
import { openStore, type OpenStore } from '../../../core/store/openStore';
import { FAKE_KEY, FAKE_LIST, problem, startMailchimpServer, type FakeMember, type MailchimpServer } from '../../support/mailchimpServer';
import { quickSleep } from '../../support/quickSleep';
import { aClock, STORE_KINDS, storeSettings, type StoreKind } from '../../support/stores';

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];

interface World {
	clock: ReturnType<typeof aClock>;
	server: MailchimpServer;
	core: Core;
	store: OpenStore;
	sync(more?: Partial<MailchimpSyncRequest>): ReturnType<Core['mailchimp']['sync']>;
	member(email: string, more?: Partial<FakeMember>): FakeMember;
	buyer(email: string): Promise<string>;
	/** who gets no marketing from us, by address of a buyer */
	standing(id: string): Promise<{ consent: string; isMarketingSuppressed: boolean; isSuppressed: boolean } | undefined>;
	close(): Promise<void>;
}

async function aWorld(kind: StoreKind): Promise<World> {
	const clock = aClock();
	const server = await startMailchimpServer(clock);
	const settings = storeSettings(kind);
	const core = await openCore({ store: settings, clock, sleep: quickSleep(clock), mailchimpUrl: server.baseUrl });
	const store = await openStore(settings, { clock });
	await core.shops.save({ id: 'demo', defaultSite: 'usa' });
	return {
		clock, server, core, store,
		sync: async (more = {}) => await core.mailchimp.sync({ shopId: 'demo', apiKey: FAKE_KEY, listId: FAKE_LIST, direction: 'both', ...more }),
		member(email, more = {}) {
			const member: FakeMember = { email, status: 'subscribed', changedAt: clock.now() - DAY, ...more };
			server.members.push(member);
			return member;
		},
		async buyer(email) {
			const [saved] = await core.buyers.upsertBuyers('demo', [{ email, country: 'US', consentBasis: 'explicit', consentAt: '2026-01-01T00:00:00Z', consentSource: 'checkout' }]);
			return saved && 'id' in saved ? saved.id : '';
		},
		standing: async (id) => (await core.buyers.consentOf([id])).get(id),
		async close() {
			await store.close();
			await core.close();
			await server.close();
		},
	};
}

describe.each(STORE_KINDS)('opt-outs and Mailchimp on %s', (kind) => {
	let world: World;
	beforeEach(async () => void (world = await aWorld(kind)));
	afterEach(async () => {
		expect(world.server.violations).toEqual([]);
		await world.close();
	});
	const suppressions = async () => await world.store.db.selectFrom('suppressions').selectAll().orderBy('reason').execute();
	const marks = async () => await world.store.db.selectFrom('settings').selectAll().where('key', 'like', 'mailchimp:%').execute();

	it('who unsubscribed there gets no marketing here: a known buyer by consent too, a stranger by hash alone', async () => {
		const id = await world.buyer('ana@x.example');
		world.member('Ana@X.example', { status: 'unsubscribed', changedAt: world.clock.now() - 5 * HOUR });
		world.member('stranger@x.example', { status: 'unsubscribed' });
		expect(await world.sync()).toMatchObject({ pull: { read: 2, unsubscribed: 2, cleaned: 0, buyers: 1, unchanged: 0, rejected: 0 }, push: { read: 0, unsubscribed: 0 } });
		expect(await world.standing(id)).toMatchObject({ consent: 'withdrawn', isMarketingSuppressed: true, isSuppressed: false });
		expect((await world.core.consent.history(id)).map(({ kind: what, source }) => [what, source])).toEqual([['granted', 'checkout'], ['withdrawn', `mailchimp ${FAKE_LIST}`]]);
		const rows = await suppressions();
		expect(rows).toMatchObject([{ reason: 'mailchimp', scope: 'marketing', source: 'mailchimp', note: FAKE_LIST, ends_at: null }, { reason: 'mailchimp' }]);
		expect(JSON.stringify([rows, await marks()])).not.toContain('@');
	});

	it('whose mailbox is gone gets nothing at all, for good, even if it rested for 30 days only; his consent is not touched', async () => {
		const id = await world.buyer('gone@x.example');
		await world.core.consent.addSuppression({ shopId: 'demo', buyerId: id, reason: 'hard-bounce', scope: 'all', endsAt: world.clock.now() - DAY, startsAt: world.clock.now() - 31 * DAY });
		world.member('gone@x.example', { status: 'cleaned', changedAt: world.clock.now() - 20 * DAY });
		expect(await world.sync()).toMatchObject({ pull: { cleaned: 1, unsubscribed: 0 } });
		expect(await world.standing(id)).toMatchObject({ consent: 'granted', isSuppressed: true });
	});

	it('who opted out here is unsubscribed there: unsubscribe, complaint, stranger; who is not there is not added', async () => {
		const [left, complained, absent] = [await world.buyer('left@x.example'), await world.buyer('complained@x.example'), await world.buyer('absent@x.example')];
		const members = ['left', 'complained', 'stranger', 'stays'].map((name) => world.member(`${name}@x.example`));
		await world.core.consent.withdraw('demo', left, { source: 'page' });
		await world.core.consent.withdraw('demo', absent, { source: 'page' });
		await world.core.consent.addSuppression({ shopId: 'demo', buyerId: complained, reason: 'complaint', scope: 'marketing' });
		await world.core.consent.addSuppression({ shopId: '*', email: 'stranger@x.example', reason: 'unsubscribe', scope: 'marketing' });
		expect(await world.sync()).toMatchObject({ push: { read: 4, unsubscribed: 3, settled: 0, refused: 0 } });
		expect(members.map(({ status }) => status)).toEqual(['unsubscribed', 'unsubscribed', 'unsubscribed', 'subscribed']);
		expect(world.server.members).toHaveLength(4);
	});

	it('a stop by hand, a rest after a bounce, a stop for some days → not his word, not carried over', async () => {
		for (const [name, more] of Object.entries({ manual: { reason: 'manual' }, bounce: { reason: 'hard-bounce' }, days: { reason: 'unsubscribe', endsAt: world.clock.now() + DAY } } as const)) {
			world.member(`${name}@x.example`);
			await world.core.consent.addSuppression({ shopId: 'demo', email: `${name}@x.example`, scope: 'all', ...more });
		}
		expect(await world.sync()).toMatchObject({ push: { read: 3, unsubscribed: 0 } });
	});

	it('no loop: what came from there is not carried back, and what we carried over is not news', async () => {
		const [theirs, ours] = [await world.buyer('theirs@x.example'), await world.buyer('ours@x.example')];
		const member = world.member('theirs@x.example', { status: 'unsubscribed' });
		world.member('ours@x.example');
		await world.core.consent.withdraw('demo', ours, { source: 'page' });
		await world.sync();
		world.clock.advance(HOUR);
		// he signs up over there again, by himself
		Object.assign(member, { status: 'subscribed', changedAt: world.clock.now() - MINUTE });
		const patches = world.server.count('PATCH');
		expect(await world.sync()).toMatchObject({ push: { unsubscribed: 0 } });
		expect(world.server.count('PATCH')).toBe(patches);
		expect(member.status).toBe('subscribed');
		expect(await world.standing(theirs)).toMatchObject({ isMarketingSuppressed: true });
		// but his later unsubscribe with us is his word, and goes over
		await world.core.consent.unsubscribe('demo', theirs, { source: 'one-click', at: world.clock.now() });
		expect(await world.sync()).toMatchObject({ push: { unsubscribed: 1 } });
		expect(member.status).toBe('unsubscribed');
	});

	it('what we carried over comes back as no news: a later consent of his own is not blocked by its echo', async () => {
		const id = await world.buyer('ours@x.example');
		world.member('ours@x.example');
		await world.core.consent.withdraw('demo', id, { source: 'page' });
		await world.sync();
		world.clock.advance(HOUR);
		expect(await world.sync()).toMatchObject({ pull: { read: 1, unsubscribed: 0, unchanged: 1 } });
		expect((await suppressions()).map(({ reason }) => reason)).toEqual(['unsubscribe']);
		await world.core.consent.record('demo', [{ email: 'ours@x.example', basis: 'explicit', source: 'form', occurredAt: world.clock.now() }]);
		expect(await world.standing(id)).toMatchObject({ consent: 'granted', isMarketingSuppressed: false });
	});

	it('a person here lifted it, knowing of it → it stays lifted until something changes over there', async () => {
		const member = world.member('ana@x.example', { status: 'unsubscribed' });
		await world.sync();
		await world.store.db.updateTable('suppressions').set({ ends_at: world.clock.now(), ended_reason: 'asked by phone' }).execute();
		world.clock.advance(HOUR);
		expect(await world.sync()).toMatchObject({ pull: { read: 1, unsubscribed: 0 } });
		member.changedAt = world.clock.now() - MINUTE;
		expect(await world.sync()).toMatchObject({ pull: { unsubscribed: 1 } });
		expect(await suppressions()).toMatchObject([{ ends_at: null }]);
	});

	it('an opt-out on one list goes to the shop’s other list', async () => {
		world.member('ana@x.example');
		await world.core.consent.addSuppression({ shopId: 'demo', email: 'ana@x.example', reason: 'mailchimp', scope: 'marketing', note: 'otherlist1' });
		expect(await world.sync()).toMatchObject({ push: { unsubscribed: 1 } });
	});

	it('the second sync changes nothing, also when an edit moved the time of change', async () => {
		const id = await world.buyer('ana@x.example');
		const member = world.member('ana@x.example', { status: 'unsubscribed' });
		await world.sync();
		const before = await suppressions();
		world.clock.advance(DAY);
		member.changedAt = world.clock.now() - MINUTE;
		expect(await world.sync()).toMatchObject({ pull: { read: 1, unsubscribed: 0, unchanged: 1 }, push: { unsubscribed: 0 } });
		expect(await suppressions()).toEqual(before);
		expect(await world.core.consent.history(id)).toHaveLength(2);
	});

	it('only what changed since the last sync is read, less ten minutes, by Mailchimp’s clock', async () => {
		const changedAt = world.clock.now() - 3 * DAY;
		world.member('old@x.example', { status: 'unsubscribed', changedAt });
		await world.sync();
		await world.sync();
		const asked = world.server.requests.filter((request) => request.includes('status=unsubscribed')).map((request) => new URL(request.slice(4), 'http://x').searchParams);
		expect(asked.map((query) => query.get('since_last_changed'))).toEqual([null, new Date(changedAt - 10 * MINUTE).toISOString()]);
		expect(asked.every((query) => query.get('before_last_changed'))).toBe(true);
	});

	it('archived or deleted over there → stays suppressed here', async () => {
		const id = await world.buyer('ana@x.example');
		world.member('ana@x.example', { status: 'unsubscribed' });
		await world.sync();
		world.server.members.length = 0;
		world.clock.advance(DAY);
		await world.sync();
		expect(await world.standing(id)).toMatchObject({ consent: 'withdrawn', isMarketingSuppressed: true });
	});

	it('an own, newer consent stays in the evidence, and the opt-out over there still stops the mail', async () => {
		const id = await world.buyer('ana@x.example');
		world.member('ana@x.example', { status: 'unsubscribed', changedAt: world.clock.now() - DAY });
		await world.core.consent.record('demo', [{ email: 'ana@x.example', basis: 'double_opt_in', source: 'form', occurredAt: world.clock.now() - HOUR }]);
		await world.sync();
		expect(await world.standing(id)).toMatchObject({ isMarketingSuppressed: true });
	});

	it('2,300 members, and people who leave the set between pages → nobody slips through', async () => {
		for (let index = 0; index < 2300; index += 1) world.member(`p${index}@x.example`, { status: 'unsubscribed', changedAt: world.clock.now() - DAY - index * 1000 });
		let moved = 0;
		world.server.beforeAnswer = (request) => {
			if (!request.includes('status=unsubscribed')) return;
			for (const member of world.server.members.slice(moved, moved + 40)) member.changedAt = world.clock.now() + MINUTE;
			moved += 40;
		};
		await world.sync({ direction: 'pull' });
		world.server.beforeAnswer = () => undefined;
		const stayed = world.server.members.slice(moved).length;
		expect((await suppressions()).length).toBeGreaterThanOrEqual(stayed);
		world.clock.advance(HOUR);
		await world.sync({ direction: 'pull' });
		expect(await suppressions()).toHaveLength(2300);
	}, 120_000);

	it('unsubscribing empties the pages that are being read → all are found, over few connections', async () => {
		for (let index = 0; index < 2100; index += 1) world.member(`p${index}@x.example`);
		const chosen = world.server.members.filter((_member, index) => index % 20 === 0).map(({ email }) => email);
		for (const email of chosen) await world.core.consent.addSuppression({ shopId: 'demo', email, reason: 'unsubscribe', scope: 'marketing' });
		expect(await world.sync({ direction: 'push' })).toMatchObject({ pull: null, push: { unsubscribed: 105 } });
		expect(world.server.members.filter(({ status }) => status === 'unsubscribed').map(({ email }) => email)).toEqual(chosen);
		expect(world.server.mostAtOnce()).toBeLessThanOrEqual(4);
	}, 120_000);

	it('an end between two pages → nothing is lost, the mark waits', async () => {
		for (let index = 0; index < 1500; index += 1) world.member(`p${index}@x.example`, { status: 'unsubscribed' });
		world.server.beforeAnswer = (request) => void (request.includes('offset=0') && world.server.requests.length > 1 && world.server.failures.push(problem(401, 'API Key Invalid')));
		await expect(world.sync()).rejects.toMatchObject({ code: 'MAILCHIMP_LOGIN_REFUSED' });
		expect(await suppressions()).toHaveLength(500);
		expect(await marks()).toEqual([]);
		world.server.beforeAnswer = () => undefined;
		world.server.failures.length = 0;
		expect(await world.sync()).toMatchObject({ pull: { unsubscribed: 1000, unchanged: 500 } });
	}, 60_000);

	it('a dry run counts the same and does nothing', async () => {
		const id = await world.buyer('ours@x.example');
		world.member('theirs@x.example', { status: 'unsubscribed' });
		const member = world.member('ours@x.example');
		await world.core.consent.withdraw('demo', id, { source: 'page' });
		expect(await world.sync({ isDryRun: true })).toMatchObject({ pull: { unsubscribed: 1 }, push: { unsubscribed: 1 }, isDryRun: true });
		expect([member.status, world.server.count('PATCH'), (await suppressions()).length, (await marks()).length]).toEqual(['subscribed', 0, 1, 0]);
		expect(await world.sync()).toMatchObject({ pull: { unsubscribed: 1 }, push: { unsubscribed: 1 } });
	});

	it('“Member In Compliance State” and a member deleted meanwhile are fine, another refusal is counted and stops nobody', async () => {
		for (const name of ['a', 'b', 'c', 'd']) await world.core.consent.addSuppression({ shopId: 'demo', email: `${name}@x.example`, reason: 'unsubscribe', scope: 'marketing' });
		world.member('a@x.example', { isInComplianceState: true });
		const [deleted, , good] = ['b', 'c', 'd'].map((name) => world.member(`${name}@x.example`));
		world.server.beforeAnswer = (request) => {
			if (!request.startsWith('PATCH')) return;
			world.server.members = world.server.members.filter((member) => member !== deleted);
			if (request.includes('/members/') && world.server.count('PATCH') === 3) world.server.failures.push(problem(400, 'Invalid Resource'));
		};
		const { push } = await world.sync();
		expect(push).toMatchObject({ refused: 1 });
		expect((push?.unsubscribed ?? 0) + (push?.settled ?? 0)).toBe(3);
		expect(good).toBeDefined();
	});

	it.each([
		['429', { status: 429, body: '' }], ['a bare 403', { status: 403, body: '<html>forbidden</html>' }], ['503', { status: 503, body: '' }],
	])('%s → waited out', async (_name, failure) => {
		world.member('a@x.example', { status: 'unsubscribed' });
		world.server.failures.push(failure, failure);
		const begun = world.clock.now();
		expect(await world.sync()).toMatchObject({ pull: { unsubscribed: 1 } });
		expect(world.clock.now() - begun).toBe(6000);
	});

	it.each([
		['a wrong key', problem(401, 'API Key Invalid'), 'MAILCHIMP_LOGIN_REFUSED'], ['a forbidden key', problem(403, 'Forbidden'), 'MAILCHIMP_LOGIN_REFUSED'],
		['no such audience', problem(404, 'Resource Not Found'), 'MAILCHIMP_REFUSED'], ['another refusal', problem(400, 'Bad Request'), 'MAILCHIMP_REFUSED'],
	])('%s → an error at once, without Mailchimp’s words', async (_name, failure, code) => {
		world.server.failures.push(failure);
		const failed = world.sync();
		await expect(failed).rejects.toMatchObject({ code });
		await expect(failed).rejects.not.toMatchObject({ message: expect.stringContaining('ana@') });
	});

	it('throttled for ever → an error that may pass', async () => {
		world.server.beforeAnswer = () => void world.server.failures.push({ status: 429, body: '' });
		await expect(world.sync()).rejects.toMatchObject({ code: 'MAILCHIMP_THROTTLED', isRetryable: true });
	});

	it('a stop → ends, and the next sync does the rest', async () => {
		for (let index = 0; index < 40; index += 1) {
			world.member(`p${index}@x.example`);
			await world.core.consent.addSuppression({ shopId: 'demo', email: `p${index}@x.example`, reason: 'unsubscribe', scope: 'marketing' });
		}
		const stop = new AbortController();
		world.server.beforeAnswer = (request) => void (request.startsWith('PATCH') && world.server.count('PATCH') === 9 && stop.abort());
		expect(await world.sync({ signal: stop.signal })).toMatchObject({ stoppedBy: 'canceled' });
		expect(world.server.count('PATCH')).toBeLessThanOrEqual(12);
		world.server.beforeAnswer = () => undefined;
		await world.sync();
		expect(world.server.members.every(({ status }) => status === 'unsubscribed')).toBe(true);
	});

	it('the audiences of the account', async () => {
		expect(await world.core.mailchimp.listAudiences(FAKE_KEY)).toEqual([{ id: FAKE_LIST, name: 'US customers' }]);
	});

	it.each([
		['a key that would lead elsewhere', { apiKey: '0123456789abcdef-us1.evil.example/' }, 'MAILCHIMP_LOGIN_REFUSED'], ['a key without a data centre', { apiKey: '0123456789abcdef' }, 'MAILCHIMP_LOGIN_REFUSED'],
		['a list that would lead elsewhere', { listId: '../campaigns' }, 'INPUT_INVALID'], ['an unknown shop', { shopId: 'nowhere' }, 'NOT_FOUND'],
	])('%s → refused before anything is called', async (_name, more, code) => {
		await expect(world.sync(more)).rejects.toMatchObject({ code });
		expect(world.server.requests).toEqual([]);
	});
});

type Act = { kind: 'theirUnsubscribe' | 'theirEdit' | 'theirBounce' | 'theirArchive' | 'ourUnsubscribe' | 'ourComplaint'; who: number } | { kind: 'sync' | 'brokenSync' | 'pull' | 'push'; after: number };

const PEOPLE = 5;
const acts = fc.array(fc.oneof(
	fc.record({ kind: fc.constantFrom('theirUnsubscribe', 'theirEdit', 'theirBounce', 'theirArchive', 'ourUnsubscribe', 'ourComplaint'), who: fc.nat(PEOPLE - 1) }),
	fc.record({ kind: fc.constantFrom('sync', 'brokenSync', 'pull', 'push'), after: fc.integer({ min: 1, max: 6 }) }),
), { minLength: 3, maxLength: 14 }) as fc.Arbitrary<Act[]>;

describe.each([['sqlite', 25], ['postgres', 8]] as const)('whatever happens in whatever order, on %s', (kind, numRuns) => {
	it('in the end both sides know every opt-out, nobody was subscribed, and one more sync changes nothing', async () => {
		await fc.assert(fc.asyncProperty(acts, async (story) => {
			const world = await aWorld(kind);
			try {
				const optedOut = new Set<number>();
				const people = await Promise.all(Array.from({ length: PEOPLE }, async (_none, index) => ({ id: await world.buyer(`p${index}@x.example`), member: world.member(`p${index}@x.example`) })));
				for (const act of story) {
					world.clock.advance(7 * MINUTE);
					await play(world, people, act, optedOut);
				}
				world.server.failures.length = 0;
				world.server.beforeAnswer = () => undefined;
				world.clock.advance(MINUTE);
				await world.sync();
				for (const [index, { id, member }] of people.entries()) {
					expect([index, (await world.standing(id))?.isMarketingSuppressed]).toEqual([index, optedOut.has(index)]);
					expect([index, member.status === 'subscribed']).toEqual([index, !optedOut.has(index) && member.status !== 'archived']);
				}
				world.clock.advance(HOUR);
				const [before, patches] = [await world.store.db.selectFrom('suppressions').selectAll().orderBy('id').execute(), world.server.count('PATCH')];
				expect(await world.sync()).toMatchObject({ pull: { unsubscribed: 0, cleaned: 0 }, push: { unsubscribed: 0, settled: 0, refused: 0 } });
				expect([await world.store.db.selectFrom('suppressions').selectAll().orderBy('id').execute(), world.server.count('PATCH')]).toEqual([before, patches]);
				expect(world.server.violations).toEqual([]);
			} finally {
				await world.close();
			}
		}), { numRuns });
	}, 300_000);
});

async function play(world: World, people: Array<{ id: string; member: FakeMember }>, act: Act, optedOut: Set<number>): Promise<void> {
	if (!('who' in act)) return await playSync(world, act);
	const person = people[act.who];
	if (!person) return;
	const changeTo = (status: FakeMember['status']): void => void Object.assign(person.member, { status, changedAt: world.clock.now() });
	if (act.kind.startsWith('our')) {
		optedOut.add(act.who);
		if (act.kind === 'ourUnsubscribe') await world.core.consent.unsubscribe('demo', person.id, { source: 'page', at: world.clock.now() });
		else await world.core.consent.addSuppression({ shopId: 'demo', buyerId: person.id, reason: 'complaint', scope: 'marketing' });
	} else if (act.kind === 'theirEdit') person.member.changedAt = world.clock.now();
	// what is archived before anybody could know of it is lost to everybody
	else if (act.kind === 'theirArchive') {
		if (person.member.status === 'subscribed') changeTo('archived');
	} else if (person.member.status === 'subscribed') {
		optedOut.add(act.who);
		changeTo(act.kind === 'theirUnsubscribe' ? 'unsubscribed' : 'cleaned');
	}
}

async function playSync(world: World, act: Extract<Act, { after: number }>): Promise<void> {
	if (act.kind !== 'brokenSync') return void (await world.sync({ direction: act.kind === 'sync' ? 'both' : act.kind }));
	const begun = world.server.requests.length;
	world.server.beforeAnswer = () => void (world.server.requests.length - begun >= act.after && world.server.failures.push(problem(401, 'API Key Invalid')));
	await world.sync().catch(() => undefined);
	world.server.beforeAnswer = () => undefined;
	world.server.failures.length = 0;
}
