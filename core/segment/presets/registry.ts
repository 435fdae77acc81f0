import type { SegmentPreset } from '../preset';
import { atRisk } from './atRisk.preset';
import { backInStock } from './backInStock.preset';
import { browseAbandoned } from './browseAbandoned.preset';
import { cartAbandoned } from './cartAbandoned.preset';
import { fulfilmentState } from './fulfilmentState.preset';
import { highValue } from './highValue.preset';
import { lateDelivery } from './lateDelivery.preset';
import { loyalBuyers } from './loyalBuyers.preset';
import { neverOpened } from './neverOpened.preset';
import { newBuyers } from './newBuyers.preset';
import { orderAnniversary } from './orderAnniversary.preset';
import { repurchaseDue } from './repurchaseDue.preset';

/** All presets by id; a new one is a new file and one line here. */
export const PRESETS: ReadonlyMap<string, SegmentPreset> = new Map<string, SegmentPreset>(
	[
		atRisk, backInStock, browseAbandoned, cartAbandoned, fulfilmentState, highValue, lateDelivery, loyalBuyers, neverOpened, newBuyers, orderAnniversary, repurchaseDue,
	].map((preset) => [preset.id, preset as unknown as SegmentPreset]),
);
