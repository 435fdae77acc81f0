/** What happened to a site's mails within 15 minutes: small enough to fall into one day of any time zone. */
export interface HealthSlice {
	site: string;
	/** epoch ms, start of the quarter of an hour in which the mails were settled */
	at: number;
	attempted: number;
	accepted: number;
	bounced: number;
	unsubscribed: number;
	complained: number;
}

export interface HealthStore {
	/** Mails settled in [from, to), and what their recipients did since. */
	readSlices(shopId: string, from: number, to: number): Promise<HealthSlice[]>;
	readTimeZone(shopId: string): Promise<string | undefined>;
	/** Deliveries by cause, of those that didn't arrive. */
	readFailureCauses(shopId: string, from: number, to: number): Promise<Array<{ site: string; cause: string; count: number }>>;
}
