/** Where and as whom Mailchimp is asked. */
export interface MailchimpAccount {
	apiKey: string;
	/** https://<data centre>.api.mailchimp.com/3.0 */
	baseUrl: string;
}

/** A person in an audience, as far as we read him. */
export interface MailchimpMember {
	email: string;
	/** when anything about him changed last, an edit as well as an unsubscribe */
	changedAt: number;
}

export interface MemberQuery {
	listId: string;
	status: 'subscribed' | 'unsubscribed' | 'cleaned';
	/** epoch ms, both exclusive */
	changedAfter?: number | undefined;
	changedBefore?: number | undefined;
	offset: number;
	count: number;
}

export interface MemberPage {
	members: MailchimpMember[];
	/** that fit the query, on all pages */
	total: number;
}

/** What became of a call. Never Mailchimp's own words: they can hold an address. */
export type MailchimpAnswer<Value> =
	| { kind: 'answered'; value: Value }
	| { kind: 'throttled' }
	| { kind: 'unreachable'; reason: string }
	| { kind: 'refused'; what: 'login' | 'not-found' | 'request'; status: number };

/** What we call of Mailchimp's Marketing API. There is no call that could subscribe anybody. */
export interface MailchimpApi {
	listAudiences(account: MailchimpAccount): Promise<MailchimpAnswer<Array<{ id: string; name: string }>>>;
	listMembers(account: MailchimpAccount, query: MemberQuery, signal?: AbortSignal): Promise<MailchimpAnswer<MemberPage>>;
	/** absent: nobody of that address is there; settled: Mailchimp itself sees to it that he gets nothing. */
	unsubscribe(account: MailchimpAccount, listId: string, email: string, signal?: AbortSignal): Promise<MailchimpAnswer<'unsubscribed' | 'absent' | 'settled'>>;
}

/** What is read of our own opt-outs. */
export interface OptOutReader {
	readBatchSize: number;
	/** Of these addresses those that want no marketing of the shop for good, and said so elsewhere than on this list. */
	readOptedOut(shopId: string, emailHashes: string[], listId: string, now: number): Promise<Set<string>>;
}
