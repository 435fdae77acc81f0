import { domainToASCII } from 'node:url';
import { memoise } from './memoise';

/** A mailbox address ready to be compared and sent to. */
export interface EmailAddress {
	/** lower-cased, NFC, domain in ASCII (IDNA) */
	address: string;
	domain: string;
}

/** Octets, RFC 5321 4.5.3.1. */
const MAX_LOCAL = 64;
const MAX_ADDRESS = 254;

/** Line breaks of every kind and NUL. */
const LINE_BREAK = /[\r\n\u0000\u000b\u000c\u0085\u2028\u2029]/u;
/** Nearly all addresses of a shop: nothing to trim, to widen or to see through. */
const PLAIN = /^[\x21-\x7e]+$/;
/** Control, format (zero-width, bidi), unassigned and ignorable characters: nobody sees or types them. */
const INVISIBLE = /[\p{C}\p{Default_Ignorable_Code_Point}]/u;
const LOCAL_PART = /^[^\p{Z}"(),:;<>@[\\\]]+$/u;
/** Line breaks in disguise and encoded words: written by machines only, to be decoded by another. */
const ENCODED = /%0[0ad]|=\?[^?]*\?[bq]\?/i;
const DOMAIN_TEXT = /^[\p{L}\p{M}\p{N}.\u3002-]+$/u;
const DOMAIN = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

/**
 * Parses and normalises an address; `undefined` when it can't exist (`explainEmailAddress` says why). Internationalised ones
 * are taken: local part in NFC, domain in ASCII by IDNA, so that `Bücher.example` is `xn--bcher-kva.example`.
 * Case: the local part is lower-cased too. RFC 5321 leaves its case to the receiving host, but none that matters tells
 * `Ana@` from `ana@`, and a person typed in twice would be mailed twice and unsubscribed once. What stands after `+` stays.
 * Full-width letters, digits and signs, as Chinese and Japanese keyboards write them, become ordinary ones.
 * Line breaks are refused, not removed: they are header injection, not a typing error. So are invisible characters: two
 * addresses that look the same must not be two people. So are two stars in a row: they hide letters (`an**@correo.example` in
 * a marketplace's export), and whoever has what is left is somebody else.
 */
export function parseEmailAddress(input: unknown): EmailAddress | undefined {
	const parsed = read(input);
	return typeof parsed === 'string' ? undefined : parsed;
}

/** What is wrong with a text as an address, in words that don't repeat it; `undefined` when nothing is. */
export function explainEmailAddress(input: unknown): string | undefined {
	const parsed = read(input);
	return typeof parsed === 'string' ? parsed : undefined;
}

function read(input: unknown): EmailAddress | string {
	if (typeof input !== 'string') return 'it is no text';
	if (LINE_BREAK.test(input)) return 'it has a line break in it';
	const isPlain = PLAIN.test(input);
	const text = isPlain ? input.toLowerCase() : toHalfWidth(input.trim()).toLowerCase().normalize('NFC');
	if (!isPlain && INVISIBLE.test(text)) return 'it has an invisible character in it; type it by hand';
	const at = text.lastIndexOf('@');
	if (at < 0) return 'it has no @';
	const [local, domainText] = [text.slice(0, at), text.slice(at + 1).replace(/[.\u3002]$/, '')];
	const problem = problemOfLocalPart(local);
	if (problem) return problem;
	const found = readDomain(domainText);
	if (typeof found === 'string') return found;
	const { domain } = found;
	const address = `${local}@${domain}`;
	return Buffer.byteLength(address) > MAX_ADDRESS ? `it is longer than ${MAX_ADDRESS} characters` : { address, domain };
}

function problemOfLocalPart(local: string): string | undefined {
	if (local === '') return 'nothing stands before the @';
	if (Buffer.byteLength(local) > MAX_LOCAL) return `what stands before @ is longer than ${MAX_LOCAL} characters`;
	if (local.startsWith('.') || local.endsWith('.') || local.includes('..')) return 'a dot before @ must stand between two other characters';
	if (local.includes('**')) return 'it is masked with stars';
	if (!LOCAL_PART.test(local)) return 'a space, bracket, quote, comma, colon or second @ stands before the @';
	return ENCODED.test(local) ? 'it has an encoded character in it' : undefined;
}

const KEPT_DOMAINS = 5_000;

/** In ASCII, or what is wrong with it. What IDNA would cut off or decode (a path, %41) is refused before. */
const readDomain = memoise((text: string): { domain: string } | string => {
	if (/^\[.*\]$|^[\d.]+$/.test(text)) return 'a number (IP address) stands after @ instead of a domain';
	const domain = DOMAIN_TEXT.test(text) ? domainToASCII(text) : '';
	return DOMAIN.test(domain) ? { domain } : 'what stands after @ is no domain';
}, KEPT_DOMAINS);

/** U+FF01 to U+FF5E are ASCII's signs in full width. */
function toHalfWidth(text: string): string {
	return text.replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0));
}
