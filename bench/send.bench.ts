import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { openCore } from '../core/openCore';
import { toDkimOptions } from '../core/gateway/mimeMessage';
import { compileTemplate } from '../core/template/compileTemplate';
import type { StoreSettings } from '../core/store/storeSettings';
import { seconds, type Bench } from './bench';
import { CART_DATA, SHOP, benchSender, plantCampaign } from './fixture';

const CONNECTIONS = 10;

/** The whole path to a local sink, beside nodemailer's pooled transport that sends the same mails with the same DKIM key. */
export const sendBench: Bench = {
	name: 'send',
	title: 'render, check, MIME, DKIM RSA-2048, SMTP to a local sink, ledger on SQLite; beside nodemailer\'s pool',
	async run({ isFull, log }) {
		const count = isFull ? 20_000 : 2_000;
		const folder = mkdtempSync(join(tmpdir(), 'seller-mail-bench-'));
		const sink = await startSink();
		try {
			const settings: StoreSettings = { kind: 'sqlite', file: join(folder, 'store.sqlite') };
			await plantCampaign(settings, count);
			const rssBefore = process.memoryUsage().rss;
			const ours = await sendOurs(settings, sink.port, count);
			const rssGrowthMb = (process.memoryUsage().rss - rssBefore) / 1e6;
			log(`ours: ${ours.toFixed(0)}/s; now nodemailer`);
			const theirs = await sendNodemailer(sink.port, count);
			if ((await sink.count()) !== count * 2) throw new Error('the sink did not get every mail: the figures mean nothing');
			return { mails: count, connections: CONNECTIONS, perSecond: ours, nodemailerDkimPerSecond: theirs, ratioToNodemailerDkim: ours / theirs, rssGrowthMb };
		} finally {
			sink.stop();
			rmSync(folder, { recursive: true, force: true });
		}
	},
};

async function sendOurs(settings: StoreSettings, port: number, count: number): Promise<number> {
	const core = await openCore({ store: settings });
	const startedAt = process.hrtime.bigint();
	const { run } = await core.campaigns.sendDue(SHOP, benchSender(port, CONNECTIONS), {});
	const perSecond = run.accepted / seconds(startedAt);
	await core.close();
	if (run.accepted !== count) throw new Error(`accepted ${run.accepted} of ${count}: ${JSON.stringify(run)}`);
	return perSecond;
}

async function sendNodemailer(port: number, count: number): Promise<number> {
	const sender = benchSender(port, CONNECTIONS);
	const mails = makeMails(count);
	const transport = createTransport({ pool: true, host: '127.0.0.1', port, ignoreTLS: true, maxConnections: CONNECTIONS, maxMessages: Infinity, dkim: sender.dkim && toDkimOptions(sender.dkim) });
	const startedAt = process.hrtime.bigint();
	await Promise.all(mails.map(async (mail) => await transport.sendMail(mail)));
	const perSecond = count / seconds(startedAt);
	transport.close();
	return perSecond;
}

/** Rendered beforehand: nodemailer has no templates, so this part is a gift to it. */
function makeMails(count: number): Array<{ from: string; to: string; subject: string; html: string; text: string }> {
	const template = compileTemplate({ kind: 'library', name: 'abandoned-cart' }, { brand: benchSender(0).brand });
	return Array.from({ length: count }, (_, index) => {
		const buyer = { id: `b_${index}`, shop: SHOP, email: `buyer-${index}@buyer.example`, name: `Buyer ${index}`, country: 'US', language: 'en', site: 'usa', timeZone: 'America/New_York' };
		const { subject, html, text } = template.render({ buyer, data: CART_DATA, unsubscribeUrl: `https://shop.example/webhook/bench/m?t=b_${index}` });
		return { from: 'Lumen Home <news@mail.lumen-home.example>', to: buyer.email, subject, html, text };
	});
}

async function startSink(): Promise<{ port: number; count(): Promise<number>; stop(): void }> {
	const child: ChildProcess = fork(join(__dirname, 'sinkProcess.js'), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
	const next = async (): Promise<{ port?: number; count?: number }> => await new Promise((resolve) => child.once('message', resolve as never));
	const { port = 0 } = await next();
	return {
		port,
		async count() {
			const answer = next();
			child.send('count');
			return (await answer).count ?? 0;
		},
		stop: () => child.disconnect(),
	};
}
