import { sha256 } from '../shared/hash';
import { SellerMailError } from '../shared/errors';
import type { AliExpressAccount } from './ports';

/** The gateway that the platform documents for sellers everywhere. */
export const DEFAULT_GATEWAY = 'https://api-sg.aliexpress.com';

/** The credential as it was typed. */
export interface AccountInput {
	appKey: string;
	appSecret: string;
	accessToken?: string;
	refreshToken?: string;
	authorisationCode?: string;
	baseUrl?: string;
}

/** The fields of the credential, checked. @throws SellerMailError INPUT_INVALID that names the field */
export function parseAccount(input: AccountInput): AliExpressAccount {
	const text = (value: string | undefined): string | undefined => value?.trim() || undefined;
	const [appKey, appSecret] = [text(input.appKey), text(input.appSecret)];
	if (!appKey) throw incomplete('App Key', 'is empty');
	if (!appSecret) throw incomplete('App Secret', 'is empty');
	const account = {
		appKey, appSecret, baseUrl: parseBaseUrl(text(input.baseUrl) ?? DEFAULT_GATEWAY),
		accessToken: text(input.accessToken), refreshToken: text(input.refreshToken), authorisationCode: text(input.authorisationCode),
	};
	if (!account.accessToken && !account.refreshToken && !account.authorisationCode) throw incomplete('Access Token', 'is empty, and so are Refresh Token and Authorisation Code');
	return account;
}

/** Names an app in the store without giving its key away. */
export function appName(account: AliExpressAccount): string {
	return `aliexpress:${sha256(account.appKey).slice(0, 16)}`;
}

/** Names an app and what its seller first gave it: tokens that are entered anew begin a history of their own. */
export function accountName(account: AliExpressAccount): string {
	return `${appName(account)}:${sha256(JSON.stringify([account.accessToken, account.refreshToken, account.authorisationCode])).slice(0, 16)}`;
}

/** Encrypted, or this very machine (a test server): the request carries tokens. */
function parseBaseUrl(text: string): string {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	const isLocal = url?.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
	const isPlain = url && !url.username && !url.password && !url.search && !url.hash;
	if (url && isPlain && (url.protocol === 'https:' || isLocal)) return url.href.replace(/\/+$/, '');
	throw incomplete('Gateway', `must begin with https://, e.g. ${DEFAULT_GATEWAY}`);
}

function incomplete(field: string, what: string): SellerMailError {
	return new SellerMailError('INPUT_INVALID', {
		message: `Seller Mail AliExpress: “${field}” ${what}.`,
		nextStep: `Correct “${field}” in the Seller Mail AliExpress credential.`,
		context: { field },
	});
}
