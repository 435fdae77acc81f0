import { getDomain } from 'tldts';
import { memoise } from '../../shared/memoise';
import type { DnsRecord } from './recordCheck';

/** A sender has a handful of domains. */
const KEPT_DOMAINS = 200;

/** `mail.shop.co.uk` → `shop.co.uk`; names below a host of many shops (myshopify.com) are shops of their own. */
export const organisationOf = memoise((domain: string) => getDomain(domain, { allowPrivateDomains: true }) ?? domain, KEPT_DOMAINS);

/** RFC 7489 section 3.1: relaxed means the same organisation, strict the same name. */
export function isAligned(domain: string, from: string, mode: 'relaxed' | 'strict'): boolean {
	return domain === from || (mode === 'relaxed' && organisationOf(domain) === organisationOf(from));
}

/** A TXT record as DNS panels ask for it: the name below the domain that the shop has registered. */
export function toDnsRecord(host: string, value: string): DnsRecord {
	const zone = organisationOf(host.replace(/^(?:_[^.]+\.|[^.]+\._domainkey\.)+/, ''));
	const name = host === zone ? '@' : host.slice(0, -zone.length - 1);
	return { type: 'TXT', host, name, zone, value };
}
