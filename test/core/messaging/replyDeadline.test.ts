import { CATEGORIES, CATEGORY_PROFILES, DEADLINES } from '../../../core/messaging/categories';
import { replyDeadline } from '../../../core/messaging/replyDeadline';
import { HOUR_MS } from '../../../core/shared/clock';

/** A Saturday evening: weekends count. */
const saturday = Date.UTC(2026, 10, 21, 22);

describe('the deadline of an answer', () => {
	it.each([
		['address_change', 2], ['cancel', 2], ['item_not_received', 6], ['wrong_item', 6], ['return', 24], ['refund', 24], ['damaged', 24], ['product_question', 24], ['other', 24],
	] as const)('%s on a Saturday → within %d h', (category, hours) => {
		expect(replyDeadline(category, saturday).replyDueAt).toBe(saturday + hours * HOUR_MS);
	});

	it.each([...CATEGORIES])('%s → never later than 24 h, and 48 h is the limit', (category) => {
		const { replyDueAt, hardLimitAt } = replyDeadline(category, saturday);
		expect(replyDueAt).toBeLessThanOrEqual(saturday + 24 * HOUR_MS);
		expect(hardLimitAt).toBe(saturday + 48 * HOUR_MS);
	});

	it('each names its requirement', () => {
		for (const category of CATEGORIES) expect(DEADLINES[CATEGORY_PROFILES[category].deadline].requirement).toMatch(/^A2: /);
	});
});
