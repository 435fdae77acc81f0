import type { BuyerItem, ComplianceItem, FindingItem, MailItem } from '../contract/items';
import type { Clock } from '../shared/clock';
import { letOthersRun } from '../shared/eventLoop';
import { makeId } from '../shared/ids';
import type { Random } from '../shared/random';
import type { Brand } from '../shop/senderProfile';
import { checkMail, worstOutcome } from './checkMail';
import type { ConsentReader, FindingRecord, FindingStore, KnownConsent } from './ports';
import type { Envelope, Recipient } from './rule';
import { consentState } from './rules/consent-state.rule';
import { marketplaceCollected } from './rules/marketplace-collected.rule';
import { minimumAge } from './rules/minimum-age.rule';

interface Deps {
	clock: Clock;
	random: Random;
	findings: FindingStore;
	buyers: ConsentReader;
	links: { forBuyers(shopId: string): Promise<(buyerId: string) => string> };
	/** the language that the shop's staff reads */
	staffLanguageOf(shopId: string): Promise<'en' | 'zh'>;
}

/** A mail and whom it is for; without a buyer the rules about the recipient don't apply. */
export interface MailToCheck {
	mail: MailItem;
	buyer?: BuyerItem;
	/** what it was made of: the proof of its claims */
	data?: Record<string, unknown>;
}

/** How a whole run is judged. */
export interface CheckOptions {
	/** what the sender's profile says of how the mails will travel (`toEnvelope`); left out: rules about the sender don't apply */
	envelope?: Envelope;
}

export type ComplianceFlow = ReturnType<typeof makeComplianceFlow>;

/** Mails that are checked before the event loop gets a turn: about 20 ms. */
const MAILS_AT_ONCE = 50;
const BUYERS_AT_ONCE = 500;

/** Checks mails against the rules, with what the store knows of each buyer, and keeps what was found. */
export function makeComplianceFlow(deps: Deps) {
	return {
		/**
		 * Checks mails of one shop: consent is read for all of them at once, links and advice are the shop's. What was found
		 * goes into the shop's compliance record. Answers in the order given. Mails without a buyer are of no shop.
		 */
		async checkMails(shopId: string | undefined, mails: readonly MailToCheck[], brand: Brand, options: CheckOptions = {}): Promise<ComplianceItem[]> {
			const results = await checkAll(deps, shopId, mails, brand, options);
			await record(deps, shopId, results.flatMap((result) => result.findings));
			return results;
		},
		/**
		 * Checks the samples of one content: the worst of them is its outcome, each finding is named once. A sample stands for
		 * the content, not for its own buyer: a doubt about one person's consent is no doubt about the audience. The segment
		 * has left out who may not be mailed, and sending looks at each recipient's consent again.
		 */
		async checkSamples(shopId: string | undefined, samples: readonly MailToCheck[], brand: Brand, options: CheckOptions = {}): Promise<ComplianceItem> {
			const results = await checkAll(deps, shopId, samples, brand, options);
			const ofContent = results.flatMap((result) => result.findings).filter((finding) => !OF_ONE_PERSON.has(finding.rule) || finding.outcome === 'violation');
			const findings = [...new Map(ofContent.map((finding) => [`${finding.rule} ${finding.message}`, finding])).values()];
			await record(deps, shopId, findings);
			return { outcome: worstOutcome(findings.map((finding) => finding.outcome)), checkedAt: deps.clock.now(), findings };
		},
		/** How often each rule found something in a shop since an instant. */
		countFindings: async (shopId: string, since: number) => await deps.findings.countByRule(shopId, since),
	};
}

/** Rules about a person, not about what he is sent. */
const OF_ONE_PERSON: ReadonlySet<string> = new Set([consentState.id, marketplaceCollected.id, minimumAge.id]);

async function checkAll(deps: Deps, shopId: string | undefined, mails: readonly MailToCheck[], brand: Brand, options: CheckOptions): Promise<ComplianceItem[]> {
	const now = deps.clock.now();
	const staffLanguage = shopId === undefined ? 'en' : await deps.staffLanguageOf(shopId);
	const urlOf = shopId === undefined ? undefined : await deps.links.forBuyers(shopId);
	const consents = await readConsents(deps, mails);
	const results: ComplianceItem[] = [];
	for (const [index, { mail, buyer, data }] of mails.entries()) {
		const recipient = buyer && toRecipient(buyer, consents.get(buyer.id));
		results.push(checkMail({ mail, recipient, brand, envelope: options.envelope, data, unsubscribeUrl: buyer && urlOf?.(buyer.id), staffLanguage }, now));
		if (index % MAILS_AT_ONCE === MAILS_AT_ONCE - 1) await letOthersRun();
	}
	return results;
}

async function readConsents(deps: Deps, mails: readonly MailToCheck[]): Promise<Map<string, KnownConsent>> {
	const ids = mails.flatMap(({ mail, buyer }) => (buyer && mail.purpose === 'marketing' ? [buyer.id] : []));
	const consents = new Map<string, KnownConsent>();
	for (let from = 0; from < ids.length; from += BUYERS_AT_ONCE) {
		for (const [id, consent] of await deps.buyers.consentOf(ids.slice(from, from + BUYERS_AT_ONCE))) consents.set(id, consent);
	}
	return consents;
}

/** A buyer that the store doesn't know has given no consent that could be proven. */
function toRecipient(buyer: BuyerItem, known: KnownConsent | undefined): Recipient {
	const stated = { email: buyer.email, name: buyer.name, timeZone: buyer.timeZone, language: buyer.language };
	if (!known) return { ...stated, country: buyer.country, consent: 'unknown', isMarketable: true };
	return {
		...stated,
		country: known.country ?? buyer.country,
		consent: known.isMarketingSuppressed ? 'withdrawn' : toConsent(known.consent),
		consentBasis: known.consentBasis,
		consentAt: known.consentAt,
		consentSource: known.consentSource,
		birthDate: known.birthDate,
		isMarketable: known.isMarketable,
		policy: known.policy,
	};
}

function toConsent(state: string): Recipient['consent'] {
	return state === 'granted' || state === 'pending' || state === 'withdrawn' ? state : 'unknown';
}

async function record(deps: Deps, shopId: string | undefined, findings: readonly FindingItem[]): Promise<void> {
	if (shopId === undefined) return;
	const occurredAt = deps.clock.now();
	const rows = findings.map((finding): FindingRecord => ({
		id: makeId(deps.random, 'f'), shopId, campaignId: null, deliveryId: null,
		rule: finding.rule, outcome: finding.outcome, kind: finding.kind, evidence: finding.evidence ?? null, occurredAt,
	}));
	for (let from = 0; from < rows.length; from += deps.findings.batchSize) await deps.findings.add(rows.slice(from, from + deps.findings.batchSize));
}
