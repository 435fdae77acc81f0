import { openCore, type Core } from '../../core/openCore';
import { openStore, type OpenStore } from '../../core/store/openStore';
import type { StoreSettings } from '../../core/store/storeSettings';
import { aShop } from './builders';
import { makeEngine, type TestedNode } from './n8nEngine';
import { credentialsFor } from './nodeCredentials';
import { anSmtpSink, type SmtpSink } from './smtpSink';

/** Shop `demo` with a public address, in a store of its own, n8n's engine to run nodes on it, and a mail server. */
export interface EngineShop {
	engine: Awaited<ReturnType<typeof makeEngine>>;
	sink: SmtpSink;
	store: OpenStore;
	core: Core;
	credentials: NonNullable<TestedNode['credentials']>;
	close(): Promise<void>;
}

export async function anEngineShop({ settings, mailServer, fields }: { settings: StoreSettings; mailServer?: Parameters<typeof anSmtpSink>[0]; fields?: Parameters<typeof aShop>[1] }): Promise<EngineShop> {
	const [engine, sink, core] = [await makeEngine(), await anSmtpSink(mailServer), await openCore({ store: settings })];
	const store = await openStore(settings, { clock: core.clock });
	await aShop(store.db, fields);
	await core.links.publish('demo', { url: 'https://shop.example/webhook/1/m', workflowId: 'w' });
	return {
		engine, sink, store, core, credentials: { ...credentialsFor('', sink.port), sellerMailStoreApi: { ...settings } },
		async close() {
			await store.close();
			await core.close();
			await sink.stop();
		},
	};
}
