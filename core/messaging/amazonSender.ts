import { parseEmailAddress } from '../shared/emailAddress';
import type { IncomingMail } from './incomingMail';
import { MARKETPLACES, marketplaceByRelayDomain, type Marketplace } from './marketplaces';

/** A buyer's relay address taken apart. */
export interface RelayAddress {
	/** exactly as received: a reply goes here */
	address: string;
	/** without the case: the same for every mail of this buyer to this seller */
	buyerKey: string;
	/** the Seller Central case behind the `+`, when there is one */
	caseId: string | undefined;
	marketplace: Marketplace;
}

export type AmazonSender =
	| { kind: 'relay'; relay: RelayAddress }
	| { kind: 'system' }
	| { kind: 'stranger'; reason: 'otherSender' | 'lookAlike' | 'ambiguousSender' | 'authenticationFailed' };

const RELAY_LOCAL_PART = /^([a-z0-9]{8,40})(?:\+([a-z0-9-]{8,64}))?$/;
/** Amazon's own senders that live under the relay domains; `no-reply-amazon-iba-buyer` stands for every business buyer. */
const NOT_A_BUYER = /^(?:do-?not-?reply|no-?reply)/;

/**
 * Who a mail comes from, by the whole domain of its one From address: `amazon.de.evil.example` and `arnazon.de` are
 * strangers. A failed DMARC (or, without one, DKIM or SPF that failed and nothing that passed) makes a stranger of anybody.
 */
export function classifySender(mail: IncomingMail): AmazonSender {
	const from = mail.from && parseEmailAddress(mail.from.address);
	if (!mail.from || !from) return { kind: 'stranger', reason: 'ambiguousSender' };
	const sender = senderOf(mail, mail.from.address.trim(), from.domain);
	if (sender.kind !== 'stranger' && hasFailedAuthentication(mail)) return { kind: 'stranger', reason: 'authenticationFailed' };
	return sender;
}

function senderOf(mail: IncomingMail, address: string, domain: string): AmazonSender {
	const relay = parseRelayAddress(address);
	if (relay) return { kind: 'relay', relay: relay.caseId ? relay : { ...relay, ...caseFromOtherHeaders(mail, relay) } };
	if (isAmazonDomain(domain)) return { kind: 'system' };
	return { kind: 'stranger', reason: looksLikeAmazon(domain) ? 'lookAlike' : 'otherSender' };
}

/** The address as a buyer's relay; undefined for everything else, Amazon's own no-reply senders included. */
export function parseRelayAddress(address: string): RelayAddress | undefined {
	const parsed = parseEmailAddress(address);
	const marketplace = parsed && marketplaceByRelayDomain(parsed.domain);
	if (!parsed || !marketplace) return undefined;
	const local = parsed.address.slice(0, -parsed.domain.length - 1);
	const match = RELAY_LOCAL_PART.exec(local);
	if (!match?.[1] || NOT_A_BUYER.test(local)) return undefined;
	return { address: address.trim(), buyerKey: `${match[1]}@${parsed.domain}`, caseId: match[2], marketplace };
}

/** The case may stand in Reply-To or in a recipient instead of From. */
function caseFromOtherHeaders(mail: IncomingMail, relay: RelayAddress): Partial<RelayAddress> {
	const others = [...mail.replyTo, ...mail.recipients].map(parseRelayAddress);
	const withCase = others.find((other) => other?.buyerKey === relay.buyerKey && other.caseId !== undefined);
	return withCase ? { address: withCase.address, caseId: withCase.caseId } : {};
}

function isAmazonDomain(domain: string): boolean {
	return MARKETPLACES.some(({ siteDomain }) => domain === siteDomain || domain.endsWith(`.${siteDomain}`));
}

function looksLikeAmazon(domain: string): boolean {
	const plain = domain.replace(/rn/g, 'm').replace(/0/g, 'o').replace(/vv/g, 'w').replace(/[1l]/g, 'i').replace(/4/g, 'a');
	return plain.includes('amazon') || /xn--[a-z0-9-]*m[a-z0-9-]*z/.test(domain);
}

/** A missing result is no failure; forwarding breaks SPF, so DMARC or DKIM that passed outweighs it. */
function hasFailedAuthentication(mail: IncomingMail): boolean {
	const results = mail.headers.get('authentication-results')?.toLowerCase() ?? '';
	const of = (method: string): string | undefined => new RegExp(`\\b${method}=([a-z]+)`).exec(results)?.[1];
	const [dmarc, dkim, spf] = [of('dmarc'), of('dkim'), of('spf')];
	if (dmarc === 'pass' || dmarc === 'fail') return dmarc === 'fail';
	return dkim !== 'pass' && (dkim === 'fail' || spf === 'fail');
}
