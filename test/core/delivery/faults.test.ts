import { sql } from 'kysely';
import PostalMime from 'postal-mime';
import type { SmtpSettings } from '../../../core/shop/senderProfile';
import { openCore, type Core } from '../../../core/openCore';
import { runSending } from '../../../core/delivery/sendRun.flow';
import { smtpMailer } from '../../../core/gateway/smtpMailer';
import { makeWorkerRegistry } from '../../../core/gateway/workerRegistry';
import { systemRandom } from '../../../core/shared/random';
import { systemSleep } from '../../../core/shared/sleep';
import { makeMailMaker } from '../../../core/delivery/prepareDelivery';
import { makeDeliveryLedger } from '../../../core/store/deliveryQueries';
import { aSender } from '../../support/builders';
import { aCampaignCore, type CampaignCore } from '../../support/campaignCore';
import { aFaultySmtp, type Fault, type FaultySmtp } from '../../support/faultySmtp';
import { anSmtpSink, type SmtpSink } from '../../support/smtpSink';
import { STORE_KINDS } from '../../support/stores';

const HOUR = 3_600_000;

describe.each(STORE_KINDS)('a mail server with faults, ledger on %s', (kind) => {
	let shop: CampaignCore;
	let server: FaultySmtp | undefined;
	let sink: SmtpSink;

	beforeEach(async () => {
		shop = await aCampaignCore(kind);
		sink = await anSmtpSink();
	});
	afterEach(async () => {
		await shop.close();
		await server?.stop();
		server = undefined;
		await sink.stop();
	});

	const profile = (port: number, smtp: Partial<SmtpSettings> = {}) => {
		const sender = aSender(port);
		return { ...sender, smtp: { ...sender.smtp, maxConnections: 4, ...smtp } };
	};
	const emails = (count: number, domainOf: (index: number) => string = () => 'buyer.example'): string[] => Array.from({ length: count }, (_, index) => `b${index}@${domainOf(index)}`);
	const sendTo = async (fault: Fault) => {
		server = await aFaultySmtp(fault);
		return (await shop.core.campaigns.sendDue('demo', profile(server.port), {})).run;
	};
	const sendRest = async (core: Core = shop.core) => (await core.campaigns.sendDue('demo', profile(sink.port), {})).run;
	/** states, and that what the servers took is what the ledger calls accepted, once each */
	const settle = async (total: number, taken: readonly string[]): Promise<Record<string, number>> => {
		const states = await shop.statesOf();
		expect(Object.values(states).reduce((sum, count) => sum + count, 0)).toBe(total);
		expect(new Set(taken).size).toBe(taken.length);
		return states;
	};

	it.each([
		['refuses at the greeting', '<greeting>', '554 5.3.2 no service'],
		['answers 421 to everything', '<greeting>', '421 4.3.2 closing'],
		['answers 421 to every MAIL', 'MAIL', '421 4.3.2 closing'],
	])('%s → nothing is lost or burnt, the next server gets all of it', async (_name, at, reply) => {
		await shop.plant(emails(12));
		const run = await sendTo((line) => (line.startsWith(at) ? { reply } : undefined));
		expect(run).toMatchObject({ accepted: 0, failed: 0, uncertain: 0 });
		shop.clock.advance(HOUR);
		await sendRest();
		expect(await settle(12, sink.mails.map((mail) => mail.to))).toEqual({ accepted: 12 });
	});

	it('drops in the middle of some mails → those are uncertain, all others arrive once', async () => {
		await shop.plant(emails(30));
		const dropped: string[] = [];
		const run = await sendTo((line, { to }) => (line === '<content>' && /^b(3|11|20)@/.test(to) ? (dropped.push(to), 'drop') : undefined));
		expect(run).toMatchObject({ accepted: 27, uncertain: 3 });
		await sendRest();
		expect(sink.mails).toEqual([]); // never sent again by itself
		expect(await settle(30, server!.taken)).toEqual({ accepted: 27, uncertain: 3 });
		expect((await shop.core.campaigns.listUncertain('demo', {}, 10)).map((entry) => entry.email).sort()).toEqual(dropped.sort());
	});

	it('takes a mail and drops before it says so → uncertain, not sent again', async () => {
		await shop.plant(emails(6));
		await sendTo((line, { to }) => (line === '<end>' && to.startsWith('b2@') ? 'drop' : undefined));
		await sendRest();
		expect(await settle(6, [...server!.taken, ...sink.mails.map((mail) => mail.to)])).toEqual({ accepted: 5, uncertain: 1 });
	});

	it.each([
		['before the content', 'DATA', (index: number) => index < 25],
		// the next mail's envelope may have gone out behind the content by then
		['after the content', '<end>', (index: number) => index < 25],
		['after the content, in between', '<end>', (index: number) => index % 2 === 1],
	])('hangs for one domain %s → the others get theirs meanwhile; when it lets go, nothing is doubled', async (_name, at, hangs) => {
		await shop.plant(emails(40, (index) => (hangs(index) ? 'hangs.example' : 'fine.example')));
		server = await aFaultySmtp((line, { to }) => (line.startsWith(at) && to.endsWith('@hangs.example') ? 'hang' : undefined));
		const { taken } = server;
		const fine = (): string[] => taken.filter((to) => to.endsWith('@fine.example'));
		const stop = new AbortController();
		const running = shop.core.campaigns.sendDue('demo', profile(server.port), { signal: stop.signal }).then(({ run }) => run);
		while (fine().length < emails(40).filter((_, index) => !hangs(index)).length) await new Promise((resolve) => setTimeout(resolve, 20));
		expect(taken).toEqual(fine());
		stop.abort();
		server.release();
		const { uncertain } = await running;
		// contents that left and were not answered, one for each connection at most
		expect(uncertain).toBeLessThanOrEqual(at === '<end>' ? 4 : 0);
		shop.clock.advance(HOUR);
		await sendRest();
		expect(await settle(40, [...taken, ...sink.mails.map((mail) => mail.to)])).toEqual({ accepted: 40 - uncertain, ...(uncertain && { uncertain }) });
	});

	it('one mail at which the server hangs up each time → put off, put off again, given up after 72 hours; never in others\' way', async () => {
		await shop.plant(emails(10));
		const poison: Fault = (line, { to }) => (line.startsWith('RCPT') && to.startsWith('b0@') ? 'drop' : undefined);
		expect(await sendTo(poison)).toMatchObject({ accepted: 9, deferred: 1 });
		for (let day = 0; day < 8; day += 1) {
			shop.clock.advance(13 * HOUR);
			await shop.core.campaigns.sendDue('demo', profile(server!.port), {});
		}
		expect(await settle(10, server!.taken)).toEqual({ accepted: 9, failed: 1 });
		const [entry] = await shop.core.campaigns.log('demo', { states: ['failed'], limit: 1 });
		expect(entry?.cause).toBe('gave-up-after-72h:connection-broken');
	});

	it.each([
		['offers no STARTTLS', {}, 'starttls'], ['speaks no TLS', {}, 'tls'],
	] as const)('%s although it is required → nothing in clear text, everything stays planned', async (_name, _options, security) => {
		await shop.plant(emails(3));
		server = await aFaultySmtp(() => undefined);
		const { run } = await shop.core.campaigns.sendDue('demo', profile(server.port, { security, user: 'u', password: 'secret' }), {});
		expect(run.error).toMatchObject({ code: security === 'tls' ? expect.stringMatching(/SMTP_/) : 'SMTP_TLS_REQUIRED' });
		expect(server.lines.filter((line) => /^(AUTH|MAIL|RCPT|DATA)|secret|b0@/.test(line))).toEqual([]);
		expect(await shop.statesOf()).toEqual({ planned: 3 });
	});

	it('a certificate that doesn\'t match → nothing leaves', async () => {
		await shop.plant(emails(2));
		await sink.stop();
		sink = await anSmtpSink({ options: { disabledCommands: [] } });
		const { run } = await shop.core.campaigns.sendDue('demo', profile(sink.port, { security: 'starttls' }), {});
		expect(run.error).toMatchObject({ code: 'SMTP_TLS_REQUIRED' });
		expect([sink.mails, await shop.statesOf()]).toEqual([[], { planned: 2 }]);
	});

	it.each([['forwards', 3 * HOUR], ['backwards', -3 * HOUR]])('the clock jumps %s in the middle of a run → nothing lost, nothing twice', async (_name, by) => {
		await shop.plant(emails(60));
		await sink.stop();
		let seen = 0;
		sink = await anSmtpSink({ onContent: () => void ((seen += 1) === 10 && shop.clock.advance(by)) as undefined });
		await sendRest();
		shop.clock.advance(4 * HOUR);
		await sendRest();
		expect(await settle(60, sink.mails.map((mail) => mail.to))).toEqual({ accepted: 60 });
	});

	it('a second worker takes over when the clock jumps past a lease → nothing twice', async () => {
		await shop.plant(emails(60));
		await sink.stop();
		let seen = 0;
		const second = await openCore({ store: shop.settings, clock: shop.clock });
		let other: Promise<unknown> | undefined;
		sink = await anSmtpSink({ onContent: () => {
			seen += 1;
			if (seen !== 10) return undefined;
			shop.clock.advance(2 * 60_000);
			other = sendRest(second);
			return undefined;
		} });
		await sendRest();
		await other;
		await sendRest();
		await second.close();
		const states = await settle(60, sink.mails.map((mail) => mail.to));
		expect((states.accepted ?? 0) + (states.uncertain ?? 0)).toBe(60);
		expect(states.uncertain ?? 0).toBeLessThanOrEqual(4);
	});

	/** ends the backends that are at work in this test's schema right now; gives their number */
	const cutOthers = async (): Promise<number> => (await sql`select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and pid in
		(select l.pid from pg_locks l join pg_class c on c.oid = l.relation join pg_namespace n on n.oid = c.relnamespace where n.nspname = current_schema())`.execute(shop.store.db)).rows.length;
	if (kind === 'postgres') it('the database cuts every connection again and again → the run goes on, nothing lost, nothing twice', async () => {
		await shop.plant(emails(120));
		await sink.stop();
		let cuts = 0;
		let seen = 0;
		sink = await anSmtpSink({ onContent: async () => {
			seen += 1;
			if (seen > 10 && cuts < 6) cuts += await cutOthers();
			return undefined;
		} });
		await sendRest();
		await sendRest();
		expect(cuts).toBeGreaterThanOrEqual(3);
		const states = await settle(120, sink.mails.map((mail) => mail.to));
		expect(states.accepted).toBe(sink.mails.length);
		expect((states.accepted ?? 0) + (states.uncertain ?? 0)).toBe(120);
	});
});

describe('SQLite alone', () => {
	it('the disk is full for a while in the middle of a run → it goes on when there is space again; nothing lost, nothing doubled, nothing uncertain', async () => {
		const shop = await aCampaignCore('sqlite');
		await shop.plant(Array.from({ length: 80 }, (_, index) => `b${index}@buyer.example`));
		const { store } = shop;
		const deps = { clock: shop.clock, random: systemRandom };
		let seen = 0;
		const limit = async (pages: number): Promise<unknown> => await sql`pragma max_page_count = ${sql.lit(pages)}`.execute(store.db);
		const sink = await anSmtpSink({ onContent: async () => void ((seen += 1) === 15 && (await limit(1))) as undefined });
		const profile = aSender(sink.port);
		const run = async () => await runSending({
			clock: shop.clock, ledger: makeDeliveryLedger(store, deps), mailer: smtpMailer, beginMaking: (sender) => makeMailMaker(sender, smtpMailer.compose), workers: makeWorkerRegistry(systemRandom), contents: shop.core.templates, sleep: systemSleep,
		}, {
			shopId: 'demo', sender: profile, windowsAt: (now) => () => now, unsubscribeUrl: await shop.core.links.forDeliveries('demo'), viewUrl: await shop.core.links.viewsForDeliveries('demo'),
			usage: { activatedAt: 0, timeZone: 'UTC', dailyQuota: 1_000, monthlyBudgetMicroUsd: null },
		});
		const first = run().then((summary) => summary, (error: unknown) => ({ error }));
		while (seen < 15) await new Promise((resolve) => setTimeout(resolve, 10));
		await new Promise((resolve) => setTimeout(resolve, 3_000)); // the writes fail, and are tried again
		expect(seen).toBeLessThan(80);
		await limit(1_000_000);
		expect(await first).not.toHaveProperty('error');
		await run();
		expect(sink.mails.map((mail) => mail.to).sort()).toEqual(Array.from({ length: 80 }, (_, index) => `b${index}@buyer.example`).sort());
		expect(await shop.statesOf()).toEqual({ accepted: 80 });
		await shop.close();
		await sink.stop();
	});
});

describe('on the wire', () => {
	it.each([
		['a line of 2,000 characters', `${'x'.repeat(2_000)}\nend`], ['a dot on its own line', 'before\n.\nafter\n..\n.end'],
		['emoji', 'Gracias 🎉👩‍👩‍👧‍👦 fin'], ['right-to-left', 'שלום, ענת! מבצע 20%'], ['From at the start of a line', 'x\nFrom here on\ny'],
	])('%s arrives as it was written', async (_name, text) => {
		const sink = await anSmtpSink();
		const connection = await smtpMailer.connect(aSender(sink.port));
		const message = await smtpMailer.compose({
			sender: aSender(sink.port), to: { address: 'a@buyer.example', name: 'ענת 🎉 "Ana", Pérez' }, mail: { subject: `${text.split('\n')[0]!.slice(0, 60)} 🎉`, html: `<p>${text}</p>`, text, language: 'en' },
			messageId: '<x@mail.lumen-home.example>', date: Date.UTC(2026, 10, 20), headers: {},
		});
		expect(await connection.transmit(message, async () => await Promise.resolve(true))).toMatchObject({ kind: 'accepted' });
		connection.close();
		const raw = sink.mails[0]!.raw.toString('latin1');
		expect(Math.max(...raw.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
		expect(raw.replace(/\r\n/g, '')).not.toMatch(/[\r\n]/);
		const parsed = await PostalMime.parse(sink.mails[0]!.raw);
		expect(parsed.text?.replace(/\r\n/g, '\n').trimEnd()).toBe(text);
		expect(parsed.to?.[0]).toMatchObject({ address: 'a@buyer.example', name: 'ענת 🎉 "Ana", Pérez' });
		await sink.stop();
	});
});
