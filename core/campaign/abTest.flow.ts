import { DAY_MS, HOUR_MS, type Clock } from '../shared/clock';
import { SellerMailError } from '../shared/errors';
import { letOthersRun } from '../shared/eventLoop';
import type { CampaignTest, TestPlan, TestStore, VariantCounts } from './abTestPorts';
import type { PickAnswer, TestMetric } from './pickAnswer';
import { isKept, isUnchanged, pickWinner, type PickRequest } from './pickWinner';
import type { Campaign, CampaignStore } from './ports';
import { sayPick } from './sayPick';
import { windowsAt, type SiteWindows } from './sendTime';
import { checkPickRequest } from './testInput';
import { toVariantResults, type CampaignResults } from './variantResults';

export interface AbTestDeps {
	clock: Clock;
	tests: TestStore;
	campaigns: Pick<CampaignStore, 'findCampaign'>;
	readWindows(shopId: string): Promise<SiteWindows>;
	findShop(shopId: string): Promise<{ currency: string; staffLanguage: 'en' | 'zh' } | undefined>;
}

/** A test without words of its own: orders decide, a day after the mails went out. */
export const DEFAULT_TEST: TestPlan = { metric: 'order', waitMs: 24 * HOUR_MS, testShare: 1 };
/** Orders count for so long after the mail. */
export const ORDER_WINDOW_DAYS = 7;
const MINIMUM_SAMPLE = 100;
const CONFIDENCE = 0.95;
/** Pickers that meet at the same instant each look once more. */
const MAX_TRIES = 10;

/** What is left out has its default. */
export interface PickOptions {
	mode?: PickRequest['mode'];
	/** default: the one that was set when the campaign was sent */
	metric?: TestMetric;
	minimumSample?: number;
	confidence?: number;
	orderWindowDays?: number;
}

export type PickReport = PickAnswer & {
	campaign: string;
	/** mails of the rest, and how many of them still wait */
	restCount: number;
	restWaitingCount: number;
	message: string;
	nextStep: string;
};

export type AbTestFlow = ReturnType<typeof makeAbTestFlow>;

/** Results of a campaign by variant, and the winner of its test. */
export function makeAbTestFlow(deps: AbTestDeps) {
	return {
		/**
		 * The winner, or why there is none yet. Sends nothing: it gives the waiting rest the winner and a due time, so the next
		 * Send Due sends it. Once decided it stays so; picking again answers the same and goes on where a killed run stopped.
		 * @throws SellerMailError NOT_FOUND (no such campaign, or no test in it), INPUT_INVALID (no such variant, a number out of range)
		 */
		pickWinner: async (shopId: string, campaign: string, options: PickOptions = {}): Promise<PickReport> => await pick(deps, await findCampaign(deps, shopId, campaign), options),
		/** Counts, rates with their denominators and intervals of each variant. @throws SellerMailError NOT_FOUND */
		readVariantResults: async (shopId: string, campaign: string, options: { orderWindowDays?: number } = {}): Promise<CampaignResults> =>
			await readResults(deps, await findCampaign(deps, shopId, campaign), options.orderWindowDays ?? ORDER_WINDOW_DAYS),
	};
}

/** Gives the rest of decided tests their winner; safe to be stopped, and to be run by several at once. */
export async function releaseRest({ clock, tests }: Pick<AbTestDeps, 'clock' | 'tests'>, shopId: string, campaignId: string | undefined, windows: SiteWindows): Promise<void> {
	for (const { campaignId: id, winner } of await tests.listUnreleased(shopId, campaignId)) {
		const now = clock.now();
		const nextInWindow = windowsAt(windows, now);
		while ((await tests.release(id, winner, now, nextInWindow)) > 0) await letOthersRun();
	}
}

async function pick(deps: AbTestDeps, campaign: Campaign, options: PickOptions): Promise<PickReport> {
	const { answer, test } = await decide(deps, campaign, options);
	if (test.winner !== null) await releaseRest(deps, campaign.shopId, campaign.id, await deps.readWindows(campaign.shopId));
	const counts = await readCounts(deps, campaign, { orderWindowDays: answer.orderWindowDays, waitMs: 0 });
	const rest = counts.filter(({ isRest }) => isRest);
	const restCount = rest.reduce((total, { plannedCount }) => total + plannedCount, 0);
	const restWaitingCount = test.winner === null ? restCount : 0;
	const shop = await deps.findShop(campaign.shopId);
	const said = sayPick(answer, { restCount, waitMs: test.waitMs, currency: shop?.currency ?? 'USD' }, shop?.staffLanguage ?? 'en');
	return { campaign: campaign.name, ...answer, restCount, restWaitingCount, ...said };
}

/** The answer that is kept, or a new one; of several at once the first one's counts. */
async function decide(deps: AbTestDeps, campaign: Campaign, options: PickOptions): Promise<{ answer: PickAnswer; test: CampaignTest }> {
	for (let tries = 0; tries < MAX_TRIES; tries += 1) {
		const test = await deps.tests.findTest(campaign.id);
		if (!test) throw noTest(campaign);
		if (test.winner !== null && test.answer) return { answer: test.answer, test };
		const now = deps.clock.now();
		const request = toRequest(test, options);
		if (test.answer && isKept(test, request, now)) return { answer: test.answer, test };
		const counts = await readCounts(deps, campaign, { orderWindowDays: request.orderWindowDays, waitMs: test.waitMs });
		if (request.mode.kind === 'named') refuseUnknownVariant(request.mode.variant, counts);
		const answer = pickWinner(test, counts, request, now);
		if (test.answer && request.mode.kind === 'test' && isUnchanged(test, answer)) return { answer: test.answer, test };
		if (answer.winner === null && answer.look === null) return { answer, test };
		const decidedAt = answer.winner === null ? null : now;
		const update = { lookCount: answer.look ?? test.lookCount, nextLookAt: answer.askAgainAt, answer, winner: answer.winner, decidedAt };
		if (await deps.tests.saveAnswer(campaign.id, test.lookCount, update)) return { answer, test: { ...test, ...update } };
	}
	throw new Error('the test of a campaign changed at every try to settle it');
}

function toRequest(test: CampaignTest, options: PickOptions): PickRequest {
	return checkPickRequest({
		mode: options.mode ?? { kind: 'test' }, metric: options.metric ?? test.metric, minimumSample: options.minimumSample ?? MINIMUM_SAMPLE,
		confidence: options.confidence ?? CONFIDENCE, orderWindowDays: options.orderWindowDays ?? ORDER_WINDOW_DAYS,
	});
}

async function readResults(deps: AbTestDeps, campaign: Campaign, orderWindowDays: number): Promise<CampaignResults> {
	const shop = await deps.findShop(campaign.shopId);
	const counts = await readCounts(deps, campaign, { orderWindowDays, waitMs: 0 });
	return toVariantResults(counts, { campaign: campaign.name, currency: shop?.currency ?? 'USD', orderWindowDays, test: await deps.tests.findTest(campaign.id) });
}

async function readCounts(deps: AbTestDeps, { id, shopId }: Campaign, { orderWindowDays, waitMs }: { orderWindowDays: number; waitMs: number }): Promise<VariantCounts[]> {
	const now = deps.clock.now();
	const currency = (await deps.findShop(shopId))?.currency ?? 'USD';
	return await deps.tests.readVariantCounts({ shopId, campaignId: id, now, acceptedUntil: now - waitMs, orderWindowMs: orderWindowDays * DAY_MS, currency });
}

async function findCampaign({ campaigns }: AbTestDeps, shopId: string, name: string): Promise<Campaign> {
	const campaign = await campaigns.findCampaign(shopId, name);
	if (campaign) return campaign;
	throw new SellerMailError('NOT_FOUND', { message: `Shop \`${shopId}\` has no campaign \`${name}\`.`, context: { field: 'campaign' } });
}

function noTest({ name }: Campaign): SellerMailError {
	return new SellerMailError('NOT_FOUND', {
		message: `Campaign \`${name}\` has no A/B test.`,
		nextStep: 'Set Variants and Test Share in the options of Segment Buyers, or A/B Test in the options of Send Campaign, and send it.',
		context: { field: 'campaign' },
	});
}

function refuseUnknownVariant(variant: string, counts: readonly VariantCounts[]): void {
	const names = counts.filter(({ isRest }) => !isRest).map((count) => count.variant);
	if (names.includes(variant)) return;
	throw new SellerMailError('INPUT_INVALID', {
		message: `Variant ${variant.slice(0, 20)} is not in this test; there is ${names.join(', ') || 'none yet'}.`, nextStep: 'Pick one of the variants that were sent.', context: { field: 'variant' },
	});
}
