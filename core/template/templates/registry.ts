import { abandonedCart } from './abandonedCart.template';
import { backInStock } from './backInStock.template';
import { browseReminder } from './browseReminder.template';
import { confirmSubscription } from './confirmSubscription.template';
import { deliveryAndCare } from './deliveryAndCare.template';
import type { LibraryTemplate } from './libraryTemplate';
import { logisticsUpdate } from './logisticsUpdate.template';
import { lowStock } from './lowStock.template';
import { loyaltyThankYou } from './loyaltyThankYou.template';
import { newArrivals } from './newArrivals.template';
import { priceDrop } from './priceDrop.template';
import { repurchaseReminder } from './repurchaseReminder.template';
import { seasonalPromotion } from './seasonalPromotion.template';
import { winBack } from './winBack.template';

/** Every template of the library. Adding one = one file, its strings in every language, and one line here. */
export const TEMPLATES: readonly LibraryTemplate[] = [
	abandonedCart, browseReminder, repurchaseReminder, winBack, loyaltyThankYou,
	seasonalPromotion, newArrivals, priceDrop, lowStock, backInStock,
	logisticsUpdate, deliveryAndCare, confirmSubscription,
];
