import { sql } from 'kysely';
import type { HealthStore } from '../health/ports';
import { MINUTE_MS } from '../shared/clock';
import { isStill } from './deliveryConditions';
import type { OpenStore } from './openStore';

const SLICE_MS = 15 * MINUTE_MS;
const ENDED = ['accepted', 'delivered', 'bounced', 'complained', 'failed'];

/** Health figures straight from the ledger and its events; by the reader, because they count every delivery of a period. */
export function makeHealthStore({ db, reader }: OpenStore): HealthStore {
	const hasEvent = (kind: string) =>
		sql<number>`sum(case when exists (select 1 from delivery_events e where e.delivery_id = d.id and e.kind = ${kind}) then 1 else 0 end)`;
	return {
		async readSlices(shopId, from, to) {
			const slice = sql<number>`(d.settled_at / ${sql.lit(SLICE_MS)})`;
			const rows = await reader.all(db.selectFrom('deliveries as d')
				.select((eb) => [
					'd.site', slice.as('slice'), eb.fn.countAll<number>().as('attempted'),
					sql<number>`sum(case when d.state <> 'failed' then 1 else 0 end)`.as('accepted'),
					sql<number>`sum(case when d.state <> 'failed' and exists (select 1 from delivery_events e where e.delivery_id = d.id and e.kind = 'bounced') then 1 else 0 end)`.as('bounced'),
					hasEvent('unsubscribed').as('unsubscribed'), hasEvent('complained').as('complained'),
				])
				.where('d.shop_id', '=', shopId).where('d.settled_at', '>=', from).where('d.settled_at', '<', to).where('d.state', 'in', ENDED)
				.groupBy(['d.site', slice]));
			return rows.map((row) => ({
				site: row.site, at: Number(row.slice) * SLICE_MS, attempted: Number(row.attempted), accepted: Number(row.accepted),
				bounced: Number(row.bounced), unsubscribed: Number(row.unsubscribed), complained: Number(row.complained),
			}));
		},
		async readTimeZone(shopId) {
			return (await db.selectFrom('shops').select('time_zone').where('id', '=', shopId).executeTakeFirst())?.time_zone;
		},
		async readFailureCauses(shopId, from, to) {
			const rows = await reader.all(db.selectFrom('deliveries').select((eb) => ['site', 'cause', eb.fn.countAll<number>().as('count')])
				.where('shop_id', '=', shopId).where('settled_at', '>=', from).where('settled_at', '<', to).where(isStill('state', 'failed'))
				.groupBy(['site', 'cause']));
			return rows.map((row) => ({ site: row.site, cause: row.cause ?? 'unknown', count: Number(row.count) }));
		},
	};
}
