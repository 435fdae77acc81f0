import { shareSwitches } from '../compliance/switchedOff';
import type { AudienceItem, BuyerItem, ContentItem, MailItem, MailPurpose } from '../contract/items';
import type { DeliveryPlan, PlannedDelivery } from '../delivery/ports';
import type { SendRunDeps, SendRunSummary } from '../delivery/sendRun';
import { runSending } from '../delivery/sendRun.flow';
import type { LinkFlow } from '../link/link.flow';
import { HOLDOUT, REST } from '../segment/variants';
import { SellerMailError } from '../shared/errors';
import type { SenderProfile } from '../shop/senderProfile';
import { DEFAULT_TEST, releaseRest } from './abTest.flow';
import type { CampaignTest, TestPlan, TestStore } from './abTestPorts';
import type { CampaignControl } from './controlPorts';
import { findCampaign } from './findCampaign.flow';
import type { Campaign, CampaignStatus, CampaignStore } from './ports';
import { makeProgress } from './progress';
import { readSendLog, type LogQuery } from './sendLog.flow';
import { planDueAt, windowsAt, type SendTime, type SiteWindows } from './sendTime';
import { contentOfItems } from './itemContent.flow';
import { checkTestPlan } from './testInput';
import { placeInTest, type TestPlace } from './testPlace';
import { costMicroUsd, nextDayStart, usageAt, type UsagePlan } from './usage';

export interface CampaignDeps extends SendRunDeps {
	campaigns: CampaignStore;
	tests: TestStore;
	control: Pick<CampaignControl, 'readActivity'>;
	links: LinkFlow;
	/** send windows of a shop's sites */
	readWindows(shopId: string): Promise<SiteWindows>;
	/** the set-up gate: refuses a sender whose domain, brand or default template isn't ready */
	assertMaySend(shopId: string, sender: SenderProfile, purpose: MailPurpose): Promise<void>;
	saveMails(shopId: string, mails: MailItem[]): Promise<string[]>;
	readAudiencePage(audienceId: string, afterPosition: number, limit: number): Promise<AudienceMember[]>;
}

export interface AudienceMember {
	position: number;
	buyer: BuyerItem;
	occasion: string;
	variant: string;
	data: Record<string, unknown>;
}

export interface SendOptions {
	campaign: string;
	purpose: MailPurpose;
	when: SendTime;
	/** buyer: one mail a buyer in this campaign, whatever it is about */
	sendOncePer: 'occasion' | 'buyer';
	notAfter?: number;
	/** rules that the check before was told to leave out; what may not be switched off is checked all the same */
	switchedOff?: readonly string[];
	/** of an A/B test; left out: the default when there is a `rest` to wait for its winner, else none. The first one stays with the campaign. */
	test?: Partial<TestPlan>;
	signal?: AbortSignal;
	maxMinutes?: number;
}

export interface SendItem {
	buyer: BuyerItem;
	mail: MailItem;
	occasion: string;
	variant: string;
	/** what the mail was made of: the proof of its claims */
	data?: Record<string, unknown>;
}

/** How one item's delivery stands after the run; `isNew` false: an earlier run had planned it. */
export type ItemDelivery = PlannedDelivery & { messageId?: string };

export interface SendReport {
	campaign: Campaign;
	planned: number;
	/** already in the ledger from an earlier run: not planned again */
	known: number;
	run: SendRunSummary;
	usage: UsageReport;
	/** of a campaign with an A/B test, as it was when planning began */
	test?: CampaignTest;
}

export interface UsageReport {
	mailsToday: number;
	dailyQuota: number;
	billableThisMonth: number;
	costMicroUsd: number;
}

const PLAN_BATCH = 250;

export type CampaignFlow = ReturnType<typeof makeCampaignFlow>;

/** Plans deliveries, sends what is due, and says how things stand. Planning and sending again is safe: once means once. */
export function makeCampaignFlow(deps: CampaignDeps) {
	return {
		/** Plans the items' mails and sends what is due of the campaign; answers for each item, in order. */
		async sendItems(shopId: string, sender: SenderProfile, items: SendItem[], options: SendOptions): Promise<SendReport & { deliveries: ItemDelivery[] }> {
			const context = await begin(deps, shopId, sender, options);
			const planned: PlannedDelivery[] = [];
			for (const batch of batches(items)) planned.push(...(await planItems(deps, context, batch)));
			const report = await finish(deps, context, sender, planned.filter((delivery) => delivery.isNew).length, planned.length);
			const now = new Map<string, PlannedDelivery>();
			for (const ids of batches(planned.map((delivery) => delivery.id))) for (const found of await deps.ledger.find(ids)) now.set(found.id, found);
			return { ...report, deliveries: planned.map((delivery) => ({ ...(now.get(delivery.id) ?? delivery), isNew: delivery.isNew })) };
		},

		/** The same for a frozen audience whose content is in the store. */
		async sendAudience(shopId: string, sender: SenderProfile, audience: AudienceItem, content: ContentItem, options: SendOptions): Promise<SendReport> {
			const context = await begin(deps, shopId, sender, options);
			if (!(await deps.contents.getMany([content.id])).has(content.id)) throw contentMissing(content.id);
			let planned = 0;
			let total = 0;
			for (let after = -1; ; ) {
				const members = await deps.readAudiencePage(audience.id, after, PLAN_BATCH);
				if (members.length === 0) break;
				await keepTestOf(deps, context, members);
				// the hold-out gets nothing, so that there is something to compare with
				const plans = members.filter(({ variant }) => variant !== HOLDOUT)
					.map((member) => toPlan(context, member, placeOf(context, member), { template: content.template, contentId: content.id, data: member.data }));
				planned += (await deps.ledger.plan(shopId, context.campaign, plans, context.now)).filter((delivery) => delivery.isNew).length;
				total += plans.length;
				after = members.at(-1)?.position ?? after;
				await new Promise((resolve) => setImmediate(resolve));
			}
			return await finish(deps, context, sender, planned, total);
		},

		/** Sends whatever is due, of one campaign or of all; for schedules and workers. */
		async sendDue(shopId: string, sender: SenderProfile, options: { campaign?: string; signal?: AbortSignal; maxMinutes?: number }): Promise<{ run: SendRunSummary; usage: UsageReport }> {
			const usagePlan = await readUsagePlan(deps, shopId);
			const campaign = options.campaign ? await findCampaign(deps, shopId, options.campaign) : undefined;
			// planned marketing had its brand and template when it was planned; the domain counts each time
			await deps.assertMaySend(shopId, sender, 'transactional');
			const run = await send(deps, { shopId, usagePlan, sender, campaignId: campaign?.id, signal: options.signal, maxMinutes: options.maxMinutes });
			return { run, usage: await reportUsage(deps, shopId, usagePlan) };
		},

		async status(shopId: string, campaign?: string): Promise<CampaignStatus[]> {
			const campaigns = campaign ? [await findCampaign(deps, shopId, campaign)] : await deps.campaigns.listCampaigns(shopId);
			return await Promise.all(campaigns.map(async (found) => await readStatus(deps, found)));
		},

		log: async (shopId: string, query: LogQuery): ReturnType<typeof readSendLog> => await readSendLog(deps, shopId, query),

		/** Newest first; of all shops when none is named. */
		list: async (shopId?: string): Promise<Campaign[]> => await deps.campaigns.listCampaigns(shopId),
		usage: async (shopId: string): Promise<UsageReport> => await reportUsage(deps, shopId, await readUsagePlan(deps, shopId)),
	};
}

async function readStatus(deps: CampaignDeps, campaign: Campaign): Promise<CampaignStatus> {
	const now = deps.clock.now();
	const counts = await deps.campaigns.readStatus(campaign);
	return { ...counts, progress: makeProgress(counts.states, await deps.control.readActivity(campaign.shopId, campaign.id, now), now) };
}

interface SendContext {
	shopId: string;
	campaign: Campaign;
	usagePlan: UsagePlan;
	options: SendOptions;
	now: number;
	/** of the campaign; a decision made meanwhile is found before the run sends */
	test?: CampaignTest;
	dueAt(buyer: BuyerItem): number;
}

async function begin(deps: CampaignDeps, shopId: string, sender: SenderProfile, options: SendOptions): Promise<SendContext> {
	const now = deps.clock.now();
	const usagePlan = await readUsagePlan(deps, shopId);
	await deps.assertMaySend(shopId, sender, options.purpose);
	const campaign = await deps.campaigns.ensureCampaign(shopId, options.campaign, options.purpose);
	if (campaign.purpose !== options.purpose) throw wrongPurpose(campaign, options.purpose);
	if (campaign.state === 'canceled') throw new SellerMailError('CAMPAIGN_CANCELED', { message: `Campaign \`${campaign.name}\` is canceled.` });
	if (campaign.state !== 'active') throw new SellerMailError('CAMPAIGN_PAUSED', { message: `Campaign \`${campaign.name}\` is ${campaign.state}${campaign.pauseReason ? `: ${campaign.pauseReason}` : ''}.` });
	if (options.purpose === 'marketing') await deps.links.forDeliveries(shopId); // refuses before anything is planned
	const kept = await keepSwitches(deps, campaign, options.switchedOff ?? []);
	const test = options.test ? await deps.tests.ensureTest(shopId, kept.id, checkTestPlan({ ...DEFAULT_TEST, ...options.test })) : await deps.tests.findTest(kept.id);
	return { shopId, campaign: kept, usagePlan, options, now, test, dueAt: planDueAt(options.when, options.purpose, await deps.readWindows(shopId), now) };
}

/** Whoever splits off a rest wants a test, also when the options say nothing of it. */
async function keepTestOf(deps: CampaignDeps, context: SendContext, members: ReadonlyArray<{ variant: string }>): Promise<void> {
	if (context.test || members.every(({ variant }) => variant !== REST)) return;
	context.test = await deps.tests.ensureTest(context.shopId, context.campaign.id, DEFAULT_TEST);
}

/** Kept with the campaign, so that a later Send Due and every worker judge as the check did; each send replaces them. */
async function keepSwitches(deps: CampaignDeps, campaign: Campaign, wanted: readonly string[]): Promise<Campaign> {
	const { switchedOff } = shareSwitches([wanted]);
	if (switchedOff.join() === campaign.switchedOff.join()) return campaign;
	await deps.campaigns.saveSwitchedOff(campaign.id, switchedOff);
	return { ...campaign, switchedOff };
}

function contentMissing(id: string): SellerMailError {
	return new SellerMailError('NOT_FOUND', {
		message: `There is no content \`${id.slice(0, 60)}\` in this store.`,
		nextStep: 'Run Render Template again with the same Seller Mail Store credential.',
		context: { field: 'content.id' },
	});
}

/** One campaign has one purpose. */
export function wrongPurpose(campaign: Campaign, purpose: MailPurpose): SellerMailError {
	return new SellerMailError('INPUT_INVALID', {
		message: `Campaign \`${campaign.name}\` sends ${campaign.purpose} mail; these are ${purpose}.`,
		nextStep: 'Give this campaign another name: one campaign has one purpose.',
		context: { field: 'campaign' },
	});
}

async function planItems(deps: CampaignDeps, context: SendContext, items: SendItem[]): Promise<PlannedDelivery[]> {
	// a mail to somebody who was erased since it was rendered must not get into the store again
	const mailable = await deps.ledger.findMailable(context.shopId, items.map((item) => item.buyer.id));
	await keepTestOf(deps, context, items);
	const places = items.map((item) => placeOf(context, item, true));
	const contents = await contentOfItems(deps, context.shopId, items, places, (item) => mailable.has(item.buyer.id));
	const plans = items.map((item, index) => toPlan(context, { ...item, data: {} }, places[index] ?? item, contents[index] ?? NO_CONTENT, item.mail.language));
	return await deps.ledger.plan(context.shopId, context.campaign, plans, context.now);
}

function toPlan(
	context: SendContext, member: Omit<AudienceMember, 'position'>, place: TestPlace, content: Pick<DeliveryPlan, 'template' | 'contentId' | 'data'>, language = member.buyer.language,
): DeliveryPlan {
	const { buyer } = member;
	const occasion = context.options.sendOncePer === 'buyer' ? '' : member.occasion;
	return { buyerId: buyer.id, occasion, site: buyer.site, language, variant: place.variant, rest: place.rest, ...content, dueAt: context.dueAt(buyer), isWindowBound: context.options.when.kind !== 'atOnce', notAfter: context.options.notAfter };
}

const NO_CONTENT = { template: '', contentId: '', data: {} };

function placeOf({ test, shopId, campaign }: SendContext, { buyer, variant }: { buyer: BuyerItem; variant: string }, isFinished = false): TestPlace {
	return placeInTest(test, `${shopId}\n${campaign.name}`, { buyerId: buyer.id, variant, isFinished });
}

async function finish(deps: CampaignDeps, context: SendContext, sender: SenderProfile, planned: number, total: number): Promise<SendReport> {
	const { shopId, usagePlan, options, campaign } = context;
	const run = await send(deps, { shopId, usagePlan, sender, campaignId: campaign.id, signal: options.signal, maxMinutes: options.maxMinutes });
	return { campaign, planned, known: total - planned, run, usage: await reportUsage(deps, shopId, usagePlan), ...(context.test ? { test: context.test } : {}) };
}

interface SendNow {
	shopId: string;
	usagePlan: UsagePlan;
	sender: SenderProfile;
	campaignId?: string;
	signal?: AbortSignal;
	maxMinutes?: number;
}

async function send(deps: CampaignDeps, { shopId, usagePlan, sender, campaignId, signal, maxMinutes }: SendNow): Promise<SendRunSummary> {
	const now = deps.clock.now();
	const windows = await deps.readWindows(shopId);
	await releaseRest(deps, shopId, campaignId, windows);
	const run = await runSending(deps, {
		shopId, campaignId, sender, usage: usagePlan, signal, windowsAt: (at) => windowsAt(windows, at),
		...((await deps.links.publicAddress(shopId)) ? { unsubscribeUrl: await deps.links.forDeliveries(shopId), viewUrl: await deps.links.viewsForDeliveries(shopId) } : {}),
		stopAt: maxMinutes === undefined ? undefined : now + maxMinutes * 60_000,
	});
	if (run.stoppedBy === 'daily-quota') {
		// the day whose quota is used up is the one that the run ended on, not the one that it began on
		const endedAt = deps.clock.now();
		await deps.ledger.postpone(shopId, campaignId, endedAt, windowsAt(windows, nextDayStart(usagePlan.timeZone, endedAt)), 'daily-quota');
	}
	return run;
}

/** @throws SellerMailError NOT_FOUND */
export async function readUsagePlan(deps: Pick<CampaignDeps, 'campaigns'>, shopId: string): Promise<UsagePlan> {
	const plan = await deps.campaigns.readUsagePlan(shopId);
	if (!plan) throw new SellerMailError('NOT_FOUND', { message: `There is no shop \`${shopId}\` in this store.`, nextStep: 'Create it with Seller Mail Records → Shop, or choose another one.', context: { shop: shopId } });
	return plan;
}

async function reportUsage(deps: CampaignDeps, shopId: string, plan: UsagePlan): Promise<UsageReport> {
	const { day, month, dailyQuota } = usageAt(plan, deps.clock.now());
	const used = await deps.campaigns.readUsage(shopId, day, month);
	return { mailsToday: used.ofDay, dailyQuota, billableThisMonth: used.ofMonth, costMicroUsd: costMicroUsd(used.ofMonth, plan) };
}

function batches<Value>(values: Value[]): Value[][] {
	return Array.from({ length: Math.ceil(values.length / PLAN_BATCH) }, (_, index) => values.slice(index * PLAN_BATCH, (index + 1) * PLAN_BATCH));
}
