import type { Insertable, Kysely, Selectable } from 'kysely';

/**
 * The tables. Times (`_at`) are epoch ms UTC, money integers in minor or micro units, flags 0 or 1, `_json` columns are
 * never queried. `shop_id` is on every row that belongs to a shop.
 */
export interface Database {
	shops: ShopTable;
	sites: SiteTable;
	buyers: BuyerTable;
	orders: OrderTable;
	order_items: OrderItemTable;
	buyer_events: BuyerEventTable;
	consent_records: ConsentRecordTable;
	suppressions: SuppressionTable;
	imports: ImportTable;
	audiences: AudienceTable;
	audience_members: AudienceMemberTable;
	contents: ContentTable;
	campaigns: CampaignTable;
	deliveries: DeliveryTable;
	attempts: AttemptTable;
	delivery_events: DeliveryEventTable;
	usage_ledger: UsageTable;
	usage_counters: UsageCounterTable;
	findings: FindingTable;
	conversations: ConversationTable;
	messages: MessageTable;
	settings: SettingTable;
	throttles: ThrottleTable;
	throttle_uses: ThrottleUseTable;
	schema_migrations: SchemaMigrationTable;
}

export type Db = Kysely<Database>;

export interface ShopTable {
	id: string;
	name: string;
	default_site: string;
	time_zone: string;
	currency: string;
	/** en or zh: the language of messages to staff */
	staff_language: string;
	opened_at: number | null;
	activated_at: number;
	/** null: the plan's own quota by days since activation */
	daily_quota: number | null;
	monthly_budget_micro_usd: number | null;
	is_import_approved: number;
	/** 470 is 4.70; null with the three below: not stated yet (requirement M5) */
	rating_hundredths: number | null;
	gmv_30_days_usd_cents: number | null;
	serious_violation_count: number | null;
	/** when the three above were read */
	eligibility_at: number | null;
	/** [{ fromDay, mailsPerDay }]; null: the plan of requirement M14 */
	quota_plan_json: string | null;
	/** null with the one below: the plan of requirement M15 */
	free_mails_per_month: number | null;
	price_micro_usd: number | null;
	created_at: number;
	updated_at: number;
}

/** A shop's own settings for one of the 18 built-in sites; a null column means the built-in value. */
export interface SiteTable {
	shop_id: string;
	site: string;
	is_active: number;
	language: string | null;
	time_zone: string | null;
	currency: string | null;
	/** minutes after local midnight */
	window_start_minute: number | null;
	window_end_minute: number | null;
	/** library template → the shop's own choice for this site */
	templates_json: string | null;
	/** law | explicit | double_opt_in: what consent the shop asks for here, never less than the law; null: law */
	consent_policy: string | null;
	/** least days between two marketing mails to one buyer; null: none */
	min_days_between_mails: number | null;
	updated_at: number;
}

export interface BuyerTable {
	id: string;
	shop_id: string;
	/** normalised (core/shared/emailAddress); null after erasure */
	email: string | null;
	email_hash: string;
	external_id: string | null;
	name: string | null;
	country: string | null;
	language: string | null;
	site: string;
	site_source: string;
	time_zone: string;
	/** unknown | pending | granted | withdrawn: derived from consent_records */
	marketing_consent: string;
	/** explicit | double_opt_in | soft_opt_in | import; null while unknown */
	consent_basis: string | null;
	consent_at: number | null;
	/** 0 for relay addresses and others that must never get marketing */
	is_marketable: number;
	source_updated_at: number;
	created_at: number;
	updated_at: number;
	/** when everything personal was removed; null otherwise */
	erased_at: number | null;
	/** field → how many ms older than source_updated_at; null: written before ages were kept */
	field_ages_json: string | null;
	/** when the buyer chose his language himself: what his shop says of it no longer counts */
	language_chosen_at?: number | null;
	/** YYYY-MM-DD or YYYY */
	birth_date?: string | null;
}

export interface OrderTable {
	id: string;
	shop_id: string;
	external_id: string;
	buyer_id: string;
	placed_at: number;
	paid_at: number | null;
	shipped_at: number | null;
	delivered_at: number | null;
	estimated_delivery_at: number | null;
	canceled_at: number | null;
	returned_at: number | null;
	return_reason: string | null;
	total_minor: number | null;
	currency: string | null;
	country: string | null;
	carrier: string | null;
	tracking_number: string | null;
	/** merchant | amazon: who delivers and takes back; null while unknown */
	fulfilled_by: string | null;
	source_updated_at: number;
	/** field → how many ms older than source_updated_at; null: none */
	field_ages_json: string | null;
	created_at: number;
	updated_at: number;
}

export interface OrderItemTable {
	order_id: string;
	line: number;
	sku: string | null;
	name: string;
	quantity: number;
	price_minor: number | null;
	currency: string | null;
	image_url: string | null;
	product_id: string | null;
	category: string | null;
}

export interface BuyerEventTable {
	id: string;
	shop_id: string;
	buyer_id: string;
	/** cart | view | … */
	kind: string;
	/** what it is about: the cart's or product's id */
	subject: string;
	occurred_at: number;
	value_minor: number | null;
	currency: string | null;
	data_json: string;
	/** makes recording idempotent within a shop */
	event_key: string;
}

export interface ConsentRecordTable {
	id: string;
	shop_id: string;
	buyer_id: string;
	/** granted | requested | withdrawn */
	kind: string;
	basis: string | null;
	wording: string | null;
	language: string | null;
	source: string;
	ip: string | null;
	authorised_by: string | null;
	occurred_at: number;
	recorded_at: number;
	/** of a double opt-in: the request that this answers */
	request_id: string | null;
	/** of a request: after this it can no longer be confirmed */
	expires_at: number | null;
	import_id: string | null;
}

export interface SuppressionTable {
	id: string;
	/** `*`: all shops */
	shop_id: string;
	email_hash: string;
	/** unsubscribe | hard-bounce | complaint | manual | paused | mailchimp | erased */
	reason: string;
	/** marketing | all: which purposes it stops */
	scope: string;
	starts_at: number;
	/** null: for ever */
	ends_at: number | null;
	note: string | null;
	/** where it came from: page, one-click, import, mailchimp, a person … */
	source: string | null;
	/** why somebody ended it before its time */
	ended_reason: string | null;
}

/** An import as evidence: who allowed it, on what basis, from where; written before its first row. */
export interface ImportTable {
	id: string;
	shop_id: string;
	/** buyers | orders | suppressions */
	kind: string;
	source: string;
	consent_basis: string;
	authorised_by: string;
	/** SHA-256 of the file; null while it runs, and for items */
	file_hash: string | null;
	mapping_json: string;
	/** running | finished | stopped */
	state: string;
	row_count: number;
	imported_count: number;
	unchanged_count: number;
	rejected_count: number;
	started_at: number;
	ended_at: number | null;
}

export interface AudienceTable {
	id: string;
	shop_id: string;
	segment: string;
	purpose: string;
	as_of: number;
	size: number;
	summary_json: string;
	created_at: number;
}

export interface AudienceMemberTable {
	audience_id: string;
	/** 0, 1, 2 … in the order of selection */
	position: number;
	buyer_id: string;
	occasion: string;
	variant: string;
	data_json: string;
}

export interface ContentTable {
	/** `c_` + hash of kind and body */
	id: string;
	shop_id: string;
	/** mail: one rendered mail | template: rendered for each recipient when it is sent */
	kind: string;
	body_json: string;
	created_at: number;
}

export interface CampaignTable {
	id: string;
	shop_id: string;
	name: string;
	purpose: string;
	/** active | paused | canceled */
	state: string;
	pause_reason: string | null;
	/** ["image-share"]: rules that the last send of it was checked without; null: none */
	rules_off_json?: string | null;
	created_at: number;
	updated_at: number;
}

/** One row per campaign, buyer and occasion (unique): planned before it is sent (design.md §4). */
export interface DeliveryTable {
	id: string;
	shop_id: string;
	campaign_id: string;
	buyer_id: string;
	occasion: string;
	purpose: string;
	site: string;
	language: string;
	variant: string;
	template: string;
	content_id: string;
	data_json: string;
	state: string;
	due_at: number;
	/** 1: only inside the buyer's send window, also when it is sent later than planned */
	is_window_bound: number;
	/** sent later than this it would make no sense; null: any time */
	not_after: number | null;
	claimed_by: string | null;
	lease_ends_at: number | null;
	attempt_count: number;
	/** first level of the send log: 250, 401, 429, 550 … */
	code: string | null;
	cause: string | null;
	planned_at: number;
	sending_at: number | null;
	settled_at: number | null;
	updated_at: number;
	/** of the recipient's address when it was planned; null: erased, or planned before it was kept and ended */
	domain?: string | null;
	/** when a person had it sent again; the 72 hours of trying begin there */
	resent_at?: number | null;
	/** attempts before that */
	attempts_before?: number | null;
}

export interface AttemptTable {
	id: string;
	delivery_id: string;
	shop_id: string;
	number: number;
	started_at: number;
	ended_at: number;
	/** accepted | deferred | failed | uncertain */
	outcome: string;
	code: string | null;
	enhanced_code: string | null;
	/** the server's words without addresses */
	reply: string | null;
}

export interface DeliveryEventTable {
	id: string;
	shop_id: string;
	delivery_id: string | null;
	buyer_id: string;
	/** unsubscribed | bounced | complained | delivered | opened | clicked */
	kind: string;
	occurred_at: number;
	source: string;
	/** makes recording idempotent */
	event_key: string;
}

/** One row per claimed delivery: what it uses of quota and bill. Removed when the claim is given back. */
export interface UsageTable {
	delivery_id: string;
	shop_id: string;
	buyer_id: string;
	/** YYYY-MM-DD in the shop's zone */
	day: string;
	is_billable: number;
	occurred_at: number;
}

export interface UsageCounterTable {
	shop_id: string;
	/** YYYY-MM-DD (mails against the daily quota) or YYYY-MM (billable mails) */
	period: string;
	count: number;
}

export interface FindingTable {
	id: string;
	shop_id: string;
	campaign_id: string | null;
	delivery_id: string | null;
	rule: string;
	outcome: string;
	kind: string;
	evidence: string | null;
	occurred_at: number;
}

export interface ConversationTable {
	id: string;
	shop_id: string;
	/** amazon-mail */
	channel: string;
	/** site domain such as amazon.de; null when the mail doesn't tell */
	marketplace: string | null;
	order_external_id: string | null;
	case_id: string | null;
	/** where a reply goes to: the relay address exactly as received; empty for Amazon's own notices */
	relay_address: string;
	/** the relay address without its case: the same in every mail of this buyer */
	buyer_key: string;
	language: string | null;
	category: string | null;
	priority: string | null;
	team: string | null;
	is_escalated: number;
	/** open | answered | closed */
	state: string;
	last_buyer_message_at: number;
	reply_due_at: number | null;
	answered_at: number | null;
	created_at: number;
	updated_at: number;
}

export interface MessageTable {
	id: string;
	shop_id: string;
	conversation_id: string;
	/** in | out */
	direction: string;
	/** received | draft | sending | sent | failed | uncertain */
	state: string;
	/** Message-ID header; unique per shop, so a mail that is read twice is one message */
	header_message_id: string;
	subject: string;
	body_text: string;
	body_hash: string;
	language: string | null;
	template: string | null;
	/** what was decided about it: kind, category with evidence, findings */
	decision_json: string;
	sent_by: string | null;
	/** of an outgoing message: the buyer's message that it answers */
	answers_message_id: string | null;
	/** when the buyer wrote it or we sent it */
	occurred_at: number;
	created_at: number;
	updated_at: number;
}

export interface SettingTable {
	key: string;
	value: string;
	updated_at: number;
}

/** How fast a sender may write to a domain at the moment, as its servers' answers have shown. */
export interface ThrottleTable {
	/** a hash of who sends through which server */
	sender: string;
	/** of a known mailbox provider: its main one */
	domain: string;
	/** null: no limit but the configured ones */
	per_minute: number | null;
	/** nothing goes there before */
	rest_until: number;
	/** refusals in a row */
	failures: number;
	slowed_at: number;
	updated_at: number;
}

/** Mails that count against rates: a sliding log. */
export interface ThrottleUseTable {
	sender: string;
	/** empty: to whomever */
	domain: string;
	/** whose claims they are; empty: they have gone */
	worker: string;
	/** when the last of them had been answered; of claims: the end of their lease */
	at: number;
	count: number;
}

export interface SchemaMigrationTable {
	version: number;
	name: string;
	applied_at: number;
}

export type BuyerRow = Selectable<BuyerTable>;
export type OrderRow = Selectable<OrderTable>;
export type DeliveryRow = Selectable<DeliveryTable>;
export type NewDelivery = Insertable<DeliveryTable>;
