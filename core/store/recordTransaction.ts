import { sql, type Transaction } from 'kysely';
import type { RecordStore } from '../buyer/ports';
import { makeBulkStatements } from './bulkStatements';
import { makeBuyerWriter } from './buyerQueries';
import { makeConsentWriter } from './consentQueries';
import type { Capabilities } from './dialects/capabilities';
import { makeEventWriter } from './eventQueries';
import type { OpenStore } from './openStore';
import { makeOrderWriter } from './orderQueries';
import type { Database } from './schema';

/** Parsing, reading and writing of a batch happen in one turn of the event loop on SQLite; this many rows keep it short. */
const RECORD_BATCH_SIZE = 100;
/** An import commits that many at once and lets others run in between: the commit is what costs. */
const IMPORT_BATCH_SIZE = 4_096;

/** Transactions over a shop's buyers, orders, events and consent. */
export function makeRecordStore({ db, capabilities }: OpenStore): RecordStore {
	const bulk = makeBulkStatements();
	return {
		recordBatchSize: RECORD_BATCH_SIZE,
		importBatchSize: IMPORT_BATCH_SIZE,
		async transact(shopId, work) {
			return await db.transaction().execute(async (trx) => {
				await lockRecords(trx, capabilities, shopId);
				return await work({
					...makeBuyerWriter(trx, shopId, bulk), ...makeOrderWriter(trx, capabilities, shopId), ...makeEventWriter(trx, shopId), ...makeConsentWriter(trx, bulk),
				});
			});
		},
	};
}

/** Rows are read, merged and written back: on PostgreSQL a second writer of the shop has to wait (SQLite has one writer anyway). */
export async function lockRecords(trx: Transaction<Database>, capabilities: Capabilities, shopId: string): Promise<void> {
	if (capabilities.name === 'postgres') await sql`select pg_advisory_xact_lock(hashtext(${`records ${shopId}`}))`.execute(trx);
}
