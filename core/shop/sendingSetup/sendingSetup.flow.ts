import type { MailPurpose } from '../../contract/items';
import { HOUR_MS, MINUTE_MS, type Clock } from '../../shared/clock';
import { instantToWall } from '../../shared/timeZone';
import type { SenderProfile } from '../senderProfile';
import type { Shop } from '../shop';
import type { Said } from './checkWords';
import { fingerprintOf, lookUpRecords } from './lookUpRecords.flow';
import type { DnsResolver, DomainRefusal, KeptCheck, SendingDomain, SendingSetupStore } from './ports';
import { isBlocking, type RecordCheck } from './recordCheck';
import { refuseDomain, refuseStep } from './refusal';
import { judgeBrandStep, judgeDomainStep, judgeTemplateStep, type CheckReport, type SetupStep } from './setupSteps';
import { domainOf, isTestSender } from './testSender';

export interface SendingSetupDeps {
	clock: Clock;
	dns: DnsResolver;
	store: SendingSetupStore;
	/** @throws SellerMailError NOT_FOUND */
	getShop(id: string): Promise<Shop>;
}

export interface SendingSetup {
	/** of the From address */
	domain: string;
	/** a From domain that can't exist on a server of one's own: nothing of it is asked for */
	isTest: boolean;
	/** marketing may be sent */
	isReady: boolean;
	steps: [SetupStep & { records: CheckReport[] }, SetupStep, SetupStep];
	/** of the first step that isn't done; empty: nothing is left to do */
	nextStep: string;
	/** the domain that the shop has sent from, which can't change; null: nothing has left yet */
	fixedDomain: string | null;
	fixedSince: number | null;
	/** attempts to send from another one */
	refusals: DomainRefusal[];
}

export interface SendingSetupSummary {
	/** the one that the shop sends from, else the one that was checked last; null: neither */
	domain: string | null;
	isFixed: boolean;
	/** every record was right when DNS was asked last */
	isVerified: boolean;
	checkedAt: number | null;
	verifiedAt: number | null;
	defaultTemplate: string | null;
	refusals: DomainRefusal[];
}

export type SendingSetupFlow = ReturnType<typeof makeSendingSetupFlow>;

/** Right records are asked for again after that long: they change rarely, and a campaign is sent in many runs. */
const VERIFIED_FOR_MS = 6 * HOUR_MS;
/** While DNS gives no answer, records that were right that recently still count, and DNS is asked again after a while only. */
const GRACE_MS = 72 * HOUR_MS;
const ASK_AGAIN_MS = 10 * MINUTE_MS;
const MAX_REFUSALS = 10;

/** The three steps before the first send (requirement M6), and the domain that stays after it (M7). */
export function makeSendingSetupFlow(deps: SendingSetupDeps) {
	return {
		/** Asks DNS anew and says how each step stands. @throws SellerMailError NOT_FOUND */
		setUpSending: async (shopId: string, sender: SenderProfile): Promise<SendingSetup> => await setUp(deps, shopId, sender),
		/** What is known without a sender and without asking. @throws SellerMailError NOT_FOUND */
		sendingSetupOf: async (shopId: string): Promise<SendingSetupSummary> => await summarise(deps, shopId),
		/**
		 * Asked before anything is planned or sent; nothing of a test sender is asked for. Step 1 and the fixed domain count for
		 * every mail, steps 2 and 3 for marketing.
		 * @throws SellerMailError SENDING_DOMAIN_NOT_VERIFIED, SENDING_DNS_UNREACHABLE, SENDING_SETUP_INCOMPLETE, SENDING_DOMAIN_FIXED, NOT_FOUND
		 */
		assertMaySend: async (shopId: string, sender: SenderProfile, purpose: MailPurpose): Promise<void> => await assertMaySend(deps, shopId, sender, purpose),
	};
}

/** Step 1 of a sender alone, without a shop: for the credential's test. */
export async function checkSendingDomain({ clock, dns }: Pick<SendingSetupDeps, 'clock' | 'dns'>, sender: SenderProfile): Promise<{ isTest: boolean; step: SetupStep & { records: CheckReport[] } }> {
	const isTest = isTestSender(sender);
	return { isTest, step: judgeDomainStep(domainOf(sender.from.address), isTest ? [] : await lookUpRecords(dns, sender), saidFor({ staffLanguage: 'en', timeZone: 'UTC' }, clock.now())) };
}

function saidFor({ staffLanguage, timeZone }: Pick<Shop, 'staffLanguage' | 'timeZone'>, now: number): Said {
	return { language: staffLanguage, now, sayAt: (at) => new Date(instantToWall(timeZone, at)).toISOString().slice(0, 16).replace('T', ' ') };
}

async function setUp(deps: SendingSetupDeps, shopId: string, sender: SenderProfile): Promise<SendingSetup> {
	const shop = await deps.getShop(shopId);
	const domain = domainOf(sender.from.address);
	const isTest = isTestSender(sender);
	const checks = isTest ? [] : await checkAnew(deps, shopId, sender);
	const said = saidFor(shop, deps.clock.now());
	const fixed = await findFixed(deps, shopId);
	const isOther = !isTest && fixed !== undefined && fixed.domain !== domain;
	if (isOther) await deps.store.addRefusal(shopId, { fixedDomain: fixed.domain, refusedDomain: domain }, deps.clock.now());
	const first = judgeDomainStep(domain, checks, said);
	const refusal = isOther ? refuseDomain(fixed, domain, shopId, said) : undefined;
	const steps: SendingSetup['steps'] = [
		refusal ? { ...first, state: 'wrong', message: refusal.message, nextStep: refusal.nextStep } : first, judgeBrandStep(sender, said), judgeTemplateStep(shop, said),
	];
	const open = steps.find(({ state }) => state !== 'done');
	return {
		domain, isTest, isReady: isTest || open === undefined, steps, nextStep: isTest ? '' : (open?.nextStep ?? ''),
		fixedDomain: fixed?.domain ?? null, fixedSince: fixed?.firstSentAt ?? null, refusals: await deps.store.readRefusals(shopId, MAX_REFUSALS),
	};
}

async function summarise({ store, getShop }: SendingSetupDeps, shopId: string): Promise<SendingSetupSummary> {
	const { defaultTemplate } = await getShop(shopId);
	const used = await store.readDomain(shopId);
	const check = used ? await store.readCheck(shopId, used.domain) : await store.readLatestCheck(shopId);
	return {
		domain: used?.domain ?? check?.domain ?? null, isFixed: used !== undefined && used.firstSentAt !== null,
		isVerified: check !== undefined && check.verifiedAt === check.checkedAt, checkedAt: check?.checkedAt ?? null, verifiedAt: check?.verifiedAt ?? null,
		defaultTemplate, refusals: await store.readRefusals(shopId, MAX_REFUSALS),
	};
}

async function assertMaySend(deps: SendingSetupDeps, shopId: string, sender: SenderProfile, purpose: MailPurpose): Promise<void> {
	if (isTestSender(sender)) return;
	const shop = await deps.getShop(shopId);
	const said = saidFor(shop, deps.clock.now());
	const domain = domainOf(sender.from.address);
	const fixed = await findFixed(deps, shopId);
	if (fixed && fixed.domain !== domain) throw await refuseOther(deps, fixed, domain, shopId, said);
	const steps: SetupStep[] = [judgeDomainStep(domain, await currentChecks(deps, shopId, sender), said)];
	if (purpose === 'marketing') steps.push(judgeBrandStep(sender, said), judgeTemplateStep(shop, said));
	const open = steps.find(({ state }) => state !== 'done');
	if (open) throw refuseStep(open, shopId, domain, said);
	const counts = await deps.store.useDomain(shopId, domain, said.now);
	if (counts.domain !== domain) throw await refuseOther(deps, counts, domain, shopId, said);
}

async function findFixed({ store }: SendingSetupDeps, shopId: string): Promise<SendingDomain | undefined> {
	const domain = await store.readDomain(shopId);
	return domain?.firstSentAt === null ? undefined : domain;
}

async function refuseOther(deps: SendingSetupDeps, fixed: SendingDomain, domain: string, shopId: string, said: Said): Promise<Error> {
	await deps.store.addRefusal(shopId, { fixedDomain: fixed.domain, refusedDomain: domain }, said.now);
	return refuseDomain(fixed, domain, shopId, said);
}

/** What counts now: what is kept as long as it holds, else what DNS says. Empty: nothing to object to. */
async function currentChecks(deps: SendingSetupDeps, shopId: string, sender: SenderProfile): Promise<RecordCheck[]> {
	const kept = await findKept(deps, shopId, sender);
	const now = deps.clock.now();
	if (kept && kept.verifiedAt === kept.checkedAt && now - kept.checkedAt < VERIFIED_FOR_MS) return [];
	if (kept && isWithinGrace(kept, kept.checks, now) && now - kept.checkedAt < ASK_AGAIN_MS) return [];
	const checks = await checkAnew(deps, shopId, sender);
	return kept && isWithinGrace(kept, checks, now) ? [] : checks;
}

/** DNS that is down is no fault of a domain whose records were right not long ago. */
function isWithinGrace({ verifiedAt }: KeptCheck, checks: readonly RecordCheck[], now: number): boolean {
	return verifiedAt !== null && now - verifiedAt < GRACE_MS && checks.filter(isBlocking).every(({ reason }) => reason === 'dnsUnreachable');
}

async function findKept({ store }: SendingSetupDeps, shopId: string, sender: SenderProfile): Promise<KeptCheck | undefined> {
	const kept = await store.readCheck(shopId, domainOf(sender.from.address));
	return kept?.fingerprint === fingerprintOf(sender) ? kept : undefined;
}

async function checkAnew(deps: SendingSetupDeps, shopId: string, sender: SenderProfile): Promise<RecordCheck[]> {
	const domain = domainOf(sender.from.address);
	const before = await deps.store.readCheck(shopId, domain);
	const fingerprint = fingerprintOf(sender);
	const found = await lookUpRecords(deps.dns, sender);
	const now = deps.clock.now();
	const checks = found.map((check) => withMissingSince(check, before, now));
	const verifiedAt = checks.some(isBlocking) ? (before?.fingerprint === fingerprint ? before.verifiedAt : null) : now;
	await deps.store.saveCheck(shopId, { domain, fingerprint, checkedAt: now, verifiedAt, checks });
	return checks;
}

/** The wait for a record goes on while nothing is there, also over a time when DNS could not be asked. */
function withMissingSince(check: RecordCheck, before: KeptCheck | undefined, now: number): RecordCheck {
	const last = before?.checks.find(({ record, host }) => record === check.record && host === check.host)?.missingSince;
	if (check.outcome === 'notVisible') return { ...check, missingSince: last ?? now };
	return check.outcome === 'cantTell' && last !== undefined ? { ...check, missingSince: last } : check;
}
