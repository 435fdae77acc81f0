import { recordConsents } from '../consent/recordConsents.flow';
import { makeOrderSchema, parseRecord, type OrderRecord, type RecordItem, type RejectedRow } from '../contract/records';
import { blankToUndefined, type RecordOptions } from '../contract/recordFields';
import { minorDigits } from '../shared/money';
import { readErased } from './erasedPersons.flow';
import { LINE_FIELDS } from './importFields';
import type { ImportClaim, ImportRow, ImportTarget } from './importTarget';
import { makeJoinedRows } from './joinedRows';
import type { ShopContext } from './mergeBuyer';
import type { OrderLine } from './order';
import { orderKind } from './order.flow';
import type { RecordTransaction } from './ports';
import type { RecordDeps } from './recordBatches.flow';
import { resolveBuyers } from './resolveBuyers.flow';
import { writeOnce } from './writeOnce';

/** Rows that wait, so that the lines of an order come together. */
const MAX_WAITING = 4_000;
const MAX_WAITING_CHARS = 8 * 1024 * 1024;
const MAX_LINES = 500;

/** How an import saves orders; several rows that name one order are its lines, where there are columns of lines. */
export function makeOrderTarget(
	deps: RecordDeps, columns: ReadonlyArray<{ field: string; column: number }>, options: RecordOptions & { now: number }, claim: ImportClaim | undefined,
): ImportTarget<OrderRecord> {
	const schema = makeOrderSchema(options);
	const kind = orderKind(deps, 'lastMilestone');
	return {
		parse(row) {
			const parsed = parseRecord(schema, toOrder(row.values ?? toValues(row, columns)));
			return parsed.kind === 'rejected' ? { ...parsed, field: toColumnField(parsed.field) } : parsed;
		},
		makeWaitingRows: () => makeJoinedRows({ maxRows: MAX_WAITING, maxChars: MAX_WAITING_CHARS, key: (record) => (record.items ? record.orderId : undefined), join }),
		async save(transaction, context, records) {
			const once = writeOnce(transaction);
			const results = await kind.save(once.transaction, context, await withEarlierLines(transaction, records, options.now));
			if (claim) await saveClaims(deps, once.transaction, context, records.filter((_record, index) => results[index]?.kind !== 'rejected'), claim);
			await once.flush();
			return results;
		},
	};
}

function toValues({ cells }: ImportRow, columns: ReadonlyArray<{ field: string; column: number }>): Record<string, unknown> {
	return Object.fromEntries(columns.map(({ field, column }) => [field, cells[column] ?? '']));
}

/** The cells of a line become the only item of the order; one without a name goes by its SKU or product id. */
function toOrder(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
	const given = (field: string): unknown => blankToUndefined(Object.hasOwn(values, field) ? values[field] : undefined);
	if (LINE_FIELDS.every((field) => given(field) === undefined)) return values;
	const [sku, productId] = [given('sku'), given('productId')];
	const item = { sku, productId, name: given('productName') ?? sku ?? productId, category: given('category'), quantity: given('quantity'), price: given('price') };
	return { ...values, items: [item] };
}

/** `items.0.name` → `productName` */
function toColumnField(field: string): string {
	const part = /^items\.\d+\.(\w+)$/.exec(field)?.[1];
	return part === 'name' ? 'productName' : (part ?? field);
}

/** A later row of an order adds its line, and wins where it says something else. */
function join(first: OrderRecord, next: OrderRecord): { kind: 'parsed'; record: OrderRecord } | RejectedRow {
	const items = [...(first.items ?? []), ...(next.items ?? []).map((item) => inCurrencyOf(first, next, item))];
	if (items.length > MAX_LINES) return { kind: 'rejected', field: 'orderId', reason: `expected at most ${MAX_LINES} lines of one order, got more` };
	const said = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined));
	return { kind: 'parsed', record: { ...first, ...said, items } };
}

/** Many exports name the currency in an order's first row only; the shop's own was taken for the others. */
function inCurrencyOf(first: OrderRecord, next: OrderRecord, item: RecordItem): RecordItem {
	if (!item.price || !first.currency || next.currency) return item;
	const scale = 10 ** (minorDigits(first.currency) - minorDigits(item.price.currency));
	return { ...item, price: { amountMinor: Math.round(item.price.amountMinor * scale), currency: first.currency } };
}

/**
 * Lines of an order may stand far apart in the file. An order that was written since the import began got its first lines
 * from it: what comes now is added, not put in their place. (Equal lines are taken for the same one.)
 */
async function withEarlierLines(transaction: RecordTransaction, records: OrderRecord[], startedAt: number): Promise<OrderRecord[]> {
	const ids = [...new Set(records.flatMap((record) => (record.items ? [record.orderId] : [])))];
	if (ids.length === 0) return records;
	const begun = new Map((await transaction.readOrders(ids)).filter((order) => order.updatedAt > startedAt).map((order) => [order.externalId, order.items]));
	return records.map((record) => {
		const before = record.items && begun.get(record.orderId)?.map(toItem);
		return before ? { ...record, items: distinct([...before, ...(record.items ?? [])]) } : record;
	});
}

function toItem({ sku, productId, category, name, quantity, priceMinor, currency, imageUrl }: OrderLine): RecordItem {
	return {
		sku: sku ?? undefined, productId: productId ?? undefined, category: category ?? undefined, name, quantity, imageUrl: imageUrl ?? undefined,
		price: priceMinor === null || currency === null ? undefined : { amountMinor: priceMinor, currency },
	};
}

function distinct(items: RecordItem[]): RecordItem[] {
	const identity = ({ sku, productId, name, quantity, price }: RecordItem): string => JSON.stringify([sku, productId, name, quantity, price?.amountMinor, price?.currency]);
	return [...new Map(items.map((item) => [identity(item), item])).values()];
}

/** The consent that the import claims, for the buyers of the orders that were taken. */
async function saveClaims(deps: RecordDeps, transaction: RecordTransaction, context: ShopContext, taken: OrderRecord[], claim: ImportClaim): Promise<void> {
	// what happened to an order may be recorded though its buyer was erased; a consent of his may not
	const isErased = await readErased(transaction, context, taken.map(({ email }) => ({ email })));
	// evidence says nothing about the buyer's other data, so it is older than anything that does
	const drafts = taken.flatMap(({ email }) => (email && !isErased({ email }) ? [{ email, sourceUpdatedAt: 0, isTimed: true }] : []));
	const resolved = await resolveBuyers(deps, transaction, context, drafts);
	await recordConsents(deps, transaction, resolved.map(({ buyer }) => ({ buyer, record: claim(undefined) })), context.now);
}
