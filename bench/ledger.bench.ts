import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoreSettings } from '../core/store/storeSettings';
import type { Bench } from './bench';
import type { LedgerFigures } from './ledgerRun';
import { startPostgres } from './postgres';

const RECIPIENTS = 100_000;
const FULL_RECIPIENTS = 1_000_000;

/** A campaign through the ledger, planned and sent by a mailer that takes everything at once: on SQLite, then on PostgreSQL. */
export const ledgerBench: Bench = {
	name: 'ledger',
	title: 'a campaign planned and, with a mailer that sends nothing, run through the ledger, on both databases',
	async run({ isFull, log }) {
		const recipients = isFull ? FULL_RECIPIENTS : RECIPIENTS;
		const folder = mkdtempSync(join(tmpdir(), 'seller-mail-bench-'));
		const postgres = await startPostgres();
		try {
			const sqlite = await runApart({ kind: 'sqlite', file: join(folder, 'store.sqlite') }, recipients, log);
			const server = await runApart(postgres.settings, recipients, log);
			return { recipients, ...prefixed('sqlite', sqlite), ...prefixed('postgres', server) };
		} finally {
			await postgres.stop();
			rmSync(folder, { recursive: true, force: true });
		}
	},
};

/** First a process that fills the store, then one that is measured: it starts with a clean memory, as n8n does. */
async function runApart(settings: StoreSettings, recipients: number, log: (line: string) => void): Promise<LedgerFigures> {
	await runProcess('plant', settings, recipients);
	log(`${settings.kind}: ${recipients} buyers and an audience of them are in the store`);
	const figures = await runProcess('measure', settings, recipients);
	if (!figures) throw new Error('the measured process gave no figures');
	log(`${settings.kind}: ${JSON.stringify(figures)}`);
	return figures;
}

async function runProcess(task: 'plant' | 'measure', settings: StoreSettings, recipients: number): Promise<LedgerFigures | undefined> {
	return await new Promise((resolve, reject) => {
		const child = fork(join(__dirname, 'ledgerProcess.js'), [task, JSON.stringify(settings), String(recipients)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
		let figures: LedgerFigures | undefined;
		child.on('message', (message) => (figures = message as LedgerFigures)).once('error', reject);
		child.once('exit', (code) => (code === 0 ? resolve(figures) : reject(new Error(`${task} on ${settings.kind} ended with ${code}`))));
	});
}

function prefixed(prefix: string, figures: LedgerFigures): Record<string, number> {
	return Object.fromEntries(Object.entries(figures).map(([key, value]) => [`${prefix}${key[0]?.toUpperCase()}${key.slice(1)}`, value as number]));
}
