import { explainCause } from '../campaign/causes';
import { instantToWall } from '../shared/timeZone';
import type { DeliveryHistory } from './diagnosePorts';
import type { Diagnosis, DiagnosisContext } from './diagnosis';
import { withHelp } from './diagnoseReply';
import { sayDelivery } from './diagnoseWords';
import { findProviderOfDomain, guessProviderOfReply, type MailProvider } from './mailboxProvider';
import { redactReply } from './redactReply';

/** What else decides whether a mail may go now. */
export interface Room {
	/** the next instant at which this mail may go; `now` when it may */
	opensAt: number;
	/** why the shop may send nothing more now */
	usedUp: 'daily-quota' | 'monthly-budget' | undefined;
}

export interface DeliveryStep {
	at: number;
	what: string;
}

export interface DeliveryDiagnosis extends Diagnosis {
	about: 'delivery';
	delivery: { id: string; campaign: string; buyerId: string; recipientDomain: string | null; provider: string | null; state: string; dueAt: number };
	/** planned, attempts, events, findings, suppressions, oldest first */
	history: DeliveryStep[];
	/** what a claim would say of a mail like this now */
	now: { answer: 'goes' | 'waits' | 'refused'; cause: string | null; message: string };
}

const ENDED: ReadonlySet<string> = new Set(['accepted', 'delivered', 'bounced', 'complained', 'failed', 'blocked', 'canceled', 'uncertain']);

/** Why a delivery stands where it stands, from everything that is known of it. */
export function diagnoseDelivery(found: DeliveryHistory, room: Room, context: DiagnosisContext): DeliveryDiagnosis {
	const provider = providerOf(found);
	const verdict = ENDED.has(found.state) ? judgeEnded(found, context) : judgeWaiting(found, room, context);
	return {
		about: 'delivery', code: verdict.code, cause: verdict.cause, summary: verdict.message, evidence: sayEvidence(found, provider, context),
		nextStep: withHelp(verdict.nextStep, found.state === 'failed' || found.state === 'deferred' ? provider : undefined, context.language),
		delivery: {
			id: found.id, campaign: found.campaign.name, buyerId: found.buyerId, recipientDomain: found.recipientDomain, provider: provider?.name ?? null,
			state: found.state, dueAt: found.dueAt,
		},
		history: listSteps(found, context), now: judgeNow(found, room, context),
	};
}

interface Verdict {
	code: string | null;
	cause: string | null;
	message: string;
	nextStep: string;
}

function judgeEnded(found: DeliveryHistory, { language }: DiagnosisContext): Verdict {
	if (found.cause) return { cause: found.cause, ...explainCause(found.cause, language) };
	const say = sayDelivery[language];
	return { code: null, cause: null, ...(say.ended[found.state] ?? say.ended.accepted) };
}

/** The first thing that keeps it from going, in the order in which sending asks. */
function judgeWaiting(found: DeliveryHistory, room: Room, context: DiagnosisContext): Verdict {
	const { now, language } = context;
	const say = sayDelivery[language];
	const at = (instant: number): string => sayInstant(instant, context);
	const plain = (message: string, nextStep: string): Verdict => ({ code: null, cause: null, message, nextStep });
	if (found.leaseEndsAt !== null && found.leaseEndsAt > now) return plain(say.onItsWay(at(found.leaseEndsAt)), say.waitAMinute);
	if (found.leaseEndsAt !== null) return plain(say.leaseEnded(at(found.leaseEndsAt)), say.runSendDue);
	if (found.campaign.state === 'canceled') return plain(say.canceledCampaign, say.newCampaign);
	if (found.campaign.state === 'paused') return plain(say.pausedCampaign(found.campaign.pauseReason), say.resume);
	if (found.refusedNow) return { cause: found.refusedNow, ...withPrefix(explainCause(found.refusedNow, language), say.willBeRefused) };
	if (found.cause && found.dueAt > now) return { cause: found.cause, ...withSuffix(explainCause(found.cause, language), say.againAt(at(found.dueAt))) };
	if (found.dueAt > now) return plain(say.dueLater(at(found.dueAt)), say.runSendDueThen);
	if (room.usedUp) return { cause: room.usedUp, ...explainCause(room.usedUp, language) };
	if (room.opensAt > now) return plain(say.windowClosed(at(room.opensAt)), say.runSendDueThen);
	return plain(say.nobodyRuns(at(found.dueAt)), say.runSendDue);
}

function withPrefix<Text extends { message: string }>(text: Text, prefix: string): Text {
	return { ...text, message: `${prefix}${text.message}` };
}

function withSuffix<Text extends { message: string }>(text: Text, suffix: string): Text {
	return { ...text, message: `${text.message}${suffix}` };
}

function judgeNow(found: DeliveryHistory, room: Room, context: DiagnosisContext): DeliveryDiagnosis['now'] {
	const { language, now } = context;
	const say = sayDelivery[language];
	if (found.refusedNow) return { answer: 'refused', cause: found.refusedNow, message: explainCause(found.refusedNow, language).message };
	if (found.campaign.state !== 'active') return { answer: 'waits', cause: null, message: found.campaign.state === 'paused' ? say.pausedCampaign(found.campaign.pauseReason) : say.canceledCampaign };
	if (room.usedUp) return { answer: 'waits', cause: room.usedUp, message: explainCause(room.usedUp, language).message };
	if (room.opensAt > now) return { answer: 'waits', cause: null, message: say.windowClosed(sayInstant(room.opensAt, context)) };
	return { answer: 'goes', cause: null, message: say.wouldGo };
}

function providerOf({ recipientDomain, attempts }: DeliveryHistory): MailProvider | undefined {
	const reply = attempts.at(-1)?.reply;
	return (recipientDomain === null ? undefined : findProviderOfDomain(recipientDomain)) ?? (reply ? guessProviderOfReply(reply) : undefined);
}

function sayEvidence(found: DeliveryHistory, provider: MailProvider | undefined, { language }: DiagnosisContext): string[] {
	const say = sayDelivery[language];
	const last = found.attempts.at(-1);
	return [
		say.state(found.state, found.attempts.length),
		found.recipientDomain === null ? say.erased : say.mailbox(found.recipientDomain, provider?.name),
		last?.reply ? say.lastReply(redactReply(last.reply)) : undefined,
		...found.findings.map(({ rule, evidence }) => say.finding(rule, evidence ? redactReply(evidence) : undefined)),
	].filter((line) => line !== undefined);
}

function listSteps(found: DeliveryHistory, { language }: DiagnosisContext): DeliveryStep[] {
	const say = sayDelivery[language].steps;
	const steps: DeliveryStep[] = [
		{ at: found.plannedAt, what: say.planned },
		...found.attempts.map((attempt) => ({ at: attempt.endedAt, what: say.attempt(attempt.outcome, attempt.code, attempt.enhancedCode, attempt.reply ? redactReply(attempt.reply) : null) })),
		...found.events.map(({ kind, occurredAt, source }) => ({ at: occurredAt, what: say.event(kind, source) })),
		...found.findings.map(({ rule, outcome, occurredAt }) => ({ at: occurredAt, what: say.finding(rule, outcome) })),
		...found.suppressions.map(({ reason, scope, startsAt, endsAt }) => ({ at: startsAt, what: say.suppression(reason, scope, endsAt === null ? null : new Date(endsAt).toISOString().slice(0, 10)) })),
		...(found.settledAt === null ? [] : [{ at: found.settledAt, what: say.settled(found.state) }]),
	];
	return steps.sort((a, b) => a.at - b.at);
}

/** `2026-11-20 14:02`, in the shop's zone. */
export function sayInstant(at: number, { timeZone }: Pick<DiagnosisContext, 'timeZone'>): string {
	return new Date(instantToWall(timeZone, at)).toISOString().slice(0, 16).replace('T', ' ');
}
