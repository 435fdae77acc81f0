import { resolveSite } from '../core/shop/sites';
import { openStore } from '../core/store/openStore';

/** A delivery as the checks need it, read from the store's file beside n8n. */
export interface LedgerRow {
	id: string;
	campaign: string;
	purpose: string;
	state: string;
	email: string;
	/** the buyer's own, or his site's */
	language: string;
	timeZone: string;
	occasion: string;
	dueAt: number;
	settledAt: number | null;
}

/** Every delivery in the ledger. For demos and tests; a shop's own ledger is read by Send Campaign → Get Send Log. */
export async function readLedger(storeFile: string): Promise<LedgerRow[]> {
	const store = await openStore({ kind: 'sqlite', file: storeFile }, { clock: { now: () => Date.now() } });
	try {
		const rows = await store.db.selectFrom('deliveries as d').innerJoin('campaigns as c', 'c.id', 'd.campaign_id').innerJoin('buyers as b', 'b.id', 'd.buyer_id')
			.select(['d.id', 'c.name', 'd.purpose', 'd.state', 'b.email', 'b.language', 'b.site', 'b.time_zone', 'd.occasion', 'd.due_at', 'd.settled_at']).execute();
		return rows.map((row) => ({
			id: row.id, campaign: row.name, purpose: row.purpose, state: row.state, email: row.email ?? '', language: row.language ?? resolveSite(row.site).language, timeZone: row.time_zone,
			occasion: row.occasion, dueAt: row.due_at, settledAt: row.settled_at,
		}));
	} finally {
		await store.close();
	}
}
