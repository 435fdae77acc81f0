import type { BuyerFacts, EventFacts, SegmentContext } from '../buyerFacts';
import type { FieldWindow, SegmentField } from './field';

/** Carts, browsing, and what buyers do with mail. */
export const ACTIVITY_FIELDS: readonly SegmentField[] = [
	{ key: 'cart.count', title: 'Cart Changes', kind: 'number', isWindowed: true, read: (facts, context, window) => eventsOf(facts, 'cart', context, window).length },
	{ key: 'cart.lastAt', title: 'Last Cart Change', kind: 'time', read: (facts, context) => lastAt(eventsOf(facts, 'cart', context)) },
	{ key: 'cart.value', title: 'Value of the Last Cart', kind: 'money', read: lastCartValue },
	{ key: 'cart.isAbandoned', title: 'Left a Cart Behind', kind: 'flag', read: hasAbandonedCart },
	{ key: 'views.count', title: 'Product Views', kind: 'number', isWindowed: true, read: (facts, context, window) => eventsOf(facts, 'view', context, window).length },
	{ key: 'views.products', title: 'Different Products Viewed', kind: 'number', isWindowed: true, read: (facts, context, window) => new Set(eventsOf(facts, 'view', context, window).map(({ subject }) => subject)).size },
	{ key: 'views.lastAt', title: 'Last Product View', kind: 'time', read: (facts, context) => lastAt(eventsOf(facts, 'view', context)) },
	{ key: 'views.product', title: 'Product Viewed', kind: 'set', isWindowed: true, read: (facts, context, window) => new Set(eventsOf(facts, 'view', context, window).map(({ subject }) => subject)) },
	{ key: 'events.kind', title: 'Kind of Event', kind: 'set', isWindowed: true, read: (facts, { asOf }, { since }) => new Set(facts.events.filter((event) => isIn(event.occurredAt, since, asOf)).map(({ kind }) => kind)) },
	{ key: 'mails.sentCount', title: 'Marketing Mails Sent', kind: 'number', isWindowed: true, read: ({ mails }, { asOf }, { since }) => mails.filter(({ sentAt }) => isIn(sentAt, since, asOf)).length },
	{ key: 'mails.lastSentAt', title: 'Last Marketing Mail', kind: 'time', read: ({ mails }, { asOf }) => latest(mails.map(({ sentAt }) => sentAt), asOf) },
	{ key: 'mails.openedCount', title: 'Mails Opened', kind: 'number', isWindowed: true, read: (facts, context, window) => mailEvents(facts, 'opened', context, window).length },
	{ key: 'mails.lastOpenedAt', title: 'Last Opened Mail', kind: 'time', read: (facts, context) => latest(mailEvents(facts, 'opened', context), context.asOf) },
	{ key: 'mails.clickedCount', title: 'Mails Clicked', kind: 'number', isWindowed: true, read: (facts, context, window) => mailEvents(facts, 'clicked', context, window).length },
	{ key: 'mails.lastClickedAt', title: 'Last Click in a Mail', kind: 'time', read: (facts, context) => latest(mailEvents(facts, 'clicked', context), context.asOf) },
];

const ALWAYS: FieldWindow = { since: -Infinity };

function isIn(at: number, since: number, asOf: number): boolean {
	return at > since && at <= asOf;
}

function eventsOf({ events }: BuyerFacts, kind: string, { asOf }: SegmentContext, { since } = ALWAYS): EventFacts[] {
	return events.filter((event) => event.kind === kind && isIn(event.occurredAt, since, asOf));
}

function mailEvents(facts: BuyerFacts, kind: string, { asOf }: SegmentContext, { since } = ALWAYS): number[] {
	return facts.mailEvents.filter((event) => event.kind === kind && isIn(event.occurredAt, since, asOf)).map(({ occurredAt }) => occurredAt);
}

function lastAt(events: EventFacts[]): number | null {
	return events.at(-1)?.occurredAt ?? null;
}

function latest(times: number[], asOf: number): number | null {
	const past = times.filter((time) => time <= asOf);
	return past.length === 0 ? null : Math.max(...past);
}

function lastCartValue(facts: BuyerFacts, context: SegmentContext): number | null {
	const value = eventsOf(facts, 'cart', context).at(-1)?.value;
	return value?.currency === context.currency ? value.amountMinor : null;
}

/** The last cart, and no order at or after it. */
function hasAbandonedCart(facts: BuyerFacts, context: SegmentContext): boolean {
	const cartAt = lastAt(eventsOf(facts, 'cart', context));
	return cartAt !== null && !facts.orders.some(({ placedAt }) => placedAt >= cartAt && placedAt <= context.asOf);
}
