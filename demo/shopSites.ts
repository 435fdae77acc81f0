/** What the demo shop has on one of the 18 sites. */
export interface SitePlan {
	site: string;
	buyerCount: number;
	/** carts that may be mailed about: left 4 hours to 7 days ago, the buyer agreed and is not suppressed */
	mailableCartCount: number;
	/** weights */
	countries: Readonly<Record<string, number>>;
}

/**
 * A send window is 11 hours long, so that at any hour America (usa), East Asia (kor and jpn) or Europe is inside it: each of
 * the three has more than 1,100 mailable carts. Together they stay below a day's quota of 5,000.
 */
export const SITE_PLANS: readonly SitePlan[] = [
	{ site: 'usa', buyerCount: 2100, mailableCartCount: 1310, countries: { US: 1 } },
	{ site: 'kor', buyerCount: 1300, mailableCartCount: 680, countries: { KR: 1 } },
	{ site: 'jpn', buyerCount: 1200, mailableCartCount: 630, countries: { JP: 1 } },
	{ site: 'glo', buyerCount: 800, mailableCartCount: 240, countries: { GB: 40, SE: 8, CZ: 8, IE: 8, CA: 10, AU: 9, IN: 6, ZA: 4, NZ: 4, SG: 3 } },
	{ site: 'rus', buyerCount: 500, mailableCartCount: 160, countries: { RU: 70, KZ: 18, BY: 12 } },
	{ site: 'esp', buyerCount: 750, mailableCartCount: 220, countries: { ES: 62, MX: 15, CL: 8, CO: 6, PE: 5, AR: 4 } },
	{ site: 'fra', buyerCount: 700, mailableCartCount: 220, countries: { FR: 80, BE: 11, MA: 6, LU: 3 } },
	{ site: 'deu', buyerCount: 750, mailableCartCount: 240, countries: { DE: 76, AT: 13, CH: 11 } },
	{ site: 'ita', buyerCount: 480, mailableCartCount: 160, countries: { IT: 1 } },
	{ site: 'nld', buyerCount: 350, mailableCartCount: 110, countries: { NL: 72, BE: 28 } },
	{ site: 'pol', buyerCount: 270, mailableCartCount: 90, countries: { PL: 1 } },
	{ site: 'tur', buyerCount: 200, mailableCartCount: 60, countries: { TR: 1 } },
	{ site: 'ukr', buyerCount: 200, mailableCartCount: 60, countries: { UA: 1 } },
	{ site: 'bra', buyerCount: 900, mailableCartCount: 150, countries: { BR: 84, PT: 16 } },
	{ site: 'isr', buyerCount: 250, mailableCartCount: 40, countries: { IL: 1 } },
	{ site: 'ara', buyerCount: 450, mailableCartCount: 70, countries: { SA: 48, AE: 24, EG: 12, KW: 9, QA: 7 } },
	{ site: 'tha', buyerCount: 380, mailableCartCount: 60, countries: { TH: 1 } },
	{ site: 'vnm', buyerCount: 420, mailableCartCount: 70, countries: { VN: 1 } },
];

/** Languages that buyers of a country state beside its usual one, as weights; where Swedish or Czech is usual the site is in English. */
export const STATED_LANGUAGES: Readonly<Record<string, Readonly<Record<string, number>>>> = {
	US: { 'en-US': 87, 'es-US': 13 },
	IL: { 'he-IL': 78, 'ar-IL': 13, 'ru-IL': 9 },
	UA: { 'uk-UA': 88, 'ru-UA': 12 },
	CH: { 'de-CH': 78, 'fr-CH': 17, 'it-CH': 5 },
	AE: { 'ar-AE': 55, 'en-AE': 45 },
	SE: { 'en-GB': 1 },
	CZ: { 'en-GB': 1 },
};
