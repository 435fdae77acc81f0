import { domainToASCII } from 'node:url';
import { memoise } from './memoise';

/** A mailbox address ready to be compared and sent to. */
export interface EmailAddress {
	/** lower-cased, NFC, domain in ASCII (IDNA) */
	address: string;
	domain: string;
}

const LOCAL_PART = /^[^\s"(),:;<>@[\\\]\u0000-\u001f\u007f]{1,64}$/u;
const DOMAIN = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

/**
 * Parses and normalises an address; `undefined` when it can't exist (no domain, spaces, line breaks, quotes).
 * Line breaks are refused, not removed: they are header injection, not a typing error.
 */
export function parseEmailAddress(input: unknown): EmailAddress | undefined {
	if (typeof input !== 'string') return undefined;
	if (/[\r\n\u0000]/.test(input)) return undefined;
	const text = input.trim().normalize('NFC').toLowerCase();
	const at = text.lastIndexOf('@');
	if (at < 1) return undefined;
	const local = text.slice(0, at);
	if (!LOCAL_PART.test(local) || local.startsWith('.') || local.endsWith('.') || local.includes('..')) return undefined;
	const domain = toDomain(text.slice(at + 1));
	return domain === '' ? undefined : { address: `${local}@${domain}`, domain };
}

const KEPT_DOMAINS = 5_000;

/** In ASCII; empty when it can't be one. */
const toDomain = memoise((text: string): string => {
	const domain = domainToASCII(text.replace(/\.$/, ''));
	return DOMAIN.test(domain) ? domain : '';
}, KEPT_DOMAINS);
