import { compareVariants, type Comparison, type Sample } from '../experiment/compareVariants';
import { levelOfLook, nextLookAt } from '../experiment/looks';
import { DAY_MS, HOUR_MS } from '../shared/clock';
import type { CampaignTest, VariantCounts } from './abTestPorts';
import type { PickAnswer, TestMetric } from './pickAnswer';

/** How a test is settled. */
export type PickMode =
	/** by its winner, or not at all yet */
	| { kind: 'test' }
	/** by its winner, or once the wait is over by the best one so far */
	| { kind: 'bestSoFar' }
	/** a person says which, at once */
	| { kind: 'named'; variant: string };

export interface PickRequest {
	mode: PickMode;
	metric: TestMetric;
	/** recipients of each variant, below which nothing is tested */
	minimumSample: number;
	/** 0..1 */
	confidence: number;
	orderWindowDays: number;
}

/** So much of a test must have been out for the wait: a look at the first few would be a look at one time zone. */
const COUNTED_SHARE = 0.8;

/**
 * Winner or not, from counts of one instant. Pure; a look is only made when the wait is over and there are enough
 * recipients, because each look makes the next ones stricter.
 */
export function pickWinner(test: CampaignTest, counts: readonly VariantCounts[], request: PickRequest, now: number): PickAnswer {
	const tested = counts.filter((count) => !count.isRest);
	const level = levelOfLook(1 - request.confidence, test.lookCount + 1);
	const compared = compareVariants(tested.map((count) => toSample(count, request.metric)), { alpha: level, confidence: request.confidence, minimumSample: request.minimumSample });
	const base = baseAnswer(request, compared, tested, now);
	if (request.mode.kind === 'named') return { ...base, outcome: 'winner', winner: request.mode.variant, decidedBy: 'person' };
	const early = tooEarly(test, tested, now);
	if (early) return { ...base, ...early };
	const looked = compared.verdict === 'tooFew' ? base : { ...base, look: test.lookCount + 1, level, pValue: compared.pValue };
	const best = compared.ranking[0]?.variant ?? null;
	if (compared.verdict === 'winner') return { ...looked, outcome: 'winner', winner: best, decidedBy: 'test' };
	if (request.mode.kind === 'bestSoFar' && best !== null) return { ...looked, outcome: 'winner', winner: best, decidedBy: 'bestSoFar' };
	const hasAny = tested.some((count) => countOf(count, request.metric) > 0);
	const reason = compared.verdict === 'notSignificant' ? 'notSignificant' : hasAny ? 'tooFew' : 'nothingRecorded';
	return { ...looked, reason, neededPerVariant: compared.neededPerVariant, askAgainAt: nextAsk(tested, request, now) };
}

/** True: the answer that is kept still stands, and looking again would only make the test stricter. */
export function isKept(test: CampaignTest, request: PickRequest, now: number): boolean {
	const { answer, nextLookAt: next } = test;
	if (!answer || request.mode.kind !== 'test') return false;
	const isSame = answer.metric === request.metric && answer.confidence === request.confidence && answer.minimumSample === request.minimumSample;
	return isSame && next !== null && now < next;
}

/** True: nothing has happened since the answer that is kept. */
export function isUnchanged(test: CampaignTest, fresh: PickAnswer): boolean {
	return test.answer !== null && fresh.outcome === 'noWinner' && JSON.stringify({ ...test.answer, ...VARYING }) === JSON.stringify({ ...fresh, ...VARYING });
}

const VARYING = { at: 0, look: 0, level: 0, askAgainAt: 0, neededPerVariant: 0 };

function baseAnswer({ metric, minimumSample, confidence, orderWindowDays }: PickRequest, compared: Comparison, tested: readonly VariantCounts[], now: number): PickAnswer {
	const byName = new Map(tested.map((count) => [count.variant, count]));
	return {
		outcome: 'noWinner', winner: null, decidedBy: null, reason: null, metric, minimumSample, confidence, orderWindowDays, look: null, level: null, pValue: null,
		lift: compared.lift, difference: compared.difference, neededPerVariant: null, askAgainAt: null, at: now,
		variants: compared.ranking.map(({ variant, value, interval }) => {
			const count = byName.get(variant);
			return { variant, recipientCount: count?.recipientCount ?? 0, count: count ? countOf(count, metric) : 0, value, ...interval };
		}),
	};
}

/** Before enough of the mails have been out for the wait there is nothing to look at. */
function tooEarly(test: CampaignTest, tested: readonly VariantCounts[], now: number): Pick<PickAnswer, 'reason' | 'askAgainAt'> | undefined {
	const lastOut = latest(tested.flatMap(({ lastAcceptedAt, lastDueAt }) => [lastAcceptedAt, lastDueAt]));
	const askAgainAt = lastOut === null ? null : Math.max(lastOut + test.waitMs, now + HOUR_MS);
	const accepted = sum(tested.map(({ acceptedCount }) => acceptedCount));
	if (accepted === 0) return { reason: 'notSent', askAgainAt };
	const counted = sum(tested.map(({ recipientCount }) => recipientCount));
	const awaited = accepted + sum(tested.map(({ openCount }) => openCount));
	return counted < COUNTED_SHARE * awaited ? { reason: 'waiting', askAgainAt } : undefined;
}

/** null: the time in which an order counts is over for all, and no mail is open. */
function nextAsk(tested: readonly VariantCounts[], { orderWindowDays }: PickRequest, now: number): number | null {
	const last = latest(tested.map(({ lastAcceptedAt }) => lastAcceptedAt)) ?? now;
	if (tested.every(({ openCount }) => openCount === 0) && now > last + orderWindowDays * DAY_MS) return null;
	return nextLookAt(Math.min(...tested.map(({ firstAcceptedAt }) => firstAcceptedAt ?? now)), now);
}

function toSample(counts: VariantCounts, metric: TestMetric): Sample {
	const shared = { variant: counts.variant, count: countOf(counts, metric), of: counts.recipientCount };
	return metric === 'revenue' ? { kind: 'mean', ...shared, sum: counts.revenueMinor, sumOfSquares: counts.revenueSquares } : { kind: 'rate', ...shared };
}

function countOf(counts: VariantCounts, metric: TestMetric): number {
	return { open: counts.openedCount, click: counts.clickedCount, order: counts.orderedCount, revenue: counts.orderedCount }[metric];
}

function latest(times: Array<number | null>): number | null {
	const known = times.filter((at) => at !== null);
	return known.length === 0 ? null : Math.max(...known);
}

function sum(values: number[]): number {
	return values.reduce((total, value) => total + value, 0);
}
