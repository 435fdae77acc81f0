import type { Bench } from './bench';
import { checkBench } from './check.bench';
import { importBench } from './import.bench';
import { ledgerBench } from './ledger.bench';
import { ratesBench } from './rates.bench';
import { renderBench } from './render.bench';
import { segmentBench } from './segment.bench';
import { sendBench } from './send.bench';

const BENCHES: readonly Bench[] = [sendBench, renderBench, checkBench, segmentBench, importBench, ledgerBench, ratesBench];

/** npm run bench -- [NAME …] [--full] [--json]: a table, or with --json one object (by name when several are run). */
async function main(): Promise<void> {
	const words = process.argv.slice(2);
	const names = words.filter((word) => !word.startsWith('--'));
	const isJson = words.includes('--json');
	const unknown = names.find((name) => !BENCHES.some((bench) => bench.name === name));
	if (unknown) throw new Error(`There is no bench "${unknown}". There are: ${BENCHES.map((bench) => bench.name).join(', ')}.`);
	const results: Record<string, Record<string, number>> = {};
	for (const bench of BENCHES.filter(({ name }) => names.length === 0 || names.includes(name))) {
		const log = (line: string): void => void process.stderr.write(`${line}\n`);
		log(`${bench.name}: ${bench.title}`);
		results[bench.name] = await bench.run({ isFull: words.includes('--full'), log });
		if (!isJson) printTable(bench.name, results[bench.name] ?? {});
	}
	if (isJson) process.stdout.write(`${JSON.stringify(names.length === 1 ? results[names[0] ?? ''] : results)}\n`);
}

function printTable(name: string, figures: Record<string, number>): void {
	const width = Math.max(...Object.keys(figures).map((key) => key.length));
	process.stdout.write(`\n${name}\n`);
	for (const [key, value] of Object.entries(figures)) {
		process.stdout.write(`  ${key.padEnd(width)}  ${value.toLocaleString('en', { maximumFractionDigits: 2 }).padStart(14)}\n`);
	}
}

main().then(() => process.exit(0), (error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exit(1);
});
