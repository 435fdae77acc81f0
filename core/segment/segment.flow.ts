import type { Buyer } from '../buyer/buyer';
import { toBuyerItem } from '../buyer/buyerItem';
import type { SuppressionReader } from '../consent/ports';
import { isActive } from '../consent/suppression';
import type { BuyerItem, SegmentItem } from '../contract/items';
import { DAY_MS, type Clock } from '../shared/clock';
import { letOthersRun } from '../shared/eventLoop';
import type { ShopFlow } from '../shop/shop.flow';
import type { Site } from '../shop/sites';
import { leftOutReason, type LeftOutReason } from './leftOut';
import type { SegmentStore } from './ports';
import type { Candidate } from './preset';
import { settleRequest, type SegmentRequest, type SettledRequest } from './request';
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
	suppressions: Pick<SuppressionReader, 'readSuppressions'>;
}

/**
 * Runs a segment: pages of recipients, each buyer and occasion once, until the limit. Repeatable for the same instant, as far
 * as consent, suppressions and what was mailed stay the same: those are always read as they are now.
 * @throws SellerMailError NOT_FOUND (shop, preset), INPUT_INVALID
 */
export async function* selectSegment(deps: SegmentDeps, input: SegmentRequest): AsyncGenerator<SegmentPage> {
	const request = settleRequest(input, deps.clock.now());
	const shop = await deps.shops.get(request.shopId);
	const sites = await deps.shops.sitesOf(shop.id);
	const run = { store: deps.segments, shopId: shop.id, asOf: request.asOf, timeZone: shop.timeZone, parameters: request.parameters };
	let room = request.limit ?? Infinity;
	for await (const candidates of request.preset.select(run)) {
		const wanted = candidates.filter(({ buyer }) => request.sites.length === 0 || request.sites.includes(buyer.site));
		if (wanted.length === 0) continue;
		const page = await sift(deps, request, sites, wanted, room);
		room -= page.recipients.length;
		yield page;
		if (room <= 0) return;
	}
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

async function readReasons(deps: SegmentDeps, request: SettledRequest, sites: Map<string, Site>, buyers: Buyer[]): Promise<(buyer: Buyer) => LeftOutReason | undefined> {
	const now = deps.clock.now();
	const unique = [...new Map(buyers.map((buyer) => [buyer.id, buyer])).values()];
	const suppressions = await deps.suppressions.readSuppressions(request.shopId, unique.map((buyer) => buyer.emailHash));
	const inForce = Map.groupBy(suppressions.filter((suppression) => isActive(suppression, now)), (suppression) => suppression.emailHash);
	await letOthersRun();
	const mailed = await readMailed(deps, request, sites, unique);
	return (buyer) => leftOutReason(buyer, {
		purpose: request.purpose, site: sites.get(buyer.site), suppressions: inForce.get(buyer.emailHash) ?? [], isMailedRecently: mailed.has(buyer.id),
	});
}

/** The request's and the site's own least time between two mails: the longer one counts; a site's own is about marketing only. */
async function readMailed(deps: SegmentDeps, request: SettledRequest, sites: Map<string, Site>, buyers: Buyer[]): Promise<Set<string>> {
	const daysFor = ({ site }: Buyer): number => Math.max(request.notMailedWithinDays ?? 0, request.purpose === 'marketing' ? (sites.get(site)?.minDaysBetweenMails ?? 0) : 0);
	const mailed = new Set<string>();
	for (const [days, group] of Map.groupBy(buyers, daysFor)) {
		if (days === 0) continue;
		for (const id of await deps.segments.readMailedSince(group.map(({ id }) => id), request.asOf - days * DAY_MS)) mailed.add(id);
	}
	return mailed;
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
