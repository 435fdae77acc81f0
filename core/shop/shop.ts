/** From so many days after activation on, so many mails a day. */
export interface QuotaStep {
	fromDay: number;
	mailsPerDay: number;
}

/** A shop as the store keeps it. */
export interface Shop {
	/** chosen by staff: lower-case letters, digits, dashes */
	id: string;
	name: string;
	defaultSite: string;
	timeZone: string;
	currency: string;
	staffLanguage: 'en' | 'zh';
	/** when the shop opened on its marketplace */
	openedAt: number | null;
	/** when sending began: the daily quota grows from here (requirement M14) */
	activatedAt: number;
	/** instead of any plan; null: the plan's own quota */
	dailyQuota: number | null;
	monthlyBudgetMicroUsd: number | null;
	isImportApproved: boolean;
	/** 470 is 4.70; null with the three below: not stated yet (requirement M5) */
	ratingHundredths: number | null;
	gmv30DaysUsdCents: number | null;
	seriousViolationCount: number | null;
	/** when the three above were read */
	eligibilityAt: number | null;
	/** the shop's own steps, by `fromDay`; null: the plan of requirement M14 */
	quotaPlan: QuotaStep[] | null;
	/** null with the one below: the prices of requirement M15 */
	freeMailsPerMonth: number | null;
	priceMicroUsd: number | null;
	/** of the library, or `own`; null: not chosen yet (requirement M6) */
	defaultTemplate: string | null;
	createdAt: number;
	updatedAt: number;
}
