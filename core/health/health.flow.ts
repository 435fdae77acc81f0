import { DateTime } from 'luxon';
import type { Clock } from '../shared/clock';
import { SellerMailError } from '../shared/errors';
import { adviseOn } from './advice';
import { evaluateHealth, type SiteHealth } from './evaluateHealth';
import type { HealthStore } from './ports';

export type SiteReport = SiteHealth & { advice: string[] };

export interface HealthFlow {
	/** Health of each site that sent within the last `days` days of the shop's calendar, today included. */
	evaluate(shopId: string, options: { days: number; sites?: string[] }): Promise<SiteReport[]>;
}

export function makeHealthFlow(deps: { clock: Clock; store: HealthStore }): HealthFlow {
	return {
		async evaluate(shopId, { days, sites }) {
			const timeZone = await deps.store.readTimeZone(shopId);
			if (!timeZone) throw new SellerMailError('NOT_FOUND', { message: `There is no shop \`${shopId}\` in this store.`, context: { shop: shopId } });
			const now = deps.clock.now();
			const from = DateTime.fromMillis(now, { zone: timeZone }).startOf('day').minus({ days: days - 1 }).toMillis();
			const [slices, causes] = await Promise.all([deps.store.readSlices(shopId, from, now + 1), deps.store.readFailureCauses(shopId, from, now + 1)]);
			return evaluateHealth(slices, timeZone)
				.filter((health) => !sites?.length || sites.includes(health.site))
				.map((health) => ({ ...health, advice: adviseOn(health, causes) }));
		},
	};
}
