import { isErasedBuyer, type Buyer } from '../buyer/buyer';
import { saveAllButErased } from '../buyer/erasedPersons.flow';
import type { ShopContext } from '../buyer/mergeBuyer';
import type { RecordTransaction } from '../buyer/ports';
import { saveInBatches, type ReadingOptions, type RecordDeps, type RecordKind, type RowResult } from '../buyer/recordBatches.flow';
import { resolveBuyers } from '../buyer/resolveBuyers.flow';
import { makeEventSchema, type EventRecord, type RejectedRow } from '../contract/records';
import { makeId } from '../shared/ids';
import type { BuyerEvent, EventData } from './buyerEvent';

/** What buyers did, with the buyers created as needed. */
export function makeEventFlow(deps: RecordDeps) {
	return {
		/** Records events once each, however often they are reported. @throws SellerMailError NOT_FOUND (shop) */
		recordEvents: async (shopId: string, rows: readonly unknown[], options?: ReadingOptions): Promise<RowResult[]> =>
			await saveInBatches(deps, shopId, rows, eventKind(deps), options),
	};
}

function eventKind(deps: RecordDeps): RecordKind<ReturnType<typeof makeEventSchema>> {
	return {
		makeSchema: makeEventSchema,
		save: async (transaction, context, records) =>
			await saveAllButErased(transaction, context, records, async (others) => await saveEvents(deps, transaction, context, others)),
	};
}

async function saveEvents(deps: RecordDeps, transaction: RecordTransaction, context: ShopContext, records: EventRecord[]): Promise<RowResult[]> {
	const buyers = await buyersOf(deps, transaction, context, records);
	const events = records.flatMap((record, index) => toEvent(deps, context, record, buyers[index]) ?? []);
	const ids = await transaction.addEvents(oncePerKey(events));
	let position = 0;
	return buyers.map((buyer): RowResult => {
		if (!buyer) return unknownBuyer();
		const event = events[position];
		position += 1;
		const id = ids.get(event?.eventKey ?? '') ?? '';
		return { kind: event?.id === id ? 'saved' : 'unchanged', id };
	});
}

async function buyersOf(deps: RecordDeps, transaction: RecordTransaction, context: ShopContext, records: EventRecord[]): Promise<Array<Buyer | undefined>> {
	const drafts = records.flatMap(({ email, name, country, language, occurredAt }) => (email ? [{ email, name, country, language, sourceUpdatedAt: occurredAt, isTimed: true }] : []));
	const resolved = await resolveBuyers(deps, transaction, context, drafts);
	const ids = records.flatMap(({ email, buyerId }) => (!email && buyerId ? [buyerId] : []));
	const byId = new Map((await transaction.readBuyersById([...new Set(ids)])).map((buyer) => [buyer.id, buyer]));
	return records.map(({ email, buyerId }) => (email ? resolved.shift()?.buyer : known(byId.get(buyerId ?? ''))));
}

/** Who was erased did nothing that could be recorded. */
function known(buyer: Buyer | undefined): Buyer | undefined {
	return buyer && isErasedBuyer(buyer) ? undefined : buyer;
}

function toEvent({ random }: RecordDeps, context: ShopContext, record: EventRecord, buyer: Buyer | undefined): BuyerEvent | undefined {
	if (!buyer) return undefined;
	const { kind, subject, occurredAt, value } = record;
	return {
		id: makeId(random, 'e'), shopId: context.shop.id, buyerId: buyer.id, kind, subject, occurredAt, value: value ?? null, data: toData(record),
		eventKey: record.eventKey ?? `${kind}:${subject}:${buyer.id}:${occurredAt}`,
	};
}

function toData({ items, url }: EventRecord): EventData {
	return { ...(items ? { items } : {}), ...(url ? { url } : {}) };
}

/** Of equal keys the first report. */
function oncePerKey(events: BuyerEvent[]): BuyerEvent[] {
	return [...new Map(events.toReversed().map((event) => [event.eventKey, event])).values()].reverse();
}

function unknownBuyer(): RejectedRow {
	return { kind: 'rejected', field: 'email', reason: 'expected the address or the id of a buyer, got neither one that is known' };
}
