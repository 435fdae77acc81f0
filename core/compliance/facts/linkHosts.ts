import { domainToUnicode } from 'node:url';
import { parse } from 'tldts';
import data from '../../data/linkHosts.json';
import { isLookAlikeDomain } from '../../shared/lookAlike';
import { memoise } from '../../shared/memoise';

/** What a link's host tells. */
export interface LinkHost {
	/** lower case, ASCII; empty for addresses without one */
	host: string;
	/** what somebody registered: `shop.co.uk` of `www.shop.co.uk`; the host itself where there is no such name */
	domain: string;
	/** ends with a suffix that exists: `file.pdf` doesn't */
	isPublic: boolean;
	isIp: boolean;
	isShortener: boolean;
	/** mixes alphabets, as `pаypal.com` with a Cyrillic а */
	isLookAlike: boolean;
	isMarketplace: boolean;
	/** RFC 2606: stands in sample data, leads nowhere */
	isReserved: boolean;
}

const SHORTENERS = new Set(data.shorteners);
const MARKETPLACES = new Set(data.marketplaces);
const NONE: LinkHost = { host: '', domain: '', isPublic: false, isIp: false, isShortener: false, isLookAlike: false, isMarketplace: false, isReserved: false };
const MAX_KEPT = 2_000;

/** Reads the host of an address. */
export function readLinkHost(href: string): LinkHost {
	const host = /^\s*https?:[\\/]{2}(?:[^/?#@\\]*@)?(\[[^\]]*\]|[^/?#:\\]*)/i.exec(href.slice(0, 2_000))?.[1];
	return host ? describe(host.toLowerCase()) : NONE;
}

const describe = memoise((written: string): LinkHost => {
	const host = toAscii(written);
	const { domain, domainWithoutSuffix, isIp, isIcann } = parse(host);
	const registered = domain ?? host;
	return {
		host,
		domain: registered,
		isPublic: isIcann === true,
		isIp: isIp === true,
		isShortener: SHORTENERS.has(registered) || SHORTENERS.has(host),
		isLookAlike: isLookAlikeDomain(host) || isLookAlikeOfLatin(host),
		isMarketplace: MARKETPLACES.has(domainWithoutSuffix ?? ''),
		isReserved: /(?:^|\.)(?:example|invalid|localhost|example\.(?:com|net|org))$/.test(host),
	};
}, MAX_KEPT);

function toAscii(host: string): string {
	return URL.canParse(`https://${host}/`) ? new URL(`https://${host}/`).hostname : host;
}

/** `аррӏе.com`: wholly Cyrillic, and not a letter of it that isn't Latin to the eye, under a domain of Latin letters. */
function isLookAlikeOfLatin(host: string): boolean {
	if (!host.includes('xn--')) return false;
	return domainToUnicode(host).split('.').slice(0, -1).some((label) => /^[асԁеһіјӏорԛѕԝхуυναο-]{3,}$/u.test(label));
}

const LOCAL = /^\s*http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?(?:[/?#]|\s*$)/i;

/** An address of this very machine without encryption, as n8n has it before it gets a public one. */
export function isLocalAddress(href: string): boolean {
	return LOCAL.test(href);
}
