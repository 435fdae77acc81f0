import { toBuyerItem } from '../buyer/buyerItem';
import type { AudienceItem, BuyerItem } from '../contract/items';
import { SellerMailError } from '../shared/errors';
import { makeId } from '../shared/ids';
import type { Random } from '../shared/random';
import { primaryTag, type Site } from '../shop/sites';
import type { ExplainDeps } from './explainBuyer.flow';
import type { AudienceStore, AudienceSummary, PositionedMember, StoredAudience } from './ports';
import { previewSegment, type PreviewOptions, type SegmentPreview } from './preview.flow';
import { settleRequest, type SegmentRequest } from './request';
import { selectSegment, type Recipient } from './segment.flow';

export interface AudienceDeps extends ExplainDeps {
	random: Random;
	audiences: AudienceStore;
}

/** A member as the engine plans deliveries from it. */
export interface AudienceRecipient {
	position: number;
	buyer: BuyerItem;
	occasion: string;
	/** `holdout` gets nothing; `rest` waits for the winner */
	variant: string;
	data: Record<string, unknown>;
}

/** members of one write: each write waits for the disk once */
const WRITTEN_TOGETHER = 400;
/** positions kept by language, for samples */
const KEPT_PER_LANGUAGE = 3;

/** Segments, and audiences: segments frozen in the store at an instant. */
export function makeSegmentFlow(deps: AudienceDeps) {
	return {
		/** Pages of recipients; see `selectSegment`. */
		select: (request: SegmentRequest) => selectSegment(deps, request),
		/** Counts the segment, keeps nothing; see `previewSegment`. @throws SellerMailError NOT_FOUND, INPUT_INVALID */
		preview: async (request: SegmentRequest, options?: PreviewOptions): Promise<SegmentPreview> => await previewSegment(deps, request, options),
		/** Runs the segment and keeps its members in order. An interrupted run leaves no audience. @throws SellerMailError NOT_FOUND, INPUT_INVALID */
		freeze: async (request: SegmentRequest): Promise<AudienceItem> => await freeze(deps, request),
		/** @throws SellerMailError NOT_FOUND */
		getAudience: async (audienceId: string): Promise<AudienceItem> => toItem(await getAudience(deps, audienceId)),
		/** A few members of each language, the first ones by position. @throws SellerMailError NOT_FOUND */
		sampleAudience: async (audienceId: string, options: { perLanguage: number; max: number } = { perLanguage: 1, max: 20 }): Promise<AudienceRecipient[]> =>
			await sample(deps, audienceId, options),
		/** Members after a position (−1: from the start), in order. An erased buyer is missing; the end is an empty page. @throws SellerMailError NOT_FOUND */
		readAudiencePage: async (audienceId: string, afterPosition: number, limit: number): Promise<AudienceRecipient[]> =>
			await readPage(deps, audienceId, async () => await deps.audiences.readMembers(audienceId, afterPosition, limit)),
	};
}

async function freeze(deps: AudienceDeps, input: SegmentRequest): Promise<AudienceItem> {
	const now = deps.clock.now();
	const request = settleRequest(input, now, await deps.shops.get(String(input.shopId)));
	const id = makeId(deps.random, 'a');
	const summary: AudienceSummary = { bySite: {}, byVariant: {}, leftOut: {}, positionsByLanguage: {} };
	let size = 0;
	let waiting: Recipient[] = [];
	const write = async (): Promise<void> => {
		await deps.audiences.addMembers(id, size, waiting.map(toMember));
		waiting.forEach((recipient, index) => count(summary, recipient, size + index));
		size += waiting.length;
		waiting = [];
	};
	for await (const page of selectSegment(deps, { ...input, asOf: request.asOf })) {
		waiting.push(...page.recipients);
		for (const [reason, left] of Object.entries(page.leftOut)) summary.leftOut[reason] = (summary.leftOut[reason] ?? 0) + left;
		if (waiting.length >= WRITTEN_TOGETHER) await write();
	}
	await write();
	const audience: StoredAudience = { id, shopId: request.shopId, segment: request.name, purpose: request.purpose, asOf: request.asOf, size, summary, createdAt: now };
	await deps.audiences.addAudience(audience);
	return toItem(audience);
}

function toMember({ buyer, segment, variant, data }: Recipient) {
	return { buyerId: buyer.id, occasion: segment.occasion, variant, data };
}

function count({ bySite, byVariant, positionsByLanguage }: AudienceSummary, { buyer, variant }: Recipient, position: number): void {
	bySite[buyer.site] = (bySite[buyer.site] ?? 0) + 1;
	byVariant[variant] = (byVariant[variant] ?? 0) + 1;
	// en-GB and en-AU are the same strings: one sample for both
	const kept = (positionsByLanguage[primaryTag(buyer.language)] ??= []);
	if (kept.length < KEPT_PER_LANGUAGE) kept.push(position);
}

async function getAudience({ audiences }: AudienceDeps, id: string): Promise<StoredAudience> {
	const audience = await audiences.findAudience(id);
	if (audience) return audience;
	throw new SellerMailError('NOT_FOUND', {
		message: `There is no audience \`${id.slice(0, 60)}\` in this store.`,
		nextStep: 'Run Segment Buyers with Output “Audience” again, with the same Seller Mail Store credential.',
		context: { field: 'audience.id' },
	});
}

function toItem({ id, shopId, segment, purpose, asOf, size, summary }: StoredAudience): AudienceItem {
	const { bySite, byVariant, leftOut } = summary;
	return { id, shop: shopId, segment, purpose, asOf, size, bySite, byVariant, leftOut };
}

async function sample(deps: AudienceDeps, audienceId: string, { perLanguage, max }: { perLanguage: number; max: number }): Promise<AudienceRecipient[]> {
	const { summary } = await getAudience(deps, audienceId);
	const positions = Object.values(summary.positionsByLanguage).flatMap((kept) => kept.slice(0, perLanguage)).slice(0, max);
	return await readPage(deps, audienceId, async () => await deps.audiences.readMembersAt(audienceId, positions));
}

async function readPage(deps: AudienceDeps, audienceId: string, read: () => Promise<PositionedMember[]>): Promise<AudienceRecipient[]> {
	const audience = await getAudience(deps, audienceId);
	const sites = await deps.shops.sitesOf(audience.shopId);
	return (await read()).flatMap((member) => toAudienceRecipient(member, sites));
}

function toAudienceRecipient({ position, buyer, occasion, variant, data }: PositionedMember, sites: Map<string, Site>): AudienceRecipient[] {
	const item = toBuyerItem(buyer, sites.get(buyer.site));
	return item ? [{ position, buyer: item, occasion, variant, data }] : [];
}
