import type { LinkBuyer } from './ports';

/** A request for a public page, whoever serves it. */
export interface PageRequest {
	/** GET, HEAD or POST; others get 405 */
	method: string;
	/** `t` of the query as it came: hostile until its signature is checked */
	token: unknown;
	/** form fields of a POST, in either encoding; only texts */
	fields: Readonly<Record<string, string>>;
	/** the browser's header */
	acceptLanguage: string;
	/** goes into evidence of consent */
	ip: string | null;
}

/** What a workflow may be started with. */
export type PageEvent = EventBase & (
	| { event: 'unsubscribed' }
	| { event: 'consentConfirmed'; requestId: string; source: string; language: string | null }
	| { event: 'preferenceChanged'; change: 'paused'; pausedUntil: number }
	| { event: 'preferenceChanged'; change: 'resumed' }
	| { event: 'preferenceChanged'; change: 'language'; language: string }
	| { event: 'preferenceChanged'; change: 'subscribedAgain' }
);

interface EventBase {
	shop: string;
	buyerId: string;
	/** the mail whose link was used; null for links that name a buyer or a request */
	deliveryId: string | null;
	campaign: string | null;
	at: number;
}

export interface PageAnswer {
	status: number;
	headers: Readonly<Record<string, string>>;
	body: string;
	/** something changed; a repeat has none */
	event?: PageEvent;
}

/** No script, nothing from elsewhere, forms to this very site only. */
const PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
/** A mail is staff's HTML with data of strangers: no script, no form, an origin of its own; its pictures and links work. */
const MAIL_POLICY = "default-src 'none'; img-src https: http: data:; style-src 'unsafe-inline'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'; sandbox allow-popups allow-popups-to-escape-sandbox";

/** A page of our own. */
export function answerPage(status: number, html: string, event?: PageEvent): PageAnswer {
	return { status, headers: headers(PAGE_POLICY, 'text/html; charset=utf-8'), body: html, ...(event ? { event } : {}) };
}

/** A mail shown in the browser. */
export function answerMail(html: string): PageAnswer {
	return { status: 200, headers: headers(MAIL_POLICY, 'text/html; charset=utf-8'), body: html };
}

/** A line of text for machines. */
export function answerText(status: number, text: string, more: Record<string, string> = {}): PageAnswer {
	return { status, headers: { ...headers(PAGE_POLICY, 'text/plain; charset=utf-8'), ...more }, body: `${text}\n` };
}

/** Whom an event is about. */
export function eventBase(buyer: LinkBuyer, at: number): EventBase {
	return { shop: buyer.shopId, buyerId: buyer.buyerId, deliveryId: buyer.deliveryId ?? null, campaign: buyer.campaign ?? null, at };
}

function headers(policy: string, type: string): Record<string, string> {
	return {
		'Content-Type': type, 'Content-Security-Policy': policy, 'Referrer-Policy': 'no-referrer', 'X-Content-Type-Options': 'nosniff',
		'X-Robots-Tag': 'noindex', 'Cache-Control': 'no-store',
	};
}
