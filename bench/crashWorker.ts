import { openCore } from '../core/openCore';
import type { StoreSettings } from '../core/store/storeSettings';
import { withFaults } from './faultPoints';
import { SHOP, benchSender } from './fixture';
import type { WorkerOrder } from './killSteps';
import { benchContent } from './plantAudience';

interface WorkerSettings {
	store: StoreSettings;
	port: number;
	connections: number;
}

/**
 * A worker as n8n's would be: sends a frozen audience from the start, as a workflow that is run again does, until nothing is
 * left. Settings come as JSON in argv; the order comes when it has loaded; the parent or a fault point kills it.
 */
async function main(): Promise<void> {
	const { store, port, connections } = JSON.parse(process.argv[2] ?? '') as WorkerSettings;
	const { order, goOn } = await nextOrder();
	const core = await openCore({
		store, clock: { now: () => Date.now() + (order.aheadMs ?? 0) },
		wrapSending: (ports) => withFaults(ports, { order, goOn, isStoreAsync: store.kind === 'postgres', mailPort: port }),
	});
	const audience = await core.segments.getAudience(order.audienceId);
	await core.campaigns.sendAudience(SHOP, benchSender(port, connections), audience, benchContent(order.contentId), { campaign: order.campaign, purpose: 'marketing', when: { kind: 'atOnce' }, sendOncePer: 'occasion' });
	await core.close();
	process.disconnect();
}

async function nextOrder(): Promise<{ order: WorkerOrder; goOn: Promise<void> }> {
	return await new Promise((resolve) => {
		process.once('message', (order) => {
			const goOn = new Promise<void>((go) => process.once('message', () => go()));
			resolve({ order: order as WorkerOrder, goOn });
		});
		process.send?.('ready');
	});
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
	process.exit(1);
});
