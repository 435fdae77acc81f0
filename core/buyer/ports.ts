import type { ConsentWriter } from '../consent/ports';
import type { EventWriter } from '../event/ports';
import type { Buyer } from './buyer';
import type { ImportCounts, ImportRecord } from './importRecord';
import type { Order } from './order';

export interface BuyerWriter {
	readBuyersByHash(emailHashes: string[]): Promise<Buyer[]>;
	readBuyersById(ids: string[]): Promise<Buyer[]>;
	readBuyersByExternalId(externalIds: string[]): Promise<Buyer[]>;
	/** Creates or replaces; consent columns of a known buyer are left alone. */
	writeBuyers(buyers: Buyer[]): Promise<void>;
}

export interface OrderWriter {
	readOrders(externalIds: string[]): Promise<Order[]>;
	/** Creates or replaces, with their lines. */
	writeOrders(orders: Order[]): Promise<void>;
}

export type RecordTransaction = BuyerWriter & OrderWriter & EventWriter & ConsentWriter;

/** The store as flows see it that write a shop's records. */
export interface RecordStore {
	/** rows in one transaction, so that it stays short */
	recordBatchSize: number;
	/** rows of an import in one transaction that lets others run in between */
	importBatchSize: number;
	/** One transaction; two of the same shop never run at once. */
	transact<Result>(shopId: string, work: (transaction: RecordTransaction) => Promise<Result>): Promise<Result>;
}

/** What is read of buyers. */
export interface BuyerReader {
	readBuyers(ids: string[]): Promise<Buyer[]>;
	/** By buyer id: where the consent that counts was given, of those who have one. */
	readConsentSources(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
	/** Page by id. */
	listBuyers(query: { shopId: string; site?: string; search?: string; emailHash?: string; afterId?: string; limit: number }): Promise<Buyer[]>;
	/** most values that one statement may be asked for */
	readBatchSize: number;
}

/** Imports as evidence. */
export interface ImportLog {
	startImport(started: ImportRecord): Promise<void>;
	/** What came of it so far, or in the end. */
	updateImport(id: string, progress: Pick<ImportRecord, 'state' | 'fileHash' | 'endedAt'> & ImportCounts): Promise<void>;
	/** The latest first. */
	listImports(shopId: string, limit: number): Promise<ImportRecord[]>;
}
