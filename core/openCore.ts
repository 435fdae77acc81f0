import { systemClock, type Clock } from './shared/clock';
import { systemRandom, type Random } from './shared/random';
import { openStore } from './store/openStore';
import type { StoreSettings } from './store/storeSettings';

export interface CoreOptions {
	store: StoreSettings;
	clock?: Clock;
	random?: Random;
}

export type Core = Awaited<ReturnType<typeof openCore>>;

/**
 * The front door: settings in, a running core out. The only place that wires flows to the store and to gateways.
 * Call `close` when done.
 * @throws SellerMailError STORE_LOCKED, STORE_DAMAGED, STORE_NEWER, STORE_UNREACHABLE, STORE_FULL
 */
export async function openCore(options: CoreOptions) {
	const clock = options.clock ?? systemClock();
	const random = options.random ?? systemRandom;
	const store = await openStore(options.store, { clock });
	const deps = { clock, random };
	void deps;
	return {
		clock,
		close: async (): Promise<void> => await store.close(),
	};
}
