import type { Buyer } from '../buyer/buyer';
import { letOthersRun } from '../shared/eventLoop';
import type { OpenStore } from './openStore';

/** Amazon's conversations that carry a buyer's address or are about one of his orders. */
export async function conversationsOf(store: Pick<OpenStore, 'db' | 'capabilities'>, buyer: Buyer, orderIds: string[]) {
	const all = store.db.selectFrom('conversations').selectAll().where('shop_id', '=', buyer.shopId);
	const byAddress = buyer.email === null ? [] : await all.where('buyer_key', '=', buyer.email).execute();
	const byOrder = await inSlices(store, orderIds, async (ids) => await all.where('order_external_id', 'in', ids).execute());
	return [...new Map([...byAddress, ...byOrder].map((conversation) => [conversation.id, conversation])).values()];
}

/** A person's rows are few, but may be more than one statement takes. */
export async function inSlices<Value, Row>({ capabilities }: Pick<OpenStore, 'capabilities'>, values: Value[], read: (slice: Value[]) => Promise<Row[]>): Promise<Row[]> {
	const rows: Row[] = [];
	for (let from = 0; from < values.length; from += capabilities.batchSize) {
		rows.push(...(await read(values.slice(from, from + capabilities.batchSize))));
		await letOthersRun();
	}
	return rows;
}
