import { DEADLINES, HARD_LIMIT_MS, CATEGORY_PROFILES, type Category } from './categories';

/** When the answer to a message is due: instants, not timers. */
export interface ReplyDeadline {
	/** the shop's own limit for this category */
	replyDueAt: number;
	/** never later than this */
	hardLimitAt: number;
	requirement: string;
}

/** The deadline of a message that the buyer wrote at `receivedAt`. No working hours: Amazon counts weekends too. */
export function replyDeadline(category: Category, receivedAt: number): ReplyDeadline {
	const { withinMs, requirement } = DEADLINES[CATEGORY_PROFILES[category].deadline];
	return { replyDueAt: receivedAt + withinMs, hardLimitAt: receivedAt + HARD_LIMIT_MS, requirement };
}
