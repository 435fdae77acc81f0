import { makeLedgerWriter } from '../../../core/delivery/ledgerWriter';
import type { AttemptResult, DeliveryLedger } from '../../../core/delivery/ports';

/** What is written together, and when. */
describe('the ledger writer', () => {
	const result = (id: string): AttemptResult => ({ delivery: { id }, startedAt: 1, endedAt: 2, outcome: { kind: 'accepted', code: '250', reply: '250 ok' } }) as AttemptResult;

	function aWriter(mayWait: (marks: number) => boolean, recordAndMark?: DeliveryLedger['recordAndMark']) {
		const groups: Array<{ results: string[]; marks: string[] }> = [];
		const ledger = {
			recordAndMark: recordAndMark ?? (async (results: AttemptResult[], marks: string[]) => {
				groups.push({ results: results.map(({ delivery }) => delivery.id), marks });
				return await Promise.resolve(new Set(marks.filter((id) => id !== 'suppressed')));
			}),
		} as DeliveryLedger;
		return { groups, writer: makeLedgerWriter(ledger, { worker: 'w', now: () => 3, mayWait }) };
	}

	it('marks that may wait are joined by the others, until no more can', async () => {
		const { groups, writer } = aWriter((marks) => marks < 3);
		await Promise.all([writer.markSending('a'), writer.record(result('before')), writer.markSending('b'), writer.markSending('c')]);
		expect(groups).toEqual([{ results: ['before'], marks: ['a', 'b', 'c'] }]);
	});

	it('a mark that waits is written when what it waited for has come', async () => {
		let hasNext = false;
		const { groups, writer } = aWriter(() => !hasNext);
		const marked = writer.markSending('a');
		writer.look();
		expect(groups).toEqual([]);
		hasNext = true;
		writer.look();
		await marked;
		expect(groups).toEqual([{ results: [], marks: ['a'] }]);
	});

	it('nobody waits for long', async () => {
		const { groups, writer } = aWriter(() => true);
		await expect(writer.markSending('a')).resolves.toBe(true);
		await writer.record(result('a'));
		expect(groups).toEqual([{ results: [], marks: ['a'] }, { results: ['a'], marks: [] }]);
	});

	it('a mail that may not go, because its buyer has unsubscribed meanwhile, learns of it', async () => {
		const { writer } = aWriter(() => false);
		await expect(Promise.all([writer.markSending('a'), writer.markSending('suppressed')])).resolves.toEqual([true, false]);
	});

	it('after a result that could not be written no mark succeeds: a connection would leave two mails uncertain', async () => {
		const { writer } = aWriter(() => false, async () => await Promise.reject(new Error('the store is broken')));
		await expect(writer.record(result('a'))).rejects.toThrow('the store is broken');
		await expect(writer.markSending('b')).rejects.toThrow('the store is broken');
	});
});
