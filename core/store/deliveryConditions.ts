import { sql, type RawBuilder } from 'kysely';
import type { DeliveryState } from '../contract/items';

export const WAITING = ['planned', 'deferred'] as const satisfies DeliveryState[];
/** a worker's */
export const HELD = ['claimed', 'sending'] as const satisfies DeliveryState[];

type StateColumn = 'state' | 'd.state';

/**
 * To find deliveries by their state, as literals joined by `or`: SQLite uses an index of deliveries in certain states only where
 * it can read from the condition that no others are asked for. A bound state never tells it so, and makes it prepare the
 * statement anew at every execution; `in` isn't compared with the `or` of the index (decision 0035).
 */
export function stateIs(column: StateColumn, ...states: readonly DeliveryState[]): RawBuilder<boolean> {
	return sql`(${sql.join(states.map((state) => sql`${sql.ref(column)} = ${sql.lit(state)}`), sql` or `)})`;
}

/**
 * To test the state of deliveries that are found by something else, their id above all: written so that no index is taken for it.
 * PostgreSQL, whose statistics may be of an hour without claims, would look through all that workers hold to find one of them.
 */
export function isStill(column: StateColumn, ...states: readonly DeliveryState[]): RawBuilder<boolean> {
	return sql`(${sql.ref(column)} || '') in (${sql.join(states.map((state) => sql.lit(state)))})`;
}

/** All deliveries of a buyer: the open ones and those that ended are in an index each. */
export function isOfBuyer(alias: 'd' | 'deliveries', buyerId: string): RawBuilder<boolean> {
	const [buyer, settledAt] = [sql.ref(`${alias}.buyer_id`), sql.ref(`${alias}.settled_at`)];
	return sql`((${buyer} = ${buyerId} and ${settledAt} is null) or (${buyer} = ${buyerId} and ${settledAt} is not null))`;
}
