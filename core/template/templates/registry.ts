import { abandonedCart } from './abandonedCart.template';
import { confirmSubscription } from './confirmSubscription.template';
import type { LibraryTemplate } from './libraryTemplate';
import { logisticsUpdate } from './logisticsUpdate.template';
import { repurchaseReminder } from './repurchaseReminder.template';

/** Every template of the library. Adding one = one file, its strings in every language, and one line here. */
export const TEMPLATES: readonly LibraryTemplate[] = [abandonedCart, repurchaseReminder, logisticsUpdate, confirmSubscription];
