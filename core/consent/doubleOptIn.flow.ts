import type { SendItem, SendOptions, SendReport, ItemDelivery } from '../campaign/campaign.flow';
import type { Buyer } from '../buyer/buyer';
import { toBuyerItem } from '../buyer/buyerItem';
import type { ShopContext } from '../buyer/mergeBuyer';
import type { RecordTransaction } from '../buyer/ports';
import { erasedPerson, readErased } from '../buyer/erasedPersons.flow';
import { openContext, type RecordDeps } from '../buyer/recordBatches.flow';
import { resolveBuyers } from '../buyer/resolveBuyers.flow';
import type { BuyerItem } from '../contract/items';
import { doubleOptInSchema, type DoubleOptInRow } from '../contract/doubleOptInRecord';
import { parseRecord, type RejectedRow } from '../contract/records';
import type { LinkFlow } from '../link/link.flow';
import type { SenderProfile } from '../shop/senderProfile';
import { compileTemplate } from '../template/compileTemplate';
import { resolveLanguage } from '../template/resolveLanguage';
import type { ConsentRecord } from './consent';
import { decideRequest, REQUEST_VALID_MS, type RequestDecision } from './doubleOptIn';
import { consentRecordId, recordConsents, type ConsentDraft } from './recordConsents.flow';

export interface DoubleOptInDeps extends RecordDeps {
	links: Pick<LinkFlow, 'forRequests' | 'forBuyers'>;
	/** the set-up gate */
	assertMaySend(shopId: string, sender: SenderProfile, purpose: 'transactional'): Promise<void>;
	campaigns: { sendItems(shopId: string, sender: SenderProfile, items: SendItem[], options: SendOptions): Promise<SendReport & { deliveries: ItemDelivery[] }> };
}

/** What became of one request; everything but `requested` sends no mail. */
export type OptInResult =
	| { kind: 'requested'; buyerId: string; requestId: string; expiresAt: number; delivery: ItemDelivery }
	| { kind: 'alreadyRequested'; buyerId: string; requestId: string; expiresAt: number; requestedAt: number }
	| { kind: 'alreadyGranted'; buyerId: string }
	| { kind: 'neverMarketable'; buyerId: string }
	| { kind: 'suppressed'; buyerId: string; reason: string }
	| { kind: 'tooManyRequests'; buyerId: string; nextAt: number }
	| RejectedRow;

/** `error`: why the mail server could not be used; what was planned goes out with the next *Send Due*. */
export interface OptInReport {
	results: OptInResult[];
	error?: unknown;
}

/** The campaign that all confirmation mails belong to. */
export const OPT_IN_CAMPAIGN = 'double-opt-in';

/** Asks people to confirm that they want marketing, and keeps what they were asked. */
export function makeDoubleOptInFlow(deps: DoubleOptInDeps) {
	return {
		/**
		 * Records the requests (`doubleOptInSchema`) as evidence and sends each person the confirmation mail, once: through the
		 * delivery ledger, with the request's id as occasion. Answers for each row, in order. Run again it sends nothing new, but
		 * plans what a crash between record and mail had left out.
		 * @throws SellerMailError NOT_FOUND (shop), PUBLIC_ADDRESS_MISSING, CAMPAIGN_PAUSED, SENDING_…
		 */
		requestDoubleOptIn: async (shopId: string, sender: SenderProfile, rows: readonly unknown[]): Promise<OptInReport> => await request(deps, shopId, sender, rows),
	};
}

/** A row after its transaction. */
interface Asked {
	buyer: Buyer;
	row: DoubleOptInRow;
	decision: Exclude<RequestDecision, { kind: 'ask' }> | { kind: 'requested'; request: ConsentRecord };
}

async function request(deps: DoubleOptInDeps, shopId: string, sender: SenderProfile, rows: readonly unknown[]): Promise<OptInReport> {
	const context = await openContext(deps, shopId);
	const urlOf = await deps.links.forRequests(shopId); // refuses before anything is recorded, as does the gate
	await deps.assertMaySend(shopId, sender, 'transactional');
	const report: OptInReport = { results: [] };
	for (let from = 0; from < rows.length; from += deps.records.recordBatchSize) {
		const parsed = rows.slice(from, from + deps.records.recordBatchSize).map((row) => parseRecord(doubleOptInSchema, row));
		const records = parsed.flatMap((row) => (row.kind === 'parsed' ? [row.record] : []));
		const { isErased, asked } = await deps.records.transact(shopId, async (transaction) => await askAllButErased(deps, transaction, context, records));
		const sent = await sendMails(deps, context, sender, asked, urlOf);
		report.error ??= sent.error;
		const queue = asked.map((entry) => toResult(entry, sent.deliveries));
		report.results.push(...parsed.map((row) => (row.kind === 'rejected' ? row : isErased(row.record) ? erasedPerson() : next(queue))));
	}
	return report;
}

function next(queue: OptInResult[]): OptInResult {
	const result = queue.shift();
	if (!result) throw new Error('a request has no result');
	return result;
}

/** Whoever was erased is not recorded again, and so can't be asked. */
async function askAllButErased(
	deps: DoubleOptInDeps, transaction: RecordTransaction, context: ShopContext, rows: DoubleOptInRow[],
): Promise<{ isErased: (row: DoubleOptInRow) => boolean; asked: Asked[] }> {
	const isErased = await readErased(transaction, context, rows.map(({ email }) => ({ email })));
	const isOut = ({ email }: DoubleOptInRow): boolean => isErased({ email });
	return { isErased: isOut, asked: await askAll(deps, transaction, context, rows.filter((row) => !isOut(row))) };
}

/** Decides row by row, so that an address that comes twice is asked once. */
async function askAll(deps: DoubleOptInDeps, transaction: RecordTransaction, context: ShopContext, rows: DoubleOptInRow[]): Promise<Asked[]> {
	// a form says less of a buyer than the shop does: it only fills in what nobody knows
	const drafts = rows.map(({ email, country, language }) => ({ email, country, language, sourceUpdatedAt: 0, isTimed: true }));
	const buyers = (await resolveBuyers(deps, transaction, context, drafts)).map(({ buyer }) => buyer);
	const records = await transaction.readConsentRecords([...new Set(buyers.map((buyer) => buyer.id))]);
	const suppressions = await transaction.readSuppressions(context.shop.id, [...new Set(buyers.map((buyer) => buyer.emailHash))]);
	const evidence: ConsentDraft[] = [];
	const asked = rows.map((row, index): Asked => {
		const buyer = at(buyers, index);
		const decision = decideRequest({
			standing: buyer, records: records.filter((record) => record.buyerId === buyer.id), suppressions: suppressions.filter((stop) => stop.emailHash === buyer.emailHash),
		}, context.now);
		if (decision.kind !== 'ask') return { buyer, row, decision };
		const draft = toDraft(context, buyer, row);
		evidence.push(draft);
		const request = toRequest(draft, context.now);
		records.push(request);
		return { buyer, row, decision: { kind: 'requested', request } };
	});
	await recordConsents(deps, transaction, evidence, context.now);
	return asked;
}

function toDraft(context: ShopContext, buyer: Buyer, row: DoubleOptInRow): ConsentDraft {
	const language = row.language ?? languageOf(context, buyer);
	const { pages } = resolveLanguage(language).strings;
	return {
		buyer,
		record: {
			kind: 'requested', basis: null, source: row.source, occurredAt: context.now, language, ip: row.ip ?? null,
			wording: row.wording ?? pages.subscribeWording.replace('{{shop}}', () => context.shop.name), expiresAt: context.now + REQUEST_VALID_MS,
		},
	};
}

function toRequest(draft: ConsentDraft, now: number): ConsentRecord {
	const { buyer, record } = draft;
	return {
		wording: null, language: null, ip: null, authorisedBy: null, requestId: null, expiresAt: null, importId: null, ...record,
		id: consentRecordId(draft), shopId: buyer.shopId, buyerId: buyer.id, recordedAt: now,
	};
}

interface Sent {
	/** by request id */
	deliveries: Map<string, ItemDelivery>;
	error?: unknown;
}

/** New requests, and known ones that still wait for their answer: the ledger knows which of their mails are planned already. */
async function sendMails(deps: DoubleOptInDeps, context: ShopContext, sender: SenderProfile, asked: Asked[], urlOf: (requestId: string) => string): Promise<Sent> {
	const open = asked.flatMap((entry) => (entry.decision.kind === 'requested' || entry.decision.kind === 'alreadyRequested' ? [{ ...entry, request: entry.decision.request }] : []));
	const mailed = [...new Map(open.map((entry) => [entry.request.id, entry])).values()];
	if (mailed.length === 0) return { deliveries: new Map() };
	const template = compileTemplate({ kind: 'library', name: 'confirm-subscription' }, { brand: sender.brand });
	const unsubscribeOf = await deps.links.forBuyers(context.shop.id);
	const items = mailed.map(({ buyer, request }): SendItem => {
		const item = toItem(context, buyer, request);
		const confirmation = {
			email: item.email, requestedAt: request.occurredAt, source: request.source, wording: request.wording, expiresAt: request.expiresAt, url: urlOf(request.id),
		};
		return { buyer: item, occasion: request.id, variant: 'A', mail: template.render({ buyer: item, data: { confirmation }, unsubscribeUrl: unsubscribeOf(item.id) }) };
	});
	const { deliveries, run } = await deps.campaigns.sendItems(context.shop.id, sender, items, { campaign: OPT_IN_CAMPAIGN, purpose: 'transactional', when: { kind: 'atOnce' }, sendOncePer: 'occasion' });
	return { deliveries: new Map(mailed.map(({ request }, index) => [request.id, at(deliveries, index)])), error: run.error };
}

function toItem(context: ShopContext, buyer: Buyer, request: ConsentRecord): BuyerItem {
	const item = toBuyerItem(buyer, context.sites.get(buyer.site));
	if (!item) throw new Error('somebody whose data were erased was asked');
	return { ...item, language: request.language ?? item.language };
}

function languageOf(context: ShopContext, buyer: Buyer): string {
	return toBuyerItem(buyer, context.sites.get(buyer.site))?.language ?? 'en';
}

function toResult({ buyer, decision }: Asked, deliveries: Map<string, ItemDelivery>): OptInResult {
	const buyerId = buyer.id;
	if (decision.kind !== 'requested' && decision.kind !== 'alreadyRequested') return { ...decision, buyerId };
	const { id: requestId, expiresAt, occurredAt } = decision.request;
	if (decision.kind === 'alreadyRequested') return { kind: 'alreadyRequested', buyerId, requestId, expiresAt: expiresAt ?? 0, requestedAt: occurredAt };
	const delivery = deliveries.get(requestId);
	if (!delivery) throw new Error('a request has no delivery');
	return { kind: 'requested', buyerId, requestId, expiresAt: expiresAt ?? 0, delivery };
}

function at<Value>(values: readonly Value[], index: number): Value {
	const value = values[index];
	if (value === undefined) throw new Error('fewer answers than questions');
	return value;
}
