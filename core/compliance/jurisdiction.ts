import data from '../data/jurisdictions.json';

/** What the recipient's country wants of marketing mail. */
export interface Jurisdiction {
	/** ISO 3166 alpha-2, or EU_DEFAULT / DEFAULT */
	country: string;
	name: string;
	laws: readonly string[];
	isConsentRequired: boolean;
	isDoubleOptInDefault: boolean;
	isSoftOptInAllowed: boolean;
	softOptInMaxAgeDays: number | null;
	/** consent older than this has to be confirmed again */
	reconsentEveryDays: number | null;
	/** when marketing may arrive; `undefined`: at any time */
	sendWindow: LegalWindow | undefined;
	/** no more than one marketing mail a day to one person */
	isOneMailADay: boolean;
	label: AdvertisingLabel | undefined;
	/** low: nobody has read this country's law; the strictest known rules stand in */
	consentConfidence: string;
	softOptInConfidence: string;
	/** soft opt-in counts for addresses that the seller collected himself, not for a marketplace's */
	needsOwnCollection: boolean;
	/** soft opt-in without a purchase behind it (an inquiry) counts so long; null: as long as any other */
	inquiryMaxAgeDays: number | null;
	footer: FooterIdentity;
	/** of a person who may be addressed without a guardian; null: no such age is known */
	minimumAge: number | null;
	minimumAgeConfidence: string;
	/** a mail about an order needs a way out too */
	isUnsubscribeAlwaysNeeded: boolean;
	/** what asking for a review makes of a mail about an order */
	reviewRequest: 'advertising' | 'doubtful' | 'service';
	openTracking: OpenTracking;
	/** a price reduction is measured against the lowest price of the last 30 days */
	isLowestPriceReference: boolean;
	extraChecks: readonly string[];
}

/** What commercial mail must show beside company name, postal address and phone, which every mail of ours shows. */
export interface FooterIdentity {
	/** an e-mail address, or that or a web address */
	contact: 'email' | 'emailOrWeb';
	needsRegistrationNumber: boolean;
	needsVatNumber: boolean;
	needsLegalRepresentative: boolean;
	/** a text of the country's own, written by our footer */
	line: string | undefined;
	confidence: string;
}

export type OpenTracking = 'allowed_with_notice' | 'consent_needed_if_individual' | 'off_unless_separate_consent';

/** The hours that a country leaves to marketing mail. */
export interface LegalWindow {
	/** false: a courtesy towards people whose country is not known; it bends where the law does not */
	isLaw: boolean;
	/** the country's own when it has one zone only; null: the buyer's */
	timeZone: string | null;
	/** weekdays from 1 (Monday) to 7 with their hours, minutes after local midnight; a day that is not named is closed */
	spans: ReadonlyArray<{ days: readonly number[]; fromMinute: number; toMinute: number }>;
	isClosedOnHolidays: boolean;
}

/** A word that the law wants on advertising. */
export interface AdvertisingLabel {
	text: string;
	/** subjectStart: before any other character of the subject; subjectOrBodyTop: there or above everything in the body */
	place: string;
	rule: string;
}

const DEFAULT = 'DEFAULT';
const byCountry = new Map<string, Jurisdiction>(data.jurisdictions.flatMap(toEntries));

/** The rules of a country (any case); the strictest known ones when the country is unknown. Source: core/data/jurisdictions.json. */
export function findJurisdiction(country: string | undefined | null): Jurisdiction {
	const found = byCountry.get((country ?? DEFAULT).toUpperCase()) ?? byCountry.get(DEFAULT);
	if (!found) throw new Error('core/data/jurisdictions.json has no DEFAULT entry');
	return found;
}

/** Every country that has rules of its own, `DEFAULT` among them. */
export function listJurisdictions(): ReadonlyMap<string, Jurisdiction> {
	return byCountry;
}

/** The subject with the word that the country wants on advertising: `(광고) …`, `Obchodní sdělení: …`; once, however often it is called. */
export function labelSubject(subject: string, jurisdiction: Jurisdiction): string {
	const text = jurisdiction.label?.text;
	if (!text || subject.startsWith(text)) return subject;
	return text.endsWith(')') ? `${text} ${subject}` : `${text}: ${subject}`;
}

/** The subject without any country's label: what is left is what the mail itself says. */
export function withoutLabel(subject: string): string {
	const label = LABELS.find((text) => subject.startsWith(text));
	return label ? subject.slice(label.length).replace(/^[\s:–-]+/, '') : subject;
}

const LABELS = [...new Set([...byCountry.values()].flatMap((jurisdiction) => jurisdiction.label?.text ?? []))];

type Entry = (typeof data.jurisdictions)[number];

function toEntries(entry: Entry): Array<[string, Jurisdiction]> {
	const jurisdiction = toJurisdiction(entry);
	return [entry.country, ...(entry.countries ?? [])].map((country) => [country, jurisdiction]);
}

function toJurisdiction(entry: Entry): Jurisdiction {
	return {
		country: entry.country,
		name: entry.name,
		laws: entry.laws,
		isConsentRequired: entry.engine.consent_required,
		isDoubleOptInDefault: entry.engine.double_opt_in_default,
		isSoftOptInAllowed: entry.engine.soft_opt_in_allowed,
		softOptInMaxAgeDays: entry.engine.soft_opt_in_max_age_days,
		reconsentEveryDays: entry.engine.reconsent_every_days,
		sendWindow: toLegalWindow(entry),
		isOneMailADay: (entry.engine.extra_checks as readonly string[]).includes(`${entry.country}_ONE_PER_DAY`),
		label: entry.label ?? undefined,
		consentConfidence: entry.confidence.consentModel,
		softOptInConfidence: entry.confidence.softOptIn,
		needsOwnCollection: entry.softOptIn.needsOwnCollection,
		inquiryMaxAgeDays: entry.softOptIn.inquiryMaxAgeDays,
		footer: toFooterIdentity(entry),
		minimumAge: entry.minimumAge,
		minimumAgeConfidence: entry.confidence.minimumAge,
		isUnsubscribeAlwaysNeeded: (entry.engine.extra_checks as readonly string[]).includes('TRANSACTIONAL_NEEDS_UNSUB'),
		reviewRequest: entry.reviewRequest === 'advertising' || entry.reviewRequest === 'service' ? entry.reviewRequest : 'doubtful',
		openTracking: toOpenTracking(entry.engine.open_tracking),
		isLowestPriceReference: entry.priceReductionReference === 'lowestOf30Days',
		extraChecks: entry.engine.extra_checks,
	};
}

function toFooterIdentity({ footer, confidence }: Entry): FooterIdentity {
	return {
		contact: footer.contact === 'email' ? 'email' : 'emailOrWeb',
		needsRegistrationNumber: footer.registrationNumber,
		needsVatNumber: footer.vatNumber,
		needsLegalRepresentative: footer.legalRepresentative,
		line: footer.line ?? undefined,
		confidence: confidence.footerIdentity,
	};
}

/** A value nobody knows is read as the strictest. */
function toOpenTracking(value: string): OpenTracking {
	return value === 'allowed_with_notice' || value === 'consent_needed_if_individual' ? value : 'off_unless_separate_consent';
}

function toLegalWindow({ country, engine }: Entry): LegalWindow | undefined {
	if (!engine.send_windows_local) return undefined;
	return {
		isLaw: engine.send_windows_are_law ?? true,
		timeZone: engine.send_windows_time_zone ?? null,
		spans: engine.send_windows_local.map(({ days, from, to }) => ({ days, fromMinute: toMinute(from), toMinute: toMinute(to) })),
		isClosedOnHolidays: (engine.extra_checks as readonly string[]).includes(`${country}_HOLIDAYS`),
	};
}

/** `08:30` → 510 */
function toMinute(time: string): number {
	const [hours, minutes] = time.split(':').map(Number);
	return (hours ?? 0) * 60 + (minutes ?? 0);
}
