/** Who a mail comes from and what the law wants to see about him. From the Seller Mail Sender credential. */
export interface SenderProfile {
	from: { name: string; address: string };
	replyTo?: string;
	/** envelope sender: where bounces go; the From address when left out */
	bounceAddress?: string;
	brand: Brand;
	smtp: SmtpSettings;
	dkim?: DkimSettings;
	/** left out: as fast as the server takes them */
	throttle?: ThrottleSettings;
}

export interface Brand {
	company: string;
	/** shown in every footer; must equal `licenceAddress` (requirement M11) */
	postalAddress: string;
	licenceAddress: string;
	/** customer service */
	phone: string;
	/** customer service, for the footer */
	contactEmail?: string;
	/** of the business licence or trade register; `none`: the company has none */
	registrationNumber?: string;
	/** `none`: the company has none */
	vatNumber?: string;
	/** who acts for the company; `none`: nobody has to be named */
	legalRepresentative?: string;
	/** https; the company's name in text when left out */
	logoUrl?: string;
	/** #rrggbb for the button and links */
	colour?: string;
	/** https, the shop's home page */
	websiteUrl?: string;
}

/** Whether the operator states that the company has no such thing: "none", "无", "-". */
export function isStatedNone(value: string | undefined): boolean {
	return value !== undefined && /^(?:none|no|n\/a|-|—|无|無)$/i.test(value.trim());
}

export interface SmtpSettings {
	host: string;
	port: number;
	/** none: clear text, for a relay on this machine; starttls: refused when the server offers none; tls: from the first byte */
	security: 'none' | 'starttls' | 'tls';
	user?: string;
	password?: string;
	/** most connections at once */
	maxConnections: number;
	/** false only for a test server with a certificate of its own */
	isCertificateChecked: boolean;
}

/** Most mails in any span of that length; 0 or left out: no limit. */
export interface ThrottleSettings {
	perSecond?: number;
	perMinute?: number;
	perDay?: number;
	/** to one recipient domain; known mailbox providers count as one with all their domains */
	domainPerSecond?: number;
	domainPerMinute?: number;
	domainPerDay?: number;
	/** most mails on their way to one domain at once */
	domainConnections?: number;
	/** the first day of a warm-up: mails a day to each domain grow from then on */
	warmUpFrom?: number;
}

export interface DkimSettings {
	domain: string;
	selector: string;
	/** PEM, RSA 2048 or Ed25519 */
	privateKey: string;
}
