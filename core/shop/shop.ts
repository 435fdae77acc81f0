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
	/** null: the plan's own quota */
	dailyQuota: number | null;
	monthlyBudgetMicroUsd: number | null;
	isImportApproved: boolean;
	createdAt: number;
	updatedAt: number;
}
