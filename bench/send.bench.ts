import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { SendMailOptions } from 'nodemailer';
import { openCore, type Core } from '../core/openCore';
import type { StoreSettings } from '../core/store/storeSettings';
import { compileContent } from '../core/template/compileContent';
import { templateBodySchema } from '../core/template/templateSource';
import { sendBare } from './bareClient';
import { collectGarbage, seconds, type Bench, type BenchOptions } from './bench';
import { SHOP, benchSender, plantCampaign } from './fixture';
import { newsletter } from './newsletter';
import { findSmtpSource, sendAsN8n, sendByPool, sendBySmtpSource, signOnly } from './sendContenders';
import { startSink } from './sinkClient';
import { unsubscribeUrlOf } from './variedMails';

const CONNECTIONS = 10;
/** of those who send bytes that are ready */
const MAIL_BYTES = 30_000;
const ROUNDS = 5;
/** n8n's node takes 40 ms a mail */
const N8N_MAILS = 25;
const SIGNATURES = 600;
const LATENCIES_MS = [5, 50] as const;
/** mails over the slow lines, by latency: some seconds each */
const SLOW_MAILS: Readonly<Record<number, number>> = { 5: 4_000, 50: 600 };

/** The whole path to a local sink; beside it, in turns with it, who else sends mail, and what the machine could do at most. */
export const sendBench: Bench = {
	name: 'send',
	title: 'claim, render, check, MIME, DKIM RSA-2048, SMTP to a local sink, ledger on SQLite: 30 KB mail, 10 connections; beside nodemailer\'s pool, n8n\'s node and Postfix\'s smtp-source',
	async run(options) {
		const size = options.isFull ? 10_000 : 3_000;
		const folder = mkdtempSync(join(tmpdir(), 'seller-mail-bench-'));
		const settings: StoreSettings = { kind: 'sqlite', file: join(folder, 'store.sqlite') };
		try {
			await plantCampaign(settings, Math.max(size * 2, ...Object.values(SLOW_MAILS)), { content: newsletter(benchSender(0).brand), campaigns: planned(size) });
			const core = await openCore({ store: settings });
			const figures = { ...(await measureSteady(core, size, options)), ...(await measureRounds(core, size, options)), ...(await measureSlow(core, options)) };
			await core.close();
			return figures;
		} finally {
			rmSync(folder, { recursive: true, force: true });
		}
	},
};

/** Each measurement sends a campaign of its own. */
function planned(size: number): Map<string, number> {
	return new Map([
		['warm-up', size], ['steady', size * 2],
		...Array.from({ length: ROUNDS }, (_, round): [string, number] => [`round-${round}`, size]),
		...LATENCIES_MS.map((ms): [string, number] => [`slow-${ms}`, SLOW_MAILS[ms] ?? 0]),
	]);
}

/** Memory and the event loop, with nothing else in the process: once warm, both should stay where they are. */
async function measureSteady(core: Core, size: number, { log }: BenchOptions): Promise<Record<string, number>> {
	const sink = await startSink();
	await sendOurs(core, sink.port, 'warm-up', size);
	collectGarbage();
	const before = process.memoryUsage().rss;
	let highest = before;
	const watch = setInterval(() => (highest = Math.max(highest, process.memoryUsage().rss)), 50);
	const loop = monitorEventLoopDelay({ resolution: 1 });
	loop.enable();
	const perSecond = await sendOurs(core, sink.port, 'steady', size * 2);
	loop.disable();
	clearInterval(watch);
	sink.stop();
	log(`steady: ${perSecond.toFixed(0)}/s`);
	return { rssGrowthMb: (highest - before) / 1e6, loopHeldMsP99: loop.percentile(99) / 1e6, loopHeldMsMax: loop.max / 1e6 };
}

async function measureRounds(core: Core, size: number, { log }: BenchOptions): Promise<Record<string, number>> {
	const sink = await startSink();
	const mails = makeMails(size);
	await sendByPool(sink.port, CONNECTIONS, mails.slice(0, size / 4));
	const rounds = [];
	for (let round = 0; round < ROUNDS; round += 1) {
		const rsa = await signOnly(SIGNATURES);
		const [nodemailer, theirMicros] = await withCpu(size, async () => await sendByPool(sink.port, CONNECTIONS, mails));
		const [ours, ourMicros] = await withCpu(size, async () => await sendOurs(core, sink.port, `round-${round}`, size));
		const n8n = await sendAsN8n(sink.port, mails.slice(0, N8N_MAILS));
		rounds.push({ rsa, nodemailer, theirMicros, ours, ourMicros, n8n });
		log(`round ${round + 1}: ours ${ours.toFixed(0)}/s (${ourMicros.toFixed(0)} µs of the main thread), nodemailer ${nodemailer.toFixed(0)}/s (${theirMicros.toFixed(0)} µs), n8n ${n8n.toFixed(0)}/s, RSA alone ${rsa.toFixed(0)}/s`);
	}
	const sinkPerSecond = await sendBare(sink.port, CONNECTIONS, size * 4, MAIL_BYTES);
	const program = findSmtpSource();
	if (!program) log('smtp-source is not on this machine, its figure is left out (Debian: apt-get install postfix)');
	const smtpSource = program ? { smtpSourcePerSecond: await sendBySmtpSource(program, sink.port, CONNECTIONS, size * 4, MAIL_BYTES) } : undefined;
	const expected = size * (1 / 4 + 2 * ROUNDS + (program ? 8 : 4)) + N8N_MAILS * ROUNDS;
	if ((await sink.count()) !== expected) throw new Error('the sink did not get every mail: the figures mean nothing');
	sink.stop();
	return {
		mails: size * ROUNDS, connections: CONNECTIONS, bytes: Buffer.byteLength(String(mails[0]?.html)) + Buffer.byteLength(String(mails[0]?.text)),
		perSecond: median(rounds.map(({ ours }) => ours)), nodemailerDkimPerSecond: median(rounds.map(({ nodemailer }) => nodemailer)),
		n8nSendEmailPerSecond: median(rounds.map(({ n8n }) => n8n)), rsaPerSecond: median(rounds.map(({ rsa }) => rsa)), sinkPerSecond, ...smtpSource,
		ratioToNodemailerDkim: median(rounds.map(({ ours, nodemailer }) => ours / nodemailer)), ratioToN8nSendEmail: median(rounds.map(({ ours, n8n }) => ours / n8n)),
		mainThreadMicros: median(rounds.map(({ ourMicros }) => ourMicros)), nodemailerMainThreadMicros: median(rounds.map(({ theirMicros }) => theirMicros)),
		ratioToRsaBound: median(rounds.map(({ ours, rsa }) => ours / rsa)),
	};
}

/** Lines with a delay: how much of what the connections allow at two round trips a mail, as other clients send, is used. Where the next envelope leaves behind a content it may be more than all. */
async function measureSlow(core: Core, { log }: BenchOptions): Promise<Record<string, number>> {
	const figures: Record<string, number> = {};
	for (const ms of LATENCIES_MS) {
		const sink = await startSink(ms);
		const count = SLOW_MAILS[ms] ?? 0;
		const allowed = await sendBare(sink.port, CONNECTIONS, count, MAIL_BYTES);
		const ours = await sendOurs(core, sink.port, `slow-${ms}`, count);
		log(`${ms} ms: ours ${ours.toFixed(0)}/s, the connections allow ${allowed.toFixed(0)}/s`);
		Object.assign(figures, { [`latency${ms}MsPerSecond`]: ours, [`latency${ms}MsAllowedPerSecond`]: allowed, [`latency${ms}MsShare`]: ours / allowed });
		sink.stop();
	}
	return figures;
}

async function sendOurs(core: Core, port: number, campaign: string, count: number): Promise<number> {
	const startedAt = process.hrtime.bigint();
	const { run } = await core.campaigns.sendDue(SHOP, benchSender(port, CONNECTIONS), { campaign });
	const perSecond = run.accepted / seconds(startedAt);
	if (run.accepted !== count) throw new Error(`accepted ${run.accepted} of ${count}: ${JSON.stringify(run)}`);
	return perSecond;
}

/** A figure, and what the main thread worked for each mail: that hardly depends on what else the machine does. */
async function withCpu(count: number, send: () => Promise<number>): Promise<[perSecond: number, micros: number]> {
	const before = process.threadCpuUsage();
	const perSecond = await send();
	const { user, system } = process.threadCpuUsage(before);
	return [perSecond, (user + system) / count];
}

/** Rendered beforehand: the others have no templates, so this part is a gift to them. */
function makeMails(count: number): SendMailOptions[] {
	const body = templateBodySchema.parse(newsletter(benchSender(0).brand));
	const template = compileContent(body, benchSender(0).brand);
	return Array.from({ length: count }, (_, index) => {
		const buyer = { id: `b_${index}`, shop: SHOP, email: `buyer-${index}@buyer.example`, name: `Buyer ${index}`, country: 'US', language: 'en', site: 'usa', timeZone: 'America/New_York' };
		const { subject, html, text } = template.render({ buyer, data: body.sharedData ?? {}, unsubscribeUrl: unsubscribeUrlOf(index), viewUrl: unsubscribeUrlOf(index) });
		return { from: 'Lumen Home <news@mail.lumen-home.example>', to: buyer.email, subject, html, text };
	});
}

function median(values: readonly number[]): number {
	return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
