import { mayReceiveMarketing, type MarketingConsent } from '../compliance/marketingConsent';
import type { MailPurpose } from '../contract/items';
import type { Site } from '../shop/sites';
import type { Stop } from './segmentBuyer';

/** Why somebody who fits a segment isn't written to. */
export type LeftOutReason = 'siteOff' | 'neverMarketable' | 'unsubscribed' | 'noConsent' | 'consentExpired' | 'suppressed' | 'mailedRecently';

/** What is known about a buyer beside his own row. */
export interface LeftOutFacts {
	purpose: MailPurpose;
	site: Site | undefined;
	/** those of his address that are in force */
	suppressions: readonly Stop[];
	isMailedRecently: boolean;
	now: number;
}

/** The first reason that applies; consent and suppressions are those of now, whatever instant the segment is about. */
export function leftOutReason(buyer: MarketingConsent, facts: LeftOutFacts): LeftOutReason | undefined {
	if (facts.site?.isActive === false) return 'siteOff';
	const answer = facts.purpose === 'marketing' ? mayReceiveMarketing({ ...buyer, policy: facts.site?.consentPolicy, now: facts.now }) : 'yes';
	if (answer !== 'yes') return answer;
	const stopping = facts.suppressions.filter(({ scope }) => scope === 'all' || facts.purpose === 'marketing');
	if (stopping.length > 0) return stopping.every(({ reason }) => reason === 'unsubscribe') ? 'unsubscribed' : 'suppressed';
	return facts.isMailedRecently ? 'mailedRecently' : undefined;
}
