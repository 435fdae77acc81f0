import { z } from 'zod';
import { parseInput } from '../contract/parseInput';
import { makeDistinctCounter } from './distinctCount';
import { explainBuyer, findNamedBuyer, type BuyerExplanation, type ExplainDeps, type NamedBuyer } from './explainBuyer.flow';
import type { SegmentRequest, SettledRequest } from './request';
import { beginRun, runSegment, type Recipient, type SegmentPage } from './segment.flow';
import { makeSpreadSample } from './spreadSample';
import { pointOf } from './variants';

const previewSchema = z.object({
	/** recipients to look at, of different buyers */
	sampleSize: z.number().int().min(0).max(100).default(10),
	/** a buyer's e-mail address or id: why is he in, or not */
	explain: z.string().max(320).transform((named) => named.replace(/\p{Cc}/gu, '').trim()).optional(),
});

export type PreviewOptions = z.input<typeof previewSchema>;

/** What a run of a segment would give, without the run's recipients. */
export interface SegmentPreview {
	shop: string;
	segment: string;
	purpose: string;
	asOf: number;
	/** recipients: one for each buyer and occasion */
	count: number;
	/** different buyers among them */
	buyerCount: number;
	isBuyerCountEstimated: boolean;
	bySite: Record<string, number>;
	byVariant: Record<string, number>;
	leftOut: Record<string, number>;
	explanation?: BuyerExplanation;
	/** spread over all of them, the same ones each time */
	sample: Recipient[];
}

/**
 * Counts a segment in bounded memory and keeps nothing of it. With `explain` it also says why one buyer is in, out or left out.
 * @throws SellerMailError NOT_FOUND (shop, preset), INPUT_INVALID
 */
export async function previewSegment(deps: ExplainDeps, input: SegmentRequest, options: PreviewOptions = {}): Promise<SegmentPreview> {
	const { sampleSize, explain } = parseInput(previewSchema, options, 'Preview');
	const begun = await beginRun(deps, { ...input, withLeftOut: false });
	const named = explain ? await findNamedBuyer(deps, begun, explain) : undefined;
	const tally = makeTally(begun.request, sampleSize, named);
	for await (const page of runSegment(deps, begun)) tally.add(page);
	const explanation = named && (await explainBuyer(deps, begun, named, tally.hasNamed()));
	return { ...tally.counts(), ...(explanation ? { explanation } : {}), sample: tally.sample() };
}

function makeTally({ shopId, name, purpose, asOf, seed }: SettledRequest, sampleSize: number, named: NamedBuyer | undefined) {
	const namedId = named?.kind === 'found' ? named.buyer.id : undefined;
	const [sample, buyers] = [makeSpreadSample<Recipient>(sampleSize), makeDistinctCounter()];
	const found = { count: 0, bySite: {}, byVariant: {}, leftOut: {} };
	let hasNamed = false;
	const addRecipient = (recipient: Recipient): void => {
		const { buyer, variant } = recipient;
		// its own seed: by the variants' one, the sample would be of a single variant
		const point = pointOf(`preview ${seed}`, buyer.id);
		sample.add(buyer.id, point, recipient);
		buyers.add(point);
		hasNamed ||= buyer.id === namedId;
		found.count += 1;
		addTo(found.bySite, buyer.site, 1);
		addTo(found.byVariant, variant, 1);
	};
	return {
		add({ recipients, leftOut }: SegmentPage): void {
			recipients.forEach(addRecipient);
			for (const [reason, left] of Object.entries(leftOut)) addTo(found.leftOut, reason, left);
		},
		hasNamed: () => hasNamed,
		counts(): Omit<SegmentPreview, 'sample' | 'explanation'> {
			const { count: buyerCount, isEstimated: isBuyerCountEstimated } = buyers.result();
			return { shop: shopId, segment: name, purpose, asOf, count: found.count, buyerCount, isBuyerCountEstimated, bySite: found.bySite, byVariant: found.byVariant, leftOut: found.leftOut };
		},
		sample: () => sample.entries(),
	};
}

function addTo(counts: Record<string, number>, key: string, more: number): void {
	counts[key] = (counts[key] ?? 0) + more;
}
