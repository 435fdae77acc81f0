import type { ZodTypeAny, z } from 'zod';
import { parseRecord, type RejectedRow } from '../contract/records';
import type { RecordOptions } from '../contract/recordFields';
import type { Clock } from '../shared/clock';
import { letOthersRun } from '../shared/eventLoop';
import type { Random } from '../shared/random';
import type { ShopFlow } from '../shop/shop.flow';
import type { ShopContext } from './mergeBuyer';
import type { RecordStore, RecordTransaction } from './ports';

/** What became of one row; `id` is the store's id of the buyer, order or event, `isNew` (orders only) whether it was not known before. */
export type RowResult = { kind: 'saved'; id: string; isNew?: boolean } | { kind: 'unchanged'; id: string } | RejectedRow;

export interface RecordDeps {
	clock: Clock;
	random: Random;
	records: RecordStore;
	shops: Pick<ShopFlow, 'get' | 'sitesOf'>;
	/** key of the address hashes */
	hashKey: () => Promise<string>;
}

/** How rows that leave something open are read; the shop's own time zone and currency when left out. */
export type ReadingOptions = Partial<RecordOptions>;

/** One kind of row: its schema, and what saves a batch of parsed ones. */
export interface RecordKind<Schema extends ZodTypeAny> {
	makeSchema(options: RecordOptions): Schema;
	save(transaction: RecordTransaction, context: ShopContext, records: Array<z.infer<Schema>>): Promise<RowResult[]>;
}

/** Saves rows in short transactions and answers for each, in order; a row that is wrong doesn't touch the others. */
export async function saveInBatches<Schema extends ZodTypeAny>(
	deps: RecordDeps, shopId: string, rows: readonly unknown[], kind: RecordKind<Schema>, options: ReadingOptions = {},
): Promise<RowResult[]> {
	const context = await openContext(deps, shopId);
	const schema = kind.makeSchema({ timeZone: context.shop.timeZone, currency: context.shop.currency, now: context.now, ...options });
	const results: RowResult[] = [];
	for (let from = 0; from < rows.length; from += deps.records.recordBatchSize) {
		const parsed = rows.slice(from, from + deps.records.recordBatchSize).map((row) => parseRecord(schema, row));
		await letOthersRun();
		const records = parsed.flatMap((row) => (row.kind === 'parsed' ? [row.record] : []));
		const saved = records.length === 0 ? [] : await deps.records.transact(shopId, async (transaction) => await kind.save(transaction, context, records));
		results.push(...interleave(parsed, saved));
		await letOthersRun();
	}
	return results;
}

/** @throws SellerMailError NOT_FOUND */
export async function openContext(deps: RecordDeps, shopId: string): Promise<ShopContext> {
	const [shop, sites, hashKey] = [await deps.shops.get(shopId), await deps.shops.sitesOf(shopId), await deps.hashKey()];
	return { shop, sites, hashKey, now: deps.clock.now() };
}

function interleave(parsed: Array<ReturnType<typeof parseRecord>>, saved: RowResult[]): RowResult[] {
	const queue = [...saved];
	return parsed.map((row) => {
		const result = row.kind === 'rejected' ? row : queue.shift();
		if (!result) throw new Error('a saved row has no result');
		return result;
	});
}
