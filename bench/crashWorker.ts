import { openCore } from '../core/openCore';
import type { StoreSettings } from '../core/store/storeSettings';
import { SHOP, benchSender } from './fixture';

/** Sends what is due until nothing is left; the parent kills it at any moment. Settings come as JSON in argv. */
async function main(): Promise<void> {
	const { store, port, connections } = JSON.parse(process.argv[2] ?? '') as { store: StoreSettings; port: number; connections: number };
	const core = await openCore({ store });
	process.send?.('sending');
	const { run } = await core.campaigns.sendDue(SHOP, benchSender(port, connections), {});
	await core.close();
	process.send?.({ accepted: run.accepted });
	process.disconnect();
}

void main();
