import { HOUR_MS } from '../shared/clock';

/** Most pressing first: when several categories match, the first of these wins. */
export const CATEGORIES = [
	'legal_safety', 'a_to_z', 'chargeback', 'address_change', 'cancel', 'damaged', 'wrong_item', 'item_not_received', 'refund', 'return',
	'invoice_vat', 'compatibility', 'product_question', 'positive_thanks', 'spam', 'other',
] as const;
export type Category = (typeof CATEGORIES)[number];

export type Priority = 'urgent' | 'high' | 'normal' | 'low';
export type Team = 'after-sales' | 'customer-service' | 'logistics' | 'finance' | 'product' | 'legal';
export type DeadlineClass = 'orderConfirmation' | 'logisticsException' | 'returnGuidance' | 'everything';

export interface CategoryProfile {
	priority: Priority;
	team: Team;
	/** to after-sales with the order's tracking history (requirement A4) */
	isEscalated: boolean;
	deadline: DeadlineClass;
	/** no ready answer fits without a person's judgement */
	needsPerson: boolean;
}

const profile = (priority: Priority, team: Team, deadline: DeadlineClass, more: Partial<CategoryProfile> = {}): CategoryProfile => ({
	priority, team, deadline, isEscalated: false, needsPerson: false, ...more,
});

/** What each category means for the shop. */
export const CATEGORY_PROFILES: Readonly<Record<Category, CategoryProfile>> = {
	legal_safety: profile('urgent', 'legal', 'logisticsException', { needsPerson: true }),
	a_to_z: profile('urgent', 'after-sales', 'logisticsException', { needsPerson: true }),
	chargeback: profile('urgent', 'finance', 'logisticsException', { needsPerson: true }),
	address_change: profile('high', 'customer-service', 'orderConfirmation'),
	cancel: profile('high', 'customer-service', 'orderConfirmation'),
	damaged: profile('high', 'after-sales', 'returnGuidance'),
	wrong_item: profile('high', 'after-sales', 'logisticsException', { isEscalated: true }),
	item_not_received: profile('high', 'after-sales', 'logisticsException', { isEscalated: true }),
	refund: profile('normal', 'finance', 'returnGuidance'),
	return: profile('normal', 'after-sales', 'returnGuidance'),
	invoice_vat: profile('normal', 'finance', 'everything'),
	compatibility: profile('normal', 'product', 'everything'),
	product_question: profile('normal', 'product', 'everything'),
	positive_thanks: profile('low', 'customer-service', 'everything', { needsPerson: true }),
	spam: profile('low', 'customer-service', 'everything', { needsPerson: true }),
	other: profile('normal', 'customer-service', 'everything', { needsPerson: true }),
};

/** Requirement A2: how long an answer may take, by what was asked. Amazon's clock: weekends and holidays count. */
export const DEADLINES: Readonly<Record<DeadlineClass, { requirement: string; withinMs: number }>> = {
	orderConfirmation: { requirement: 'A2: order confirmation ≤ 2 h', withinMs: 2 * HOUR_MS },
	logisticsException: { requirement: 'A2: logistics exception ≤ 6 h', withinMs: 6 * HOUR_MS },
	returnGuidance: { requirement: 'A2: return guidance ≤ 24 h', withinMs: 24 * HOUR_MS },
	everything: { requirement: 'A2: everything ≤ 24 h', withinMs: 24 * HOUR_MS },
};

/** Requirement A2: never past this. */
export const HARD_LIMIT_MS = 48 * HOUR_MS;

/** Amazon's own subject topics (as seen until 2026-09); they stand in when the words say nothing. */
export const SUBJECT_TOPICS: ReadonlyArray<readonly [RegExp, Category]> = [
	[/^(?:re:\s*)?(?:order delivery|ship faster|paket nicht angekommen|lieferung|consegna|entrega|livraison)\b/i, 'item_not_received'],
	[/^(?:re:\s*)?(?:return policy|exchange request|rückgabe|reso|devolución|retour|devolução)\b/i, 'return'],
	[/^(?:re:\s*)?(?:product details|produktdetails|detalhes do produto|dettagli prodotto|détails du produit|detalles del producto)\b/i, 'product_question'],
	[/^(?:re:\s*)?(?:order cancellation|stornierung|annullamento|annulation|cancelación)\b/i, 'cancel'],
];
