import type { ConsentPolicy } from '../compliance/consentPolicy';
import type { BuyerItem, DeliveryState, MailItem, MailPurpose } from '../contract/items';
import type { SenderProfile } from '../shop/senderProfile';
import type { StoredContent } from '../template/ports';
import type { ThrottlePlan } from './throttle';

/** A delivery as it is planned: unique by campaign, buyer and occasion. */
export interface DeliveryPlan {
	buyerId: string;
	occasion: string;
	site: string;
	language: string;
	variant: string;
	template: string;
	contentId: string;
	/** what the template needs beside the buyer; of a finished mail: what it was made of, the proof of its claims */
	data: Record<string, unknown>;
	dueAt: number;
	/** also when it is sent later than planned, it goes out inside the buyer's window only */
	isWindowBound: boolean;
	notAfter?: number;
	/** of an A/B test: `waiting` is not due before there is a winner, `released` gets him; left out: takes part, or no test */
	rest?: 'waiting' | 'released';
}

/** The cause of what waits for the winner of its test, and when it is due until then: the last day of the year 9999. */
export const WAITING_FOR_WINNER = 'waiting-for-winner';
export const NEVER_DUE_AT = 253_402_214_400_000;

/** What the ledger knows of one planned delivery, in the order in which plans were given. */
export interface PlannedDelivery {
	id: string;
	isNew: boolean;
	state: DeliveryState;
	code: string | null;
	cause: string | null;
	dueAt: number;
	settledAt: number | null;
}

/** A delivery that this worker may send now: its lease is ours. */
export interface ClaimedDelivery {
	id: string;
	shopId: string;
	campaignId: string;
	campaignName: string;
	purpose: MailPurpose;
	contentId: string;
	/** of an A/B test: A, B … */
	variant: string;
	data: Record<string, unknown>;
	attemptCount: number;
	/** of these, those before a person had it sent again: its tries begin anew there */
	attemptsBefore?: number;
	/** of the recipient's address; empty: not known */
	domain?: string;
	/** of the first SMTP transaction since then; null before it */
	firstAttemptAt: number | null;
	buyer: BuyerItem;
	/** `policy`: what the shop itself asks for on the buyer's site */
	consent: { state: string; basis: string | null; at: number | null; source?: string | null; isMarketable: boolean; policy?: ConsentPolicy };
	/** YYYY-MM-DD or YYYY */
	birthDate?: string | null;
	isWindowBound: boolean;
	/** rules that the campaign's check was told to leave out */
	switchedOff?: readonly string[];
	/** rates let its content leave from then on */
	notBefore?: number;
}

/** Enough to give a claim back. */
export type ClaimedId = Pick<ClaimedDelivery, 'id' | 'domain'>;

export interface ClaimRequest {
	shopId: string;
	/** all active campaigns of the shop when left out */
	campaignId?: string;
	worker: string;
	now: number;
	leaseMs: number;
	limit: number;
	usage: { day: string; month: string; dailyQuota: number; billableLimit: number };
	/** the next instant at which a mail may go: `now` when it may */
	nextInWindow: NextInWindow;
	/** the day that counts for a recipient who may get one marketing mail a day; `undefined`: no such limit */
	mailDayOf: (country: string | null, timeZone: string) => { startsAt: number; endsAt: number } | undefined;
	/** left out: no rates, and no domain is passed over */
	throttle?: ThrottlePlan & { report: ThrottleReport; /** lanes that have enough under way for now */ avoid?: readonly string[]; /** mails may be claimed this much before their content may leave */ leadMs?: number };
	/** whose turn it is among several campaigns: one more with each claim */
	turn?: number;
}

/** What a run did since it last claimed. */
export interface ThrottleReport {
	/** `lane at` → mails whose answer came by then */
	ended: Map<string, number>;
	/** lane → claimed, and not sent */
	givenBack: Map<string, number>;
	/** lane → accepted */
	accepted: Map<string, number>;
	/** lane → it wants fewer mails; how long it asked us to wait */
	slowed: Map<string, number>;
}

/** What decides when a mail may go. */
export interface WindowedMail {
	site: string;
	/** the buyer's */
	timeZone: string;
	country?: string | null;
	purpose: MailPurpose;
	/** false: sent at once; the recipient's law still counts */
	isWindowBound: boolean;
}

export type NextInWindow = (mail: WindowedMail, notBefore?: number) => number;

export interface ClaimResult {
	deliveries: ClaimedDelivery[];
	/** rows that turned out not to be sendable: suppressed, unsubscribed, too late */
	blockedCount: number;
	/** rows whose send window has closed since they were planned, or whose buyer had his mail of today */
	putOffCount: number;
	/** why nothing more may be claimed although something is due */
	stoppedBy?: 'daily-quota' | 'monthly-budget';
	/** rates held something back: no use in asking again before */
	throttledUntil?: number;
}

/** The end of one SMTP transaction. */
export type AttemptOutcome =
	| { kind: 'accepted'; code: string; reply: string }
	/** `scope`: whom it concerns (smtpReply); `retryAfterMs`: what the server itself asked for, already in `retryAt` */
	| { kind: 'deferred'; code: string; enhancedCode?: string; reply: string; cause: string; retryAt: number; scope?: 'recipient' | 'domain' | 'account'; retryAfterMs?: number }
	| { kind: 'failed'; code: string; enhancedCode?: string; reply: string; cause: string; quarantineUntil?: number; scope?: 'recipient' | 'domain' | 'account' }
	| { kind: 'uncertain'; cause: string };

export interface AttemptResult {
	delivery: ClaimedDelivery;
	startedAt: number;
	endedAt: number;
	outcome: AttemptOutcome;
}

export interface RuleFinding {
	rule: string;
	outcome: string;
	kind: string;
	evidence?: string;
}

/** The delivery ledger. Every write after the claim tests that the claim is still this worker's. */
export interface DeliveryLedger {
	plan(shopId: string, campaign: { id: string; purpose: MailPurpose }, plans: DeliveryPlan[], now: number): Promise<PlannedDelivery[]>;
	claim(request: ClaimRequest): Promise<ClaimResult>;
	/** What the worker claimed at that instant and has not begun. */
	listClaimed(request: Pick<ClaimRequest, 'shopId' | 'worker' | 'now'>): Promise<ClaimedId[]>;
	/**
	 * Results and sending marks of one moment in one transaction, results first. A mark is durable before the first byte of
	 * its mail leaves; the answer says which of the deliveries may go: lease ours, buyer not suppressed since.
	 */
	recordAndMark(results: AttemptResult[], markIds: string[], worker: string, now: number): Promise<Set<string>>;
	/** Gives claims back: nothing was sent, quota and bill are restored. */
	release(deliveryIds: string[], worker: string, now: number): Promise<void>;
	/** A claimed delivery that must not be sent: state blocked, with the findings. */
	block(delivery: ClaimedDelivery, cause: string, findings: RuleFinding[], worker: string, now: number): Promise<void>;
	extendLease(shopId: string, worker: string, leaseEndsAt: number): Promise<void>;
	/** The end of a run: what it did since its last claim; what it had claimed is free again. */
	endThrottle(worker: string, plan: ThrottlePlan, report: ThrottleReport, now: number): Promise<void>;
	/** Workers that hold claims, or whose mails count for rates as under way. */
	listWorkers(shopId: string): Promise<Array<{ worker: string; leaseEndsAt: number }>>;
	/** What a dead worker held: claimed goes back to planned, sending becomes uncertain. */
	recover(shopId: string, worker: string, now: number): Promise<{ replanned: number; uncertain: number }>;
	/** Puts off what is due at `now` but may not go yet; `nextInWindow` gives the new instants. */
	postpone(shopId: string, campaignId: string | undefined, now: number, nextInWindow: NextInWindow, cause: string): Promise<number>;
	find(deliveryIds: string[]): Promise<PlannedDelivery[]>;
	/** Of these buyers, those of the shop whose data were not erased. */
	findMailable(shopId: string, buyerIds: string[]): Promise<Set<string>>;
}

/** A message ready for the wire. */
export interface OutgoingMessage {
	envelopeFrom: string;
	envelopeTo: string;
	/** RFC 5322 message, CRLF line ends, signed; a character for each byte (latin1): strings cost less than buffers do, between threads and to forget */
	raw: string;
}

export type TransmitResult =
	| { kind: 'accepted'; code: string; reply: string }
	/** the server said no to this message; the connection can go on */
	| { kind: 'refused'; code: string; reply: string; stage: 'sender' | 'recipient' | 'content'; isServerClosing: boolean }
	/** no byte of the content left */
	| { kind: 'notBegun'; reason: string }
	/** content left, no answer came */
	| { kind: 'unknown'; reason: string }
	/** `mayBegin` said no */
	| { kind: 'withheld' };

/** One connection to the sender's server, open and logged in. */
export interface MailConnection {
	/**
	 * Sends one message. `mayBegin` is asked after the server is ready for the content and before its first byte; `following`
	 * when the content leaves, for the message that this connection will be given next: its envelope may go along.
	 */
	transmit(message: OutgoingMessage, mayBegin: () => Promise<boolean>, following?: () => OutgoingMessage | undefined): Promise<TransmitResult>;
	isOpen(): boolean;
	close(): void;
}

/** A claimed delivery and what its mail is made of. */
export interface Preparation {
	delivery: ClaimedDelivery;
	content: StoredContent | undefined;
	/** names this delivery; left out for transactional mail, unless the recipient's country wants a way out there too */
	unsubscribeUrl?: string;
	/** shows this delivery's mail in the browser; together with the one above */
	viewUrl?: string;
	/** the instant of dispatch */
	now: number;
}

/** A mail that may go, or the reason why it must not. `tooLate`: its hours ended just now; it waits for the next ones. */
export type MadeMail = { kind: 'ready'; message: OutgoingMessage } | { kind: 'tooLate' } | { kind: 'blocked'; cause: string; findings: RuleFinding[] };

/** Makes the mails of one run ready for the wire: rendered, checked (design.md §5), written and signed. */
export interface MailMaker {
	/** @throws SellerMailError SENDER_PROFILE_INCOMPLETE */
	make(input: Preparation): Promise<MadeMail>;
	/** Forgets what it kept for the run. */
	end(): void;
}

export interface Mailer {
	/** @throws SellerMailError SMTP_UNREACHABLE, SMTP_LOGIN_REFUSED, SMTP_TLS_REQUIRED */
	connect(sender: SenderProfile): Promise<MailConnection>;
	compose(mail: ComposeInput): Promise<OutgoingMessage>;
}

export interface ComposeInput {
	sender: SenderProfile;
	to: { address: string; name?: string };
	mail: Pick<MailItem, 'subject' | 'html' | 'text' | 'language'>;
	/** with angle brackets */
	messageId: string;
	date: number;
	/** further headers by name; unsubscribe, feedback */
	headers: Record<string, string>;
}

/** Who is at work: names a worker and tells whether another one has died, so that its claims needn't wait for their lease. */
export interface WorkerRegistry {
	begin(): string;
	end(worker: string): void;
	isGone(worker: string): boolean;
}
