import { MARKETPLACES } from './marketplaces';

const ORDER_ID = /(?<!\d)\d{3}-\d{7}-\d{7}(?!\d)/g;
const NO_RESPONSE_PATHS = ['/messaging/no-response-needed', '/gp/communication-manager/no-response-needed.html'];

/** Every Amazon order number (3-7-7 digits) in the texts, in their order, each once. */
export function findOrderIds(...texts: string[]): string[] {
	return [...new Set(texts.flatMap((text) => text.match(ORDER_ID) ?? []))];
}

/** The product the message is about, as Amazon's own text names it. */
export function findAsin(surroundings: string): string | undefined {
	return /\[ASIN:\s*([A-Z0-9]{10})\]/.exec(surroundings)?.[1] ?? /(?<![A-Z0-9])B0[A-Z0-9]{8}(?![A-Z0-9])/.exec(surroundings)?.[0];
}

/**
 * Seller Central's signed link that takes a message out of the response time. Kept word for word, for a person to open:
 * never fetched. `links` must come from behind the buyer's words, who can paste one too.
 */
export function findNoResponseLink(links: string[]): string | undefined {
	return links.find((link) => {
		const url = parseUrl(link);
		return url && isSellerCentral(url) && NO_RESPONSE_PATHS.includes(url.pathname);
	});
}

/** The case from Seller Central's links in the footer. */
export function findCaseId(links: string[]): string | undefined {
	for (const link of links) {
		const url = parseUrl(link);
		const caseId = url && isSellerCentral(url) ? url.searchParams.get('cc') : undefined;
		if (caseId && /^[a-z0-9-]{8,64}$/i.test(caseId)) return caseId.toLowerCase();
	}
	return undefined;
}

function isSellerCentral(url: URL): boolean {
	return url.protocol === 'https:' && MARKETPLACES.some(({ siteDomain }) => url.hostname === `sellercentral.${siteDomain}`)
		|| url.hostname === 'sellercentral-europe.amazon.com' && url.protocol === 'https:';
}

function parseUrl(text: string): URL | undefined {
	return URL.canParse(text) ? new URL(text) : undefined;
}
