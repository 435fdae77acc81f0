import { sql, type RawBuilder } from 'kysely';
import type { ResultQuery, VariantCounts } from '../campaign/abTestPorts';
import type { OpenStore } from './openStore';

/** States of a mail that reached its buyer as far as the ledger knows: neither bounced nor of unknown end. */
const RECEIVED = sql`('accepted', 'delivered', 'complained')`;
const OPEN = sql`('planned', 'deferred', 'claimed', 'sending')`;
const REST_FLAG = sql`coalesce(d.is_rest, 0)`;

/**
 * What became of each variant's mails, in four statements of a few rows each, beside the store's ordinary work. Opens and
 * clicks are rows of `delivery_events` (`opened`, `clicked`) without those that a machine caused (`is_machine` 1).
 */
export async function readVariantCounts(store: OpenStore, query: ResultQuery): Promise<VariantCounts[]> {
	const ask = async <Row>(statement: RawBuilder<Row>): Promise<Row[]> => await store.reader.all({ compile: () => statement.compile(store.db) });
	const [planned, received, events, orders] = [await ask(plannedStatement(query)), await ask(receivedStatement(query)), await ask(eventStatement(query)), await ask(orderStatement(query))];
	const of = <Row extends Group>(rows: Row[], group: Group): Row | undefined => rows.find((row) => keyOf(row) === keyOf(group));
	const eventsOf = (group: Group, kind: string): number => Number(events.find((row) => keyOf(row) === keyOf(group) && row.kind === kind)?.count ?? 0);
	return planned.map((row) => {
		const [got, ordered] = [of(received, row), of(orders, row)];
		return {
			variant: row.variant, isRest: Number(row.is_rest) === 1, plannedCount: Number(row.planned), openCount: Number(row.open), lastDueAt: numberOrNull(row.last_due_at),
			acceptedCount: Number(got?.accepted ?? 0), firstAcceptedAt: numberOrNull(got?.first_at), lastAcceptedAt: numberOrNull(got?.last_at), recipientCount: Number(got?.counted ?? 0),
			openedCount: eventsOf(row, 'opened'), clickedCount: eventsOf(row, 'clicked'), unsubscribedCount: eventsOf(row, 'unsubscribed'), complainedCount: eventsOf(row, 'complained'),
			orderedCount: Number(ordered?.ordered ?? 0), revenueMinor: Number(ordered?.revenue ?? 0), revenueSquares: Number(ordered?.squares ?? 0),
		};
	});
}

interface Group {
	variant: string;
	is_rest: number | string;
}

function keyOf({ variant, is_rest }: Group): string {
	return `${is_rest} ${variant}`;
}

function numberOrNull(value: number | string | null | undefined): number | null {
	return value === null || value === undefined ? null : Number(value);
}

type Count = number | string;

function plannedStatement({ campaignId }: ResultQuery): RawBuilder<Group & { planned: Count; open: Count; last_due_at: Count | null }> {
	return sql`select d.variant, ${REST_FLAG} as is_rest, count(*) as planned, sum(case when d.state in ${OPEN} then 1 else 0 end) as open,
			max(case when d.state in ${OPEN} then d.due_at end) as last_due_at
		from deliveries d where d.campaign_id = ${campaignId} group by d.variant, ${REST_FLAG} order by 2, 1`;
}

/** One row for each buyer of a variant: when the first of his mails was accepted. */
function recipients({ campaignId }: ResultQuery): RawBuilder<unknown> {
	return sql`select d.variant, ${REST_FLAG} as is_rest, d.buyer_id, min(d.settled_at) as accepted_at from deliveries d
		where d.campaign_id = ${campaignId} and d.state in ${RECEIVED} group by d.variant, ${REST_FLAG}, d.buyer_id`;
}

function receivedStatement(query: ResultQuery): RawBuilder<Group & { accepted: Count; counted: Count; first_at: Count; last_at: Count }> {
	return sql`select r.variant, r.is_rest, count(*) as accepted, sum(case when r.accepted_at <= ${query.acceptedUntil} then 1 else 0 end) as counted,
			min(r.accepted_at) as first_at, max(r.accepted_at) as last_at
		from (${recipients(query)}) r group by r.variant, r.is_rest`;
}

function eventStatement(query: ResultQuery): RawBuilder<Group & { kind: string; count: Count }> {
	return sql`select r.variant, r.is_rest, e.kind, count(distinct r.buyer_id) as count
		from (${recipients(query)}) r
		join deliveries d on d.campaign_id = ${query.campaignId} and d.buyer_id = r.buyer_id and d.variant = r.variant and ${REST_FLAG} = r.is_rest
		join delivery_events e on e.delivery_id = d.id
		where r.accepted_at <= ${query.acceptedUntil} and e.kind in ('opened', 'clicked', 'unsubscribed', 'complained')
			and e.occurred_at <= ${query.now} and coalesce(e.is_machine, 0) = 0
		group by r.variant, r.is_rest, e.kind`;
}

/** Each order once, however many mails its buyer got; squares in floating point, because they outgrow every integer. */
function orderStatement(query: ResultQuery): RawBuilder<Group & { ordered: Count; revenue: Count; squares: Count }> {
	const { shopId, now, acceptedUntil, orderWindowMs, currency } = query;
	const amount = sql`cast(b.amount as double precision)`;
	return sql`select b.variant, b.is_rest, count(*) as ordered, sum(b.amount) as revenue, sum(${amount} * ${amount}) as squares
		from (
			select r.variant, r.is_rest, r.buyer_id, sum(case when o.currency = ${currency} then coalesce(o.total_minor, 0) else 0 end) as amount
			from (${recipients(query)}) r
			join orders o on o.shop_id = ${shopId} and o.buyer_id = r.buyer_id
			where r.accepted_at <= ${acceptedUntil} and o.placed_at >= r.accepted_at and o.placed_at < r.accepted_at + ${orderWindowMs}
				and o.placed_at <= ${now} and o.canceled_at is null
			group by r.variant, r.is_rest, r.buyer_id
		) b group by b.variant, b.is_rest`;
}
