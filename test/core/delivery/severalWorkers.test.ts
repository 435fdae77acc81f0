import { fork } from 'node:child_process';
import { join } from 'node:path';
import { SHOP } from '../../../bench/fixture';
import type { WorkerOrder } from '../../../bench/killSteps';
import { plantAudience } from '../../../bench/plantAudience';
import { systemClock } from '../../../core/shared/clock';
import { openStore } from '../../../core/store/openStore';
import type { StoreSettings } from '../../../core/store/storeSettings';
import { anSmtpSink } from '../../support/smtpSink';
import { STORE_KINDS, storeSettings } from '../../support/stores';

/** The built worker: another process, as another n8n would be. */
const WORKER = join(__dirname, '..', '..', '..', 'dist', 'bench', 'crashWorker.js');
const PEOPLE = 400;

it.each(STORE_KINDS)('three processes on one campaign, one of them started five times, on %s → each mail once', async (kind) => {
	const store = storeSettings(kind);
	const order = { campaign: 'carts', ...(await plantAudience(store, PEOPLE)) };
	const sink = await anSmtpSink();
	const starts = [1, 1, 5].map(async (times) => {
		for (let i = 0; i < times; i += 1) await runWorker(store, sink.port, order);
	});
	await Promise.all(starts);
	expect(sink.mails).toHaveLength(PEOPLE);
	expect(new Set(sink.mails.map((mail) => mail.to)).size).toBe(PEOPLE);
	expect(await readStates(store)).toEqual([{ state: 'accepted', count: PEOPLE }]);
	await sink.stop();
});

async function runWorker(store: StoreSettings, port: number, order: WorkerOrder): Promise<void> {
	const child = fork(WORKER, [JSON.stringify({ store, port, connections: 3 })], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
	child.once('message', () => child.send(order));
	await new Promise<void>((resolve, reject) => child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a worker failed (${code})`)))));
}

async function readStates(settings: StoreSettings): Promise<Array<{ state: string; count: number }>> {
	const store = await openStore(settings, { clock: systemClock() });
	const rows = await store.db.selectFrom('deliveries').select((eb) => ['state', eb.fn.countAll<number>().as('count')]).where('shop_id', '=', SHOP).groupBy('state').execute();
	await store.close();
	return rows.map(({ state, count }) => ({ state, count: Number(count) }));
}
