import { fork } from 'node:child_process';
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImportSummary } from '../core/buyer/import.flow';
import { openCore, type Core } from '../core/openCore';
import { seconds, type Bench } from './bench';
import { SHOP } from './fixture';
import type { PlantedFile } from './importFile';

const ROWS = 1_000_000;
/** about a gigabyte */
const FULL_ROWS = 12_000_000;
/**
 * V8's young generation grows to its full size (some 100 MB) in every process that works for a while, n8n's too: it isn't
 * what an import needs, so a short import into another shop comes before the memory is looked at.
 */
const WARM_UP_ROWS = 60_000;
const SEED = 20_261_120;
const SAMPLE_MS = 10;

/** A file of a million buyers with consent into a fresh SQLite store; every row that was planted as broken has to be explained. */
export const importBench: Bench = {
	name: 'import',
	title: 'a CSV file of buyers with their consent into SQLite, about 1 % of its rows broken',
	async run({ isFull, log }) {
		const folder = mkdtempSync(join(tmpdir(), 'seller-mail-bench-'));
		try {
			const [file, warmUpFile] = [join(folder, 'buyers.csv'), join(folder, 'warm-up.csv')];
			const planted = await plantFile(file, isFull ? FULL_ROWS : ROWS);
			await plantFile(warmUpFile, WARM_UP_ROWS);
			log(`${planted.rows} rows, ${(planted.bytes / 1e6).toFixed(0)} MB, ${planted.broken.length} of them broken`);
			const core = await openCore({ store: { kind: 'sqlite', file: join(folder, 'store.sqlite') } });
			await warmUp(core, warmUpFile);
			const figures = await measure(core, file, planted);
			await core.close();
			return figures;
		} finally {
			rmSync(folder, { recursive: true, force: true });
		}
	},
};

async function plantFile(file: string, rows: number): Promise<PlantedFile> {
	return await new Promise((resolve, reject) => {
		const child = fork(join(__dirname, 'importFile.js'), [file, String(rows), String(SEED)]);
		child.once('message', (planted) => resolve(planted as PlantedFile)).once('error', reject);
		child.once('exit', (code) => code !== 0 && reject(new Error(`writing the file ended with ${code}`)));
	});
}

async function warmUp(core: Core, file: string): Promise<void> {
	await core.shops.save({ id: 'warm-up', name: 'Warm-up', timeZone: 'UTC', defaultSite: 'usa', isImportApproved: true });
	await core.buyers.importCsv({ shopId: 'warm-up', kind: 'buyers', authorisedBy: 'the bench', source: 'a generated file', consentBasis: 'explicit' }, createReadStream(file));
}

async function measure(core: Core, file: string, planted: PlantedFile): Promise<Record<string, number>> {
	await core.shops.save({ id: SHOP, name: 'Lumen Home', timeZone: 'UTC', defaultSite: 'usa', isImportApproved: true });
	const explained: Array<{ line: number; field: string }> = [];
	const memory = watchMemory();
	const delay = monitorEventLoopDelay({ resolution: 5 });
	delay.enable();
	const startedAt = process.hrtime.bigint();
	const summary = await core.buyers.importCsv(
		{ shopId: SHOP, kind: 'buyers', authorisedBy: 'the bench', source: 'a generated file', consentBasis: 'explicit' },
		createReadStream(file),
		{ onRejected: async (lines) => await Promise.resolve(void explained.push(...lines.map(({ line, field }) => ({ line, field })))) },
	);
	const elapsed = seconds(startedAt);
	delay.disable();
	const rssGrowthMb = memory.stop();
	assertExplained(summary, planted, explained);
	await assertStored(core, summary);
	return {
		rows: summary.rows, rowsPerSecond: summary.rows / elapsed, rssGrowthMb, maxEventLoopDelayMs: delay.max / 1e6,
		rejectedRows: summary.rejected, explainedRows: explained.length,
	};
}

/** The highest resident size above what it was at the start. */
function watchMemory(): { stop(): number } {
	const before = process.memoryUsage.rss();
	let highest = before;
	const sample = (): void => void (highest = Math.max(highest, process.memoryUsage.rss()));
	const timer = setInterval(sample, SAMPLE_MS);
	return {
		stop() {
			clearInterval(timer);
			sample();
			return (highest - before) / 1e6;
		},
	};
}

function assertExplained(summary: ImportSummary, planted: PlantedFile, explained: PlantedFile['broken']): void {
	const text = (broken: PlantedFile['broken']): string => broken.map(({ line, field }) => `${line} ${field}`).join('\n');
	if (summary.rows !== planted.rows || summary.imported !== planted.rows - planted.broken.length) {
		throw new Error(`${summary.rows} rows, ${summary.imported} imported, ${summary.rejected} rejected of ${planted.rows} with ${planted.broken.length} broken ones: the figures mean nothing`);
	}
	const sorted = explained.toSorted((a, b) => a.line - b.line);
	if (text(sorted) !== text(planted.broken)) throw new Error('the rejected lines are not those that were planted: the figures mean nothing');
}

/** The store agrees: the evidence of the import, and a buyer of its last rows with his consent. */
async function assertStored(core: Core, summary: ImportSummary): Promise<void> {
	const [record] = await core.buyers.listImports(SHOP);
	if (record?.state !== 'finished' || record.imported !== summary.imported || !record.fileHash) throw new Error('the import is not noted as it was: the figures mean nothing');
	const [buyer] = await core.buyers.list(SHOP, { limit: 1 });
	const consent = (await core.buyers.consentOf([buyer?.id ?? ''])).get(buyer?.id ?? '');
	if (consent?.consent !== 'granted') throw new Error('a buyer of the file has no consent: the figures mean nothing');
}
