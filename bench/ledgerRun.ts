import { monitorEventLoopDelay } from 'node:perf_hooks';
import { getHeapSpaceStatistics } from 'node:v8';
import type { DeliveryLedger, MailConnection } from '../core/delivery/ports';
import { openCore, type Core, type SendingPorts } from '../core/openCore';
import type { StoreSettings } from '../core/store/storeSettings';
import { seconds } from './bench';
import { SHOP, benchSender } from './fixture';
import { benchContent, findPlanted } from './plantAudience';

export interface LedgerFigures {
	planRowsPerSecond: number;
	sendRowsPerSecond: number;
	/** above what the process had when it had opened the store */
	rssGrowthMb: number;
	/** the peak of all beyond the first 10,000 above the peak of those, of planning or of sending */
	rssGrowthPast10000Mb: number;
	/** the same without V8's young generation, which takes its full size (134 MB with Node 24) in whichever process works for a while */
	keptGrowthPast10000Mb: number;
	maxEventLoopDelayMs: number;
	p999EventLoopDelayMs: number;
	/** of the main thread's own work between two looks at the clock: what a busy machine or a slow disk adds is not in it */
	maxLoopCpuMs: number;
	/** the same beyond the first 10,000: without the first reading of the template */
	maxLoopCpuPast10000Ms: number;
	claimP50Ms: number;
	/** of the first hundred claims, with everything still due, and of the last hundred: equal, when a claim costs what its batch costs */
	claimFirstMs: number;
	claimLastMs: number;
}

const CONNECTIONS = 10;
const WARM = 10_000;
const WARM_UP_ROWS = 100_000;
const PAGE = 250;
const REPORT_MS = 15_000;
const SAMPLE_MS = 10;
/** claims that are looked at together */
const SOME_CLAIMS = 100;

/** Plans the planted audience and sends it to nobody; throws when the ledger doesn't hold exactly one accepted delivery each. */
export async function measureLedger(settings: StoreSettings, recipients: number, log: (line: string) => void): Promise<LedgerFigures> {
	const claims: number[] = [];
	const progress = { planned: 0, accepted: 0, isSending: false };
	const core = await openCore({ store: settings, wrapSending: (ports) => watched(ports, claims, progress) });
	await warmUp(core, recipients);
	const watch = watchProcess(() => (progress.isSending ? (progress.accepted < WARM ? 2 : 3) : progress.planned < WARM ? 0 : 1));
	const report = setInterval(() => log(`${settings.kind}: ${progress.planned} planned, ${progress.accepted} sent`), REPORT_MS);
	const planned = await timed(async () => await plan(core));
	progress.isSending = true;
	const sent = await timed(async () => await send(core));
	const { accepted } = (await core.campaigns.status(SHOP))[0]?.states ?? {};
	// whatever held the loop until now shows when it goes on
	await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS));
	const figures = watch.stop();
	clearInterval(report);
	await core.close();
	if (accepted !== recipients) throw new Error(`${accepted} of ${recipients} accepted: the figures mean nothing`);
	return { planRowsPerSecond: recipients / planned, sendRowsPerSecond: recipients / sent, ...figures, ...ofClaims(claims) };
}

/** With no time left to send. */
async function plan(core: Core): Promise<void> {
	const { audienceId, contentId } = await findPlanted(core);
	await core.campaigns.sendAudience(SHOP, benchSender(0, CONNECTIONS), await core.segments.getAudience(audienceId), benchContent(contentId), {
		campaign: 'ledger', purpose: 'marketing', when: { kind: 'atOnce' }, sendOncePer: 'occasion', maxMinutes: 0,
	});
}

async function send(core: Core): Promise<void> {
	const { run } = await core.campaigns.sendDue(SHOP, benchSender(0, CONNECTIONS), {});
	if (run.error) throw run.error;
}

/** V8's young generation grows to its full size (some 100 MB) in every process that works for a while, n8n's too: it isn't what a campaign needs. */
async function warmUp(core: Core, recipients: number): Promise<void> {
	const { audienceId } = await findPlanted(core);
	for (let read = 0, after = -1; read < WARM_UP_ROWS; ) {
		const page = await core.segments.readAudiencePage(audienceId, after, PAGE);
		read += PAGE;
		after = page.length < PAGE ? -1 : (page.at(-1)?.position ?? -1) % recipients;
		await new Promise((resolve) => setImmediate(resolve));
	}
}

async function timed(work: () => Promise<void>): Promise<number> {
	const startedAt = process.hrtime.bigint();
	await work();
	return seconds(startedAt);
}

/** Mails that are made of nothing, and a server that answers 250 at once; the ledger's own calls are timed and counted. */
function watched({ ledger }: SendingPorts, claims: number[], progress: { planned: number; accepted: number }): SendingPorts {
	const connection: MailConnection = {
		transmit: async (_message, mayBegin) => ((await mayBegin()) ? { kind: 'accepted', code: '250', reply: '250 2.0.0 accepted' } : { kind: 'withheld' }),
		isOpen: () => true,
		close: () => undefined,
	};
	const counted: DeliveryLedger = {
		...ledger,
		async plan(...plan) {
			const planned = await ledger.plan(...plan);
			progress.planned += planned.length;
			return planned;
		},
		async claim(request) {
			const startedAt = process.hrtime.bigint();
			const claimed = await ledger.claim(request);
			if (claimed.deliveries.length > 0) claims.push(seconds(startedAt) * 1_000);
			return claimed;
		},
		async recordAndMark(results, ...marks) {
			progress.accepted += results.length;
			return await ledger.recordAndMark(results, ...marks);
		},
	};
	return {
		ledger: counted,
		mailer: { connect: async () => await Promise.resolve(connection) },
		beginMaking: () => ({
			make: async ({ delivery }) => await Promise.resolve({ kind: 'ready', message: { envelopeFrom: 'bounce@mail.lumen-home.example', envelopeTo: delivery.buyer.email, raw: '\r\n' } }),
			end: () => undefined,
		}),
	};
}

/** Memory and event loop of this process. `part`: 0 and 1 for planning up to and past the first 10,000, 2 and 3 for sending. */
function watchProcess(part: () => number): { stop(): Pick<LedgerFigures, 'rssGrowthMb' | 'rssGrowthPast10000Mb' | 'keptGrowthPast10000Mb' | 'maxEventLoopDelayMs' | 'p999EventLoopDelayMs' | 'maxLoopCpuMs' | 'maxLoopCpuPast10000Ms'> } {
	const rss = (): number => process.memoryUsage.rss() / 1e6;
	const before = rss();
	const peaks = [before, 0, before, 0];
	const kept = [0, 0, 0, 0];
	const loops = [0, 0, 0, 0];
	let cpu = process.threadCpuUsage();
	const delay = monitorEventLoopDelay({ resolution: 2 });
	const look = (): void => {
		const { user, system } = process.threadCpuUsage(cpu);
		cpu = process.threadCpuUsage();
		const now = part();
		loops[now] = Math.max(loops[now] ?? 0, (user + system) / 1_000);
		const used = rss();
		peaks[now] = Math.max(peaks[now] ?? 0, used);
		kept[now] = Math.max(kept[now] ?? 0, used - youngMb());
	};
	const timer = setInterval(look, SAMPLE_MS);
	delay.enable();
	return {
		stop() {
			clearInterval(timer);
			look();
			delay.disable();
			return {
				rssGrowthMb: Math.max(...peaks) - before, rssGrowthPast10000Mb: growthPastWarm(peaks), keptGrowthPast10000Mb: growthPastWarm(kept),
				maxEventLoopDelayMs: delay.max / 1e6, p999EventLoopDelayMs: delay.percentile(99.9) / 1e6,
				maxLoopCpuMs: Math.max(...loops), maxLoopCpuPast10000Ms: Math.max(loops[1] ?? 0, loops[3] ?? 0),
			};
		},
	};
}

function growthPastWarm([planWarm = 0, planPast = 0, sendWarm = 0, sendPast = 0]: readonly number[]): number {
	return Math.max(planPast - planWarm, sendPast - sendWarm);
}

function youngMb(): number {
	return (getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')?.physical_space_size ?? 0) / 1e6;
}

function ofClaims(claims: readonly number[]): Pick<LedgerFigures, 'claimP50Ms' | 'claimFirstMs' | 'claimLastMs'> {
	const median = (some: readonly number[]): number => some.toSorted((a, b) => a - b)[Math.floor(some.length / 2)] ?? 0;
	return { claimP50Ms: median(claims), claimFirstMs: median(claims.slice(0, SOME_CLAIMS)), claimLastMs: median(claims.slice(-SOME_CLAIMS)) };
}
