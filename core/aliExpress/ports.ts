/** An object of somebody else's JSON: nothing about it is known. */
export type Json = Record<string, unknown>;

/** An app and its seller on the AliExpress Open Platform. */
export interface AliExpressAccount {
	appKey: string;
	appSecret: string;
	/** https://…, without a slash at the end */
	baseUrl: string;
	accessToken?: string | undefined;
	refreshToken?: string | undefined;
	/** from the address after the seller agreed; good for once, instead of tokens */
	authorisationCode?: string | undefined;
}

/** What became of a call. `code` is the platform's own, never its words. */
export type ApiAnswer =
	| { kind: 'answered'; result: Json }
	| { kind: 'tokenRefused'; code: string }
	| { kind: 'throttled'; code: string }
	/** no answer, or trouble on the platform's side: a read may be tried again */
	| { kind: 'unreachable'; reason: string }
	| { kind: 'refused'; what: 'login' | 'permission' | 'request'; code: string };

/** The gateway of the Open Platform. Each call is one signed request. */
export interface AliExpressApi {
	/** A business call on behalf of the seller; `now` is signed and may differ from the platform's by two hours at most. */
	call(account: AliExpressAccount, accessToken: string, method: string, parameters: Record<string, string>, now: number, signal?: AbortSignal): Promise<ApiAnswer>;
	createToken(account: AliExpressAccount, code: string, now: number): Promise<ApiAnswer>;
	/** Makes the old pair worthless, as a rule. */
	refreshToken(account: AliExpressAccount, refreshToken: string, now: number): Promise<ApiAnswer>;
}
