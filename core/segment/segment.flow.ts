import { toBuyerItem } from '../buyer/buyerItem';
import type { BuyerItem, SegmentItem } from '../contract/items';
import { DAY_MS, type Clock } from '../shared/clock';
import { letOthersRun } from '../shared/eventLoop';
import type { Shop } from '../shop/shop';
import type { ShopFlow } from '../shop/shop.flow';
import type { Site } from '../shop/sites';
import { leftOutReason, type LeftOutReason } from './leftOut';
import type { SegmentStore } from './ports';
import type { Candidate, SegmentRun } from './preset';
import { settleRequest, type SegmentRequest, type SettledRequest } from './request';
import type { SegmentBuyer } from './segmentBuyer';
import { readContext } from './segmentContext.flow';
import { assignVariant } from './variants';

/** One person to write to, as he travels between nodes. */
export interface Recipient {
	buyer: BuyerItem;
	segment: SegmentItem;
	variant: string;
	data: Record<string, unknown>;
}

export interface LeftOutRecipient extends Recipient {
	leftOut: LeftOutReason;
}

export interface SegmentPage {
	recipients: Recipient[];
	/** of this page: how many are left out, by reason */
	leftOut: Partial<Record<LeftOutReason, number>>;
	/** empty unless asked for (`withLeftOut`) */
	leftOutRecipients: LeftOutRecipient[];
}

export interface SegmentDeps {
	clock: Clock;
	shops: Pick<ShopFlow, 'get' | 'sitesOf'>;
	segments: SegmentStore;
}

/**
 * Runs a segment: pages of recipients, each buyer and occasion once, until the limit. Repeatable for the same instant, as far
 * as consent, suppressions and what was mailed stay the same: those are always read as they are now.
 * @throws SellerMailError NOT_FOUND (shop, preset), INPUT_INVALID
 */
export async function* selectSegment(deps: SegmentDeps, input: SegmentRequest): AsyncGenerator<SegmentPage> {
	yield* runSegment(deps, await beginRun(deps, input));
}

/** The same for a run that has begun. */
export async function* runSegment(deps: SegmentDeps, { request, sites, run }: BegunRun): AsyncGenerator<SegmentPage> {
	let room = request.limit ?? Infinity;
	for await (const candidates of request.preset.select(run)) {
		await letOthersRun();
		const wanted = candidates.filter(({ buyer }) => request.sites.length === 0 || request.sites.includes(buyer.site));
		if (wanted.length === 0) continue;
		const page = await sift(deps, request, sites, wanted, room);
		room -= page.recipients.length;
		yield page;
		if (room <= 0) return;
	}
}

/** What a run over a shop's buyers needs, found out before the first of them. */
export interface BegunRun {
	shop: Shop;
	request: SettledRequest;
	sites: Map<string, Site>;
	run: SegmentRun<Record<string, unknown>>;
}

/** @throws SellerMailError NOT_FOUND (shop, preset), INPUT_INVALID */
export async function beginRun(deps: SegmentDeps, input: SegmentRequest): Promise<BegunRun> {
	const now = deps.clock.now();
	const shop = await deps.shops.get(String(input.shopId));
	const request = settleRequest(input, now, shop);
	const needs = request.preset.needs?.(request.parameters) ?? {};
	const context = await readContext(deps.segments, { shopId: shop.id, asOf: request.asOf, currency: shop.currency }, needs);
	const run = { store: deps.segments, shopId: shop.id, timeZone: shop.timeZone, now, context, parameters: request.parameters };
	return { shop, request, sites: await deps.shops.sitesOf(shop.id), run };
}

async function sift(deps: SegmentDeps, request: SettledRequest, sites: Map<string, Site>, candidates: Candidate[], room: number): Promise<SegmentPage> {
	const reasonOf = await readReasons(deps, request, sites, candidates.map(({ buyer }) => buyer));
	const page: SegmentPage = { recipients: [], leftOut: {}, leftOutRecipients: [] };
	for (const candidate of candidates) {
		if (page.recipients.length >= room) break;
		const recipient = toRecipient(candidate, request, sites);
		if (!recipient) continue;
		const reason = reasonOf(candidate.buyer);
		if (!reason) {
			page.recipients.push(recipient);
			continue;
		}
		page.leftOut[reason] = (page.leftOut[reason] ?? 0) + 1;
		if (request.withLeftOut) page.leftOutRecipients.push({ ...recipient, leftOut: reason });
	}
	return page;
}

/** What of a request decides who is left out. */
type MailingRequest = Pick<SettledRequest, 'notMailedWithinDays' | 'asOf' | 'purpose'>;

/** Why buyers who fit are left out; `undefined`: they aren't. */
export async function readReasons(deps: SegmentDeps, request: MailingRequest, sites: Map<string, Site>, buyers: SegmentBuyer[]): Promise<(buyer: SegmentBuyer) => LeftOutReason | undefined> {
	const now = deps.clock.now();
	const isMailedRecently = await readMailed(deps, request, sites, buyers);
	return (buyer) => leftOutReason(buyer, {
		purpose: request.purpose, site: sites.get(buyer.site), suppressions: buyer.stops, isMailedRecently: isMailedRecently(buyer), now,
	});
}

/** The request's and the site's own least time between two mails: the longer one counts; a site's own is about marketing only. */
async function readMailed(deps: SegmentDeps, request: MailingRequest, sites: Map<string, Site>, buyers: SegmentBuyer[]): Promise<(buyer: SegmentBuyer) => boolean> {
	const daysFor = ({ site }: SegmentBuyer): number => Math.max(request.notMailedWithinDays ?? 0, request.purpose === 'marketing' ? (sites.get(site)?.minDaysBetweenMails ?? 0) : 0);
	const limited = buyers.filter((buyer) => daysFor(buyer) > 0);
	if (limited.length === 0) return () => false;
	const longest = Math.max(...new Set(limited.map(daysFor)));
	const lastMailedAt = await deps.segments.readLastMailed([...new Set(limited.map(({ id }) => id))], request.asOf - longest * DAY_MS);
	return (buyer) => (lastMailedAt.get(buyer.id) ?? -Infinity) > request.asOf - daysFor(buyer) * DAY_MS && daysFor(buyer) > 0;
}

function toRecipient(candidate: Candidate, request: SettledRequest, sites: Map<string, Site>): Recipient | undefined {
	const buyer = toBuyerItem(candidate.buyer, sites.get(candidate.buyer.site));
	return buyer && {
		buyer,
		segment: { name: request.name, asOf: request.asOf, occasion: candidate.occasion, why: candidate.why, purpose: request.purpose },
		variant: assignVariant(request, buyer.id),
		data: candidate.data,
	};
}
