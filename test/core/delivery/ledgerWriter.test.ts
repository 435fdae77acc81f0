import { makeLedgerWriter } from '../../../core/delivery/ledgerWriter';
import type { AttemptResult } from '../../../core/delivery/ports';
import { systemRandom } from '../../../core/shared/random';
import { makeDeliveryLedger } from '../../../core/store/deliveryQueries';
import type { OpenStore } from '../../../core/store/openStore';
import { NOON, aBuyer, aCampaign, aDelivery, aShop } from '../../support/builders';
import { aStore } from '../../support/stores';

/** What is written together, and when. */
describe('the ledger writer', () => {
	let store: OpenStore;
	beforeEach(async () => {
		store = await aStore('sqlite');
		await aShop(store.db);
		await aCampaign(store.db);
	});
	afterEach(async () => await store.close());

	const aClaim = async (): Promise<string> => await aDelivery(store.db, {
		campaign_id: 'g_carts', buyer_id: (await aBuyer(store.db)).id, state: 'claimed', claimed_by: 'w', lease_ends_at: NOON + 60_000, attempt_count: 1,
	});
	const accepted = (id: string): AttemptResult => ({ delivery: { id, shopId: 'demo', attemptCount: 1 }, startedAt: NOON, endedAt: NOON, outcome: { kind: 'accepted', code: '250', reply: '250 ok' } }) as AttemptResult;
	const statesOf = async (): Promise<string[]> => (await store.db.selectFrom('deliveries').select('state').orderBy('id').execute()).map(({ state }) => state);

	function aWriter(mayWait: (marks: number) => boolean) {
		const groups: Array<{ results: string[]; marks: string[] }> = [];
		const ledger = makeDeliveryLedger(store, { random: systemRandom });
		const writer = makeLedgerWriter({
			...ledger,
			async recordAndMark(results, marks, ...rest) {
				groups.push({ results: results.map(({ delivery }) => delivery.id), marks });
				return await ledger.recordAndMark(results, marks, ...rest);
			},
		}, { worker: 'w', now: () => NOON, mayWait });
		return { groups, writer };
	}

	it('marks that may wait are joined by the others, until no more can', async () => {
		const [a, b, c] = [await aClaim(), await aClaim(), await aClaim()];
		const { groups, writer } = aWriter((marks) => marks < 2);
		await writer.markSending(a);
		await Promise.all([writer.record(accepted(a)), writer.markSending(b), writer.markSending(c)]);
		expect(groups).toEqual([{ results: [], marks: [a] }, { results: [a], marks: [b, c] }]);
		expect(await statesOf()).toEqual(['accepted', 'sending', 'sending']);
	});

	it('a mark that waits is written when what it waited for has come', async () => {
		const [a] = [await aClaim()];
		let hasNext = false;
		const { groups, writer } = aWriter(() => !hasNext);
		const marked = writer.markSending(a);
		writer.look();
		expect(groups).toEqual([]);
		hasNext = true;
		writer.look();
		expect(await marked).toBe(true);
		expect(groups).toEqual([{ results: [], marks: [a] }]);
	});

	it('nobody waits for long', async () => {
		const a = await aClaim();
		const { writer } = aWriter(() => true);
		expect(await writer.markSending(a)).toBe(true);
		await writer.record(accepted(a));
		expect(await statesOf()).toEqual(['accepted']);
	});

	it('a mail that may not go, because its claim has become another worker\'s, learns of it', async () => {
		const [a, b] = [await aClaim(), await aClaim()];
		await store.db.updateTable('deliveries').set({ claimed_by: 'w2' }).where('id', '=', b).execute();
		const { writer } = aWriter(() => false);
		expect(await Promise.all([writer.markSending(a), writer.markSending(b)])).toEqual([true, false]);
	});

	it('after a result that could not be written no mark succeeds: a connection would leave two mails uncertain', async () => {
		const [a, b] = [await aClaim(), await aClaim()];
		const { writer } = aWriter(() => false);
		await store.db.schema.alterTable('attempts').renameTo('gone').execute();
		await expect(writer.record(accepted(a))).rejects.toThrow('no such table');
		await store.db.schema.alterTable('gone').renameTo('attempts').execute();
		await expect(writer.markSending(b)).rejects.toThrow('no such table');
		expect(await statesOf()).toEqual(['claimed', 'claimed']);
	});
});
