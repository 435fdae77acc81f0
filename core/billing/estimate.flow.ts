import { readUsagePlan, wrongPurpose } from '../campaign/campaign.flow';
import type { Campaign, CampaignStore } from '../campaign/ports';
import { planDueAt, windowsAt, type SendTime, type SiteWindows } from '../campaign/sendTime';
import { costMicroUsd, usageAt, type UsagePlan } from '../campaign/usage';
import { findMailDay } from '../compliance/legalOpening';
import type { BuyerItem, MailPurpose } from '../contract/items';
import type { Clock } from '../shared/clock';
import { HOLDOUT, REST } from '../segment/variants';
import { letOthersRun } from '../shared/eventLoop';
import { MailForecast, type Forecast, type ForecastMail } from './forecast';
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
		addPage(work, page, await readFacts(deps, work, page.map(({ buyerId }) => buyerId)));
		await letOthersRun();
	}
	for (const buyer of work.repeated.values()) if (buyer.facts) addBuyer(work, buyer.facts, buyer.mails);
	await addQueue(deps, work);
	return toEstimate({ ...work, result: await play(work.forecast), spentMicroUsd: costMicroUsd(work.used.ofMonth, work.plan) });
}

interface Work {
	shopId: string;
	now: number;
	plan: UsagePlan;
	used: { ofDay: number; ofMonth: number };
	request: EstimateRequest;
	campaign: Campaign | undefined;
	forecast: MailForecast;
	dueAt(buyer: Pick<BuyerItem, 'site' | 'timeZone' | 'country'>): number;
	counts: { recipients: number; planned: number; leftOut: Record<string, number> };
	/** buyers who are recipients several times: what they are to get is put together first */
	repeated: Map<string, Repeated>;
}

interface Repeated {
	facts?: BuyerFacts;
	occasions: Set<string>;
	mails: ForecastMail[];
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
		shopId, now, plan, used, request, campaign, dueAt: (buyer) => due(buyer as BuyerItem),
		forecast: new MailForecast({ now, plan, used, windowsAt: (at) => windowsAt(windows, at), mailDayOf: findMailDay }),
		counts: { recipients: 0, planned: 0, leftOut: {} }, repeated: await findRepeated(deps.estimates, request.recipients),
	};
}

async function findRepeated(store: EstimateStore, recipients: EstimateRequest['recipients']): Promise<Work['repeated']> {
	const repeated: Work['repeated'] = new Map();
	const add = (id: string): void => void repeated.set(id, { occasions: new Set(), mails: [] });
	if ('audienceId' in recipients) for await (const ids of store.findRepeated(recipients.audienceId)) ids.forEach(add);
	else for (const [id, all] of Map.groupBy(recipients, ({ buyerId }) => buyerId)) if (all.length > 1) add(id);
	return repeated;
}

async function readFacts({ estimates }: EstimateDeps, { shopId, campaign, now }: Work, buyerIds: string[]): Promise<Map<string, BuyerFacts>> {
	return await estimates.readFacts({ shopId, campaignId: campaign?.id, buyerIds: [...new Set(buyerIds)], now });
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
		const known = facts.get(recipient.buyerId);
		const repeated = work.repeated.get(recipient.buyerId);
		const mail = makeMail(work, recipient, known, repeated?.occasions);
		work.counts.recipients += 1;
		if (typeof mail === 'string') work.counts.leftOut[mail] = (work.counts.leftOut[mail] ?? 0) + 1;
		else work.counts.planned += 1;
		const mails = typeof mail === 'string' ? [] : [mail];
		if (repeated) {
			repeated.facts ??= known;
			repeated.mails.push(...mails);
		} else if (known) addBuyer(work, known, mails);
	}
}

/** The hold-out gets nothing; the rest of a test waits for its winner. */
const NOT_NOW = new Set([HOLDOUT, REST]);

/** The mail that he would get, or why he gets none: in the order in which a send finds out. */
function makeMail(work: Work, recipient: EstimateRecipient, facts: BuyerFacts | undefined, seen: Set<string> | undefined): ForecastMail | string {
	const { request } = work;
	if (recipient.variant === 'left-out' || NOT_NOW.has(recipient.variant)) return recipient.variant;
	if (!facts) return 'unknown-buyer';
	if (facts.isErased) return 'erased';
	const occasion = request.sendOncePer === 'buyer' ? '' : recipient.occasion;
	const known = facts.known.get(occasion);
	if (known !== undefined) return KNOWN[known] ?? `already-${known}`;
	if (seen?.has(occasion)) return 'already-planned';
	seen?.add(occasion);
	const buyer = recipient.buyer ?? { site: facts.site, timeZone: facts.timeZone, country: facts.country };
	const dueAt = work.dueAt({ ...buyer, country: buyer.country ?? undefined });
	const mail = { site: buyer.site, timeZone: facts.timeZone, country: facts.country, purpose: request.purpose, isWindowBound: request.when.kind !== 'atOnce' };
	return facts.refusalAt(dueAt, request.purpose, request.notAfter) ?? { dueAt, notAfter: request.notAfter, isOwn: true, isNew: true, mail };
}

/** States of the ledger as an operator puts them. */
const KNOWN: Readonly<Record<string, string>> = {
	accepted: 'already-sent', delivered: 'already-sent', bounced: 'already-sent', complained: 'already-sent', sending: 'already-sent',
	planned: 'already-planned', deferred: 'already-planned', claimed: 'already-planned',
};

/** His new mails together with those that are planned already: they use the same quota and budget, and make each other free. */
function addBuyer({ forecast, now, campaign }: Work, facts: BuyerFacts, mails: readonly ForecastMail[]): void {
	const { timeZone, country } = facts;
	const queued = facts.queued.filter((mail) => facts.refusalAt(Math.max(mail.dueAt, now), mail.purpose, mail.notAfter) === undefined).map((mail): ForecastMail => ({
		dueAt: mail.dueAt, notAfter: mail.notAfter, isOwn: mail.campaignId === campaign?.id, isNew: false,
		mail: { site: mail.site, timeZone, country, purpose: mail.purpose, isWindowBound: mail.isWindowBound },
	}));
	if (mails.length + queued.length === 0) return;
	// elsewhere it decides nothing, and would tell buyers apart who are alike
	const mailedAt = facts.lastMailedAt !== undefined && findMailDay(country, timeZone, now) ? facts.lastMailedAt : undefined;
	forecast.add({ mails: [...mails, ...queued], last: { billedAt: facts.lastBilledAt, mailedAt } });
}

/** What is planned already for everybody else. */
async function addQueue(deps: EstimateDeps, work: Work): Promise<void> {
	const { recipients } = work.request;
	const isAudience = 'audienceId' in recipients;
	const done = new Set(isAudience ? [] : recipients.map(({ buyerId }) => buyerId));
	for await (const ids of deps.estimates.findQueued(work.shopId, isAudience ? recipients.audienceId : undefined)) {
		const facts = await readFacts(deps, work, ids.filter((id) => !done.has(id)));
		for (const buyer of facts.values()) addBuyer(work, buyer, []);
		await letOthersRun();
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
