/** Mail to an address stops, for one shop or for all (`*`). */
export interface Suppression {
	id: string;
	shopId: string;
	emailHash: string;
	reason: SuppressionReason;
	/** marketing: orders and care may still be written about */
	scope: 'marketing' | 'all';
	startsAt: number;
	/** null: for ever */
	endsAt: number | null;
	note: string | null;
	/** page, one-click, import, mailchimp, a person …; null: not known */
	source?: string | null;
	/** why somebody ended it before its time */
	endedReason?: string | null;
}

export const SUPPRESSION_REASONS = ['unsubscribe', 'hard-bounce', 'complaint', 'manual', 'paused', 'mailchimp', 'erased'] as const;
export type SuppressionReason = (typeof SUPPRESSION_REASONS)[number];

/** What of a suppression counts at an instant: the scope that is stopped, or nothing. */
export function isActive({ startsAt, endsAt }: Pick<Suppression, 'startsAt' | 'endsAt'>, now: number): boolean {
	return startsAt <= now && (endsAt === null || endsAt > now);
}
