import type { StoreSettings } from '../core/store/storeSettings';
import { measureLedger } from './ledgerRun';
import { plantAudience } from './plantAudience';

/** ledgerProcess plant|measure SETTINGS RECIPIENTS, started by ledger.bench.ts. */
async function main(): Promise<void> {
	const [task, settings = '', recipients = ''] = process.argv.slice(2);
	const store = JSON.parse(settings) as StoreSettings;
	if (task === 'plant') await plantAudience(store, Number(recipients));
	else process.send?.(await measureLedger(store, Number(recipients), (line) => void process.stderr.write(`${line}\n`)));
	if (process.connected) process.disconnect();
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
	process.exit(1);
});
