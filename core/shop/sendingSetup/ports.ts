import type { DnsAnswer } from './dnsAnswer';
import type { RecordCheck } from './recordCheck';

/** Questions to DNS. Never throws. */
export interface DnsResolver {
	/** TXT, the strings of each record joined; follows CNAME */
	readTexts(name: string): Promise<DnsAnswer>;
	/** where a CNAME at this name points */
	readAlias(name: string): Promise<DnsAnswer>;
	/** A and AAAA */
	readAddresses(name: string): Promise<DnsAnswer>;
	/** hosts of MX */
	readMailHosts(name: string): Promise<DnsAnswer>;
}

/** What DNS said of one sending domain of a shop when it was asked last. */
export interface KeptCheck {
	domain: string;
	/** of everything that was judged: another server, key or bounce domain makes it another check */
	fingerprint: string;
	checkedAt: number;
	/** when every record was right last; null: never */
	verifiedAt: number | null;
	checks: RecordCheck[];
}

/** The domain that a shop sends from (requirement M7). */
export interface SendingDomain {
	domain: string;
	usedAt: number;
	/** when the first mail had left; null: none has, and the domain may still change */
	firstSentAt: number | null;
}

/** Attempts to send from another domain than the fixed one. */
export interface DomainRefusal {
	fixedDomain: string;
	refusedDomain: string;
	attemptCount: number;
	firstAt: number;
	lastAt: number;
}

export interface SendingSetupStore {
	readCheck(shopId: string, domain: string): Promise<KeptCheck | undefined>;
	/** Of all domains of the shop, the one that was checked last. */
	readLatestCheck(shopId: string): Promise<KeptCheck | undefined>;
	saveCheck(shopId: string, check: KeptCheck): Promise<void>;
	/** Looks whether a mail has left since `usedAt`, and keeps it once one has. */
	readDomain(shopId: string): Promise<SendingDomain | undefined>;
	/** Takes this domain, unless a mail has left from another one; answers which one counts. One step, also for several workers. */
	useDomain(shopId: string, domain: string, now: number): Promise<SendingDomain>;
	/** Counts one more attempt. */
	addRefusal(shopId: string, refusal: Pick<DomainRefusal, 'fixedDomain' | 'refusedDomain'>, now: number): Promise<void>;
	/** the last one first */
	readRefusals(shopId: string, limit: number): Promise<DomainRefusal[]>;
}
