import { isMailed, readUsagePlan, wrongPurpose } from '../campaign/campaign.flow';
import type { Campaign, CampaignStore } from '../campaign/ports';
import { planDueAt, windowsAt, type SendTime, type SiteWindows } from '../campaign/sendTime';
import { costMicroUsd, usageAt, type UsagePlan } from '../campaign/usage';
import { findMailDay } from '../compliance/legalOpening';
import type { BuyerItem, MailPurpose } from '../contract/items';
import type { Clock } from '../shared/clock';
import { letOthersRun } from '../shared/eventLoop';
import { MailForecast, type Forecast, type LastMails } from './forecast';
import type { BuyerFacts, EstimateRecipient, EstimateStore } from './ports';
import { toEstimate, type Estimate } from './estimate';

export interface EstimateDeps {
	clock: Clock;
	campaigns: CampaignStore;
	estimates: EstimateStore;
	readWindows(shopId: string): Promise<SiteWindows>;
}

export interface EstimateRequest {
	campaign: string;
	purpose: MailPurpose;
	when: SendTime;
	sendOncePer: 'occasion' | 'buyer';
	notAfter?: number;
	/** a frozen audience, or the items' buyers */
	recipients: { audienceId: string } | readonly EstimateRecipient[];
}

/** Few enough that reading what the store knows of them holds nobody up. */
const PAGE_SIZE = 250;

/**
 * What a send would do, without doing any of it: who gets a mail, who doesn't and why, on which days under quota, windows
 * and budget, and what it costs. Reads only. It assumes that *Send Due* runs often and that the servers take every mail.
 * @throws SellerMailError NOT_FOUND, INPUT_INVALID
 */
export async function estimateSend(deps: EstimateDeps, shopId: string, request: EstimateRequest): Promise<Estimate> {
	const work = await begin(deps, shopId, request);
	for await (const page of pagesOf(deps.estimates, request.recipients)) {
		addPage(work, page, await deps.estimates.readFacts({ shopId, campaignId: work.campaign?.id, purpose: request.purpose, buyerIds: [...new Set(page.map(({ buyerId }) => buyerId))], now: work.now }));
		await letOthersRun();
	}
	await addQueue(deps, shopId, work);
	const forecast = await play(work.forecast);
	return toEstimate({ ...work, request, shopId, result: forecast, spentMicroUsd: costMicroUsd(work.used.ofMonth, work.plan) });
}

interface Work {
	now: number;
	plan: UsagePlan;
	used: { ofDay: number; ofMonth: number };
	request: EstimateRequest;
	campaign: Campaign | undefined;
	forecast: MailForecast;
	dueAt(buyer: Pick<BuyerItem, 'site' | 'timeZone' | 'country'>): number;
	counts: { recipients: number; planned: number; leftOut: Record<string, number> };
	/** buyers with several mails, and what they are to get here */
	repeated: Map<string, Set<string>>;
	/** of buyers with several mails: one object for all of them */
	last: Map<string, LastMails>;
}

async function begin(deps: EstimateDeps, shopId: string, request: EstimateRequest): Promise<Work> {
	const now = deps.clock.now();
	const plan = await readUsagePlan(deps, shopId);
	const campaign = await deps.campaigns.findCampaign(shopId, request.campaign);
	if (campaign && campaign.purpose !== request.purpose) throw wrongPurpose(campaign, request.purpose);
	const windows = await deps.readWindows(shopId);
	const { day, month } = usageAt(plan, now);
	const used = await deps.campaigns.readUsage(shopId, day, month);
	const due = planDueAt(request.when, request.purpose, windows, now);
	return {
		now, plan, used, request, campaign, dueAt: (buyer) => due(buyer as BuyerItem),
		forecast: new MailForecast({ now, plan, used, windowsAt: (at) => windowsAt(windows, at), mailDayOf: findMailDay }),
		counts: { recipients: 0, planned: 0, leftOut: {} }, repeated: await findRepeated(deps.estimates, request.recipients), last: new Map(),
	};
}

async function findRepeated(store: EstimateStore, recipients: EstimateRequest['recipients']): Promise<Map<string, Set<string>>> {
	const repeated = new Map<string, Set<string>>();
	if ('audienceId' in recipients) {
		for await (const ids of store.findRepeated(recipients.audienceId)) for (const id of ids) repeated.set(id, new Set());
		return repeated;
	}
	for (const [id, all] of Map.groupBy(recipients, ({ buyerId }) => buyerId)) if (all.length > 1) repeated.set(id, new Set());
	return repeated;
}

async function* pagesOf(store: EstimateStore, recipients: EstimateRequest['recipients']): AsyncGenerator<readonly EstimateRecipient[]> {
	if (!('audienceId' in recipients)) {
		for (let from = 0; from < recipients.length; from += PAGE_SIZE) yield recipients.slice(from, from + PAGE_SIZE);
		return;
	}
	for (let after = -1; ; ) {
		const page = await store.readMembers(recipients.audienceId, after, PAGE_SIZE);
		if (page.length === 0) return;
		yield page;
		after = page.at(-1)?.position ?? after;
	}
}

function addPage(work: Work, page: readonly EstimateRecipient[], facts: Map<string, BuyerFacts>): void {
	for (const recipient of page) {
		const cause = addRecipient(work, recipient, facts.get(recipient.buyerId));
		work.counts.recipients += 1;
		if (cause === undefined) work.counts.planned += 1;
		else leaveOut(work, cause);
	}
}

function leaveOut({ counts }: Work, cause: string): void {
	counts.leftOut[cause] = (counts.leftOut[cause] ?? 0) + 1;
}

/** Adds his mail to the forecast, or says why there is none: in the order in which a send finds out. */
function addRecipient(work: Work, recipient: EstimateRecipient, facts: BuyerFacts | undefined): string | undefined {
	const { request } = work;
	if (recipient.variant === 'left-out' || !isMailed(recipient.variant)) return recipient.variant;
	if (!facts) return 'unknown-buyer';
	if (facts.isErased) return 'erased';
	const occasion = request.sendOncePer === 'buyer' ? '' : recipient.occasion;
	const known = facts.known.get(occasion);
	if (known !== undefined) return KNOWN[known] ?? `already-${known}`;
	const seen = work.repeated.get(recipient.buyerId);
	if (seen?.has(occasion)) return 'already-planned';
	seen?.add(occasion);
	const buyer = recipient.buyer ?? { site: facts.site, timeZone: facts.timeZone, country: facts.country };
	const dueAt = work.dueAt({ ...buyer, country: buyer.country ?? undefined });
	const cause = facts.refusalAt(dueAt, request.notAfter);
	if (cause !== undefined) return cause;
	work.forecast.add({
		count: 1, dueAt, notAfter: request.notAfter, isOwn: true, isNew: true,
		mail: { site: buyer.site, timeZone: facts.timeZone, country: facts.country, purpose: request.purpose, isWindowBound: request.when.kind !== 'atOnce' },
		...lastOf(work, recipient.buyerId, facts, seen !== undefined || facts.hasOthers),
	});
	return undefined;
}

/** States of the ledger as an operator puts them. */
const KNOWN: Readonly<Record<string, string>> = {
	accepted: 'already-sent', delivered: 'already-sent', bounced: 'already-sent', complained: 'already-sent', sending: 'already-sent',
	planned: 'already-planned', deferred: 'already-planned', claimed: 'already-planned',
};

function lastOf(work: Work, buyerId: string, { lastBilledAt, lastMailedAt, country, timeZone }: BuyerFacts, hasSeveral: boolean): { last: LastMails; buyerId?: string } {
	// elsewhere it decides nothing, and would tell mails apart that are alike
	const mailedAt = lastMailedAt !== undefined && findMailDay(country, timeZone, work.now) ? lastMailedAt : undefined;
	const last = { billedAt: lastBilledAt, mailedAt };
	if (!hasSeveral) return { last };
	const shared = work.last.get(buyerId) ?? last;
	work.last.set(buyerId, shared);
	return { last: shared, buyerId };
}

/** What is planned already uses the same quota and the same budget. */
async function addQueue(deps: EstimateDeps, shopId: string, work: Work): Promise<void> {
	for await (const page of deps.estimates.readQueue(shopId)) {
		for (const [purpose, mails] of Map.groupBy(page, (mail) => mail.purpose)) {
			const facts = await deps.estimates.readFacts({ shopId, campaignId: undefined, purpose, buyerIds: [...new Set(mails.map(({ buyerId }) => buyerId))], now: work.now });
			for (const mail of mails) {
				const buyer = facts.get(mail.buyerId);
				if (!buyer || buyer.refusalAt(Math.max(mail.dueAt, work.now), mail.notAfter) !== undefined) continue;
				work.forecast.add({
					count: 1, dueAt: mail.dueAt, notAfter: mail.notAfter, isOwn: mail.campaignId === work.campaign?.id, isNew: false,
					mail: { site: mail.site, timeZone: buyer.timeZone, country: buyer.country, purpose, isWindowBound: mail.isWindowBound },
					...lastOf(work, mail.buyerId, buyer, mail.openCount > 1 || work.last.has(mail.buyerId)),
				});
			}
			await letOthersRun();
		}
	}
}

async function play(forecast: MailForecast): Promise<Forecast> {
	const steps = forecast.run();
	for (;;) {
		const step = steps.next();
		if (step.done) return step.value;
		await letOthersRun();
	}
}
