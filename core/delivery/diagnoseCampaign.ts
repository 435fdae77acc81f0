import { explainCause, explainCauses, type CountedCause } from '../campaign/causes';
import { MINUTE_MS } from '../shared/clock';
import { sayCampaign } from './diagnoseCampaignWords';
import { sayInstant } from './diagnoseDelivery';
import type { CampaignFacts, RefusalGroup } from './diagnosePorts';
import { withHelp } from './diagnoseReply';
import type { Diagnosis, DiagnosisContext } from './diagnosis';
import { findProviderOfDomain, type MailProvider } from './mailboxProvider';
import { redactReply } from './redactReply';

/** A schedule that is in order runs at least that often. */
const IDLE_MS = 15 * MINUTE_MS;
/** A problem is the headline when it has cost at least that share of what was tried. */
const HEADLINE_SHARE = 0.05;
/** A provider is named as the one where it happens from this share of a problem. */
const PROVIDER_SHARE = 0.6;
/** What is due later than this (year 9999) has no time yet. */
const LAST_INSTANT = Date.UTC(9999, 0);

export interface CampaignStanding {
	name: string;
	state: string;
	pauseReason: string | null;
	/** of the shop, now */
	usage: { mailsToday: number; dailyQuota: number; usedUp: 'daily-quota' | 'monthly-budget' | undefined };
}

export interface DominantProblem {
	cause: string;
	count: number;
	/** of all problems */
	share: number;
	/** whose mailboxes most of it happens at */
	provider: string | null;
	providerShare: number | null;
	smtpCode: string | null;
	enhancedCode: string | null;
	/** one server's words */
	reply: string | null;
}

export interface Waiting {
	reason: string;
	count: number;
	/** when it goes on by itself; null: not by itself */
	until: number | null;
	message: string;
	nextStep: string;
}

export interface CampaignDiagnosis extends Diagnosis {
	about: 'campaign';
	campaign: { name: string; state: string; states: Record<string, number> };
	/** by cause, the most frequent first; `state` tells whether it is over */
	causes: Array<CountedCause & { state: string }>;
	problem: DominantProblem | null;
	waiting: Waiting[];
	/** refused and put off by mailbox provider or domain */
	providers: Array<{ provider: string; count: number }>;
}

/** What is the matter with a campaign, what waits and why, from counts. */
export function diagnoseCampaign(campaign: CampaignStanding, facts: CampaignFacts, context: DiagnosisContext): CampaignDiagnosis {
	const problem = findProblem(facts);
	const waiting = listWaiting(campaign, facts, context);
	const states = sumStates(facts);
	const headline = findHeadline(problem, waiting, states, context);
	return {
		about: 'campaign', ...headline, evidence: sayEvidence(problem, waiting, states, facts, context),
		campaign: { name: campaign.name, state: campaign.state, states }, causes: listCauses(facts, context), problem: problem && toShown(problem), waiting, providers: countProviders(facts.refusals),
	};
}

type Problem = DominantProblem & { known: MailProvider | undefined };

function toShown({ known: _known, ...shown }: Problem): DominantProblem {
	return shown;
}

/** The cause that costs most, and where it happens. What waits for its hour or tomorrow is no problem. */
function findProblem(facts: CampaignFacts): Problem | null {
	const troubles = facts.states.filter(({ state, cause }) => cause !== null && (state === 'failed' || state === 'blocked' || state === 'uncertain' || state === 'canceled' || state === 'deferred'));
	const total = sum(troubles);
	const [worst] = [...Map.groupBy(troubles, ({ cause }) => kindOf(cause ?? ''))].map(([cause, groups]) => ({ cause, count: sum(groups) })).sort((a, b) => b.count - a.count);
	if (!worst) return null;
	const groups = facts.refusals.filter(({ cause }) => kindOf(cause) === worst.cause);
	const [where] = groupByProvider(groups);
	const [typical] = where ? where.groups : [];
	const providerShare = where ? where.count / sum(groups) : 0;
	const isThere = where !== undefined && providerShare >= PROVIDER_SHARE;
	return {
		...worst, share: worst.count / total, provider: isThere ? where.name : null, providerShare: isThere ? providerShare : null, known: isThere ? where.known : undefined,
		smtpCode: typical?.code ?? null, enhancedCode: typical?.enhancedCode ?? null, reply: typical?.reply ? redactReply(typical.reply) : null,
	};
}

/** `gave-up-after-72h:mailbox-full` is a matter of its own; `suppressed:unsubscribe` and `suppressed:manual` are one. */
function kindOf(cause: string): string {
	return cause.startsWith('gave-up') ? cause : (cause.split(':')[0] ?? '');
}

function groupByProvider(groups: readonly RefusalGroup[]): Array<{ name: string; known: MailProvider | undefined; count: number; groups: RefusalGroup[] }> {
	const named = [...Map.groupBy(groups, ({ domain }) => (domain === null ? '' : (findProviderOfDomain(domain)?.name ?? domain)))].filter(([name]) => name);
	return named
		.map(([name, own]) => ({ name, known: findProviderOfDomain(own[0]?.domain ?? ''), count: sum(own), groups: own.sort((a, b) => b.count - a.count) }))
		.sort((a, b) => b.count - a.count || a.name.localeCompare(b.name));
}

function countProviders(refusals: readonly RefusalGroup[]): CampaignDiagnosis['providers'] {
	return groupByProvider(refusals).slice(0, 20).map(({ name, count }) => ({ provider: name, count }));
}

function listWaiting(campaign: CampaignStanding, facts: CampaignFacts, context: DiagnosisContext): Waiting[] {
	const say = sayCampaign[context.language];
	const open = facts.states.filter(({ state }) => state === 'planned' || state === 'deferred');
	const waiting: Waiting[] = [];
	if (facts.expiredLeaseCount > 0) waiting.push({ reason: 'run-died', count: facts.expiredLeaseCount, until: null, ...say.runDied });
	if (campaign.state !== 'active' && sum(open) > 0) {
		waiting.push({ reason: campaign.state, count: sum(open), until: null, ...(campaign.state === 'paused' ? say.paused(campaign.pauseReason) : say.canceled) });
		return waiting;
	}
	if (facts.overdueCount > 0) waiting.push(whyOverdue(campaign, facts, context));
	for (const [cause, groups] of Map.groupBy(open, (group) => kindOf(group.cause ?? ''))) {
		const later = groups.filter(({ isDue }) => !isDue);
		if (later.length > 0) waiting.push(waitsFor(cause, later, context));
	}
	return waiting;
}

function waitsFor(cause: string, groups: CampaignFacts['states'], { language }: DiagnosisContext): Waiting {
	const text = cause ? explainCause(cause, language) : sayCampaign[language].hours;
	const until = Math.min(...groups.map(({ firstDueAt }) => firstDueAt));
	return { reason: cause || 'hours', count: sum(groups), until: until > LAST_INSTANT ? null : until, message: text.message, nextStep: text.nextStep };
}

function whyOverdue({ usage }: CampaignStanding, { overdueCount: count, overdueSince, heldCount, lastAttemptAt }: CampaignFacts, context: DiagnosisContext): Waiting {
	const say = sayCampaign[context.language];
	if (usage.usedUp) {
		const { message, nextStep } = explainCause(usage.usedUp, context.language);
		return { reason: usage.usedUp, count, until: null, message, nextStep };
	}
	if (heldCount > 0 || (lastAttemptAt !== null && context.now - lastAttemptAt < IDLE_MS)) return { reason: 'running', count, until: null, ...say.running };
	const [since, last] = [overdueSince ?? context.now, lastAttemptAt].map((at) => (at === null ? null : sayInstant(at, context)));
	return { reason: 'nobody-sends', count, until: null, ...say.nobodySends(since ?? '', last ?? null) };
}

function findHeadline(problem: Problem | null, waiting: Waiting[], states: Record<string, number>, { language }: DiagnosisContext): Pick<Diagnosis, 'code' | 'cause' | 'summary' | 'nextStep'> {
	const tried = Object.entries(states).reduce((total, [state, count]) => total + (state === 'planned' ? 0 : count), 0);
	const stuck = waiting.find(({ reason }) => STUCK.has(reason));
	if (stuck?.reason === 'paused' || stuck?.reason === 'canceled') return ofWaiting(stuck);
	if (problem && problem.count >= tried * HEADLINE_SHARE) return ofProblem(problem, language);
	if (stuck) return ofWaiting(stuck);
	const [most] = waiting.toSorted((a, b) => b.count - a.count);
	if (most) return ofWaiting(most);
	return problem ? ofProblem(problem, language) : { code: null, cause: null, ...sayCampaign[language].fine };
}

/** These don't pass by themselves. */
const STUCK: ReadonlySet<string> = new Set(['paused', 'canceled', 'run-died', 'nobody-sends']);

function ofWaiting({ reason, message, nextStep }: Waiting): Pick<Diagnosis, 'code' | 'cause' | 'summary' | 'nextStep'> {
	const isCause = reason === 'daily-quota' || reason === 'monthly-budget';
	return { code: isCause ? explainCause(reason).code : null, cause: isCause ? reason : null, summary: message, nextStep };
}

function ofProblem(problem: Problem, language: DiagnosisContext['language']): Pick<Diagnosis, 'code' | 'cause' | 'summary' | 'nextStep'> {
	const { code, message, nextStep } = explainCause(problem.cause, language);
	const where = problem.provider === null || problem.providerShare === null ? '' : sayCampaign[language].mostlyAt(Math.round(problem.providerShare * 100), problem.provider, problem.enhancedCode ?? problem.smtpCode);
	return { code, cause: problem.cause, summary: `${message}${where}`, nextStep: withHelp(nextStep, problem.known, language) };
}

function sayEvidence(problem: Problem | null, waiting: Waiting[], states: Record<string, number>, facts: CampaignFacts, context: DiagnosisContext): string[] {
	const say = sayCampaign[context.language];
	return [
		say.states(states),
		problem ? say.problem(problem.count, Math.round(problem.share * 100), problem.cause) : undefined,
		problem?.reply ? say.reply(problem.reply) : undefined,
		...waiting.map(({ count, message, until }) => say.waits(count, message, until === null ? null : sayInstant(until, context))),
		facts.lastAttemptAt === null ? say.neverSent : say.lastSent(sayInstant(facts.lastAttemptAt, context)),
	].filter((line) => line !== undefined);
}

function listCauses(facts: CampaignFacts, { language }: DiagnosisContext): CampaignDiagnosis['causes'] {
	return [...Map.groupBy(facts.states.filter(({ cause }) => cause !== null), ({ state }) => state)]
		.flatMap(([state, groups]) => explainCauses(Object.fromEntries(groups.map(({ cause, count }) => [cause ?? '', count])), language).map((cause) => ({ ...cause, state })))
		.sort((a, b) => b.count - a.count);
}

function sumStates({ states }: CampaignFacts): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const { state, count } of states) counts[state] = (counts[state] ?? 0) + count;
	return counts;
}

function sum(groups: ReadonlyArray<{ count: number }>): number {
	return groups.reduce((total, { count }) => total + count, 0);
}
