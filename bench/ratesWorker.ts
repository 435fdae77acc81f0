import { openCore } from '../core/openCore';
import type { StoreSettings } from '../core/store/storeSettings';
import { SHOP, benchSender } from './fixture';

export interface RatesOrder {
	store: StoreSettings;
	port: number;
	/** of the sender: most mails in any second, minute and day */
	throttle: { perSecond?: number; perMinute?: number; perDay?: number };
	/** the worker's clock is ahead by that much */
	aheadMs: number;
}

/** One Send Due of a throttled sender; started and killed by rates.bench.ts. */
async function main(): Promise<void> {
	const { store, port, throttle, aheadMs } = JSON.parse(process.argv[2] ?? '') as RatesOrder;
	const core = await openCore({ store, clock: { now: () => Date.now() + aheadMs } });
	const sender = { ...benchSender(port), throttle };
	await core.campaigns.sendDue(SHOP, sender, {});
	await core.close();
	if (process.connected) process.disconnect();
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
	process.exit(1);
});
