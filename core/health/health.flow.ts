import { DateTime } from 'luxon';
import type { Clock } from '../shared/clock';
import { SellerMailError } from '../shared/errors';
import { adviseOn } from './advice';
import { evaluateHealth, type SiteHealth } from './evaluateHealth';
import type { HealthStore } from './ports';

export type SiteReport = Omit<SiteHealth, 'judged'> & { advice: string[] };

/** Breaches are judged on at least so many days: three sending days in a row may lie weeks apart. */
const LOOK_BACK_DAYS = 30;

export interface HealthFlow {
	/** Health of each site that sent within the last `days` days of the shop's calendar, today included, or is in breach since. */
	evaluate(shopId: string, options: { days: number; sites?: string[] }): Promise<SiteReport[]>;
}

export function makeHealthFlow(deps: { clock: Clock; store: HealthStore }): HealthFlow {
	return {
		async evaluate(shopId, { days, sites }) {
			const timeZone = await deps.store.readTimeZone(shopId);
			if (!timeZone) throw new SellerMailError('NOT_FOUND', { message: `There is no shop \`${shopId}\` in this store.`, context: { shop: shopId } });
			const now = deps.clock.now();
			const startOfDay = (daysAgo: number): number => DateTime.fromMillis(now, { zone: timeZone }).startOf('day').minus({ days: daysAgo }).toMillis();
			const from = startOfDay(Math.max(days, LOOK_BACK_DAYS) - 1);
			const [slices, causes] = await Promise.all([deps.store.readSlices(shopId, from, now + 1), deps.store.readFailureCauses(shopId, from, now + 1)]);
			return evaluateHealth(slices, timeZone, startOfDay(days - 1))
				.filter((health) => !sites?.length || sites.includes(health.site))
				.map(({ judged, ...health }) => ({ ...health, advice: adviseOn({ ...health, total: judged, judged }, causes) }));
		},
	};
}
