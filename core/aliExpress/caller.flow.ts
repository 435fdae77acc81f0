import { SellerMailError } from '../shared/errors';
import { callPatiently } from '../shared/patience';
import type { AliExpressAccount, AliExpressApi, ApiAnswer, Json } from './ports';
import { getAccessToken, type TokenDeps } from './tokens.flow';

export interface CallerDeps extends TokenDeps {
	api: AliExpressApi;
}

/** What a call of the platform gave: fields, or a refusal that concerns this call alone. */
export type CallResult = { kind: 'answered'; result: Json } | { kind: 'refused'; code: string };

/** Calls for one seller: spaced, renewed and repeated as needed. */
export type Caller = (method: string, parameters: Record<string, string>) => Promise<CallResult>;

/**
 * Makes calls one after another, `gapMs` apart at least: the platform doesn't publish its limits. Throttling and trouble on
 * the platform's side are waited out (all calls are reads), a refused token is renewed once.
 * @throws SellerMailError ALIEXPRESS_LOGIN_REFUSED, ALIEXPRESS_PERMISSION_MISSING, ALIEXPRESS_THROTTLED, ALIEXPRESS_UNREACHABLE
 */
export function makeCaller(deps: CallerDeps, account: AliExpressAccount, options: { gapMs: number; signal?: AbortSignal | undefined }): Caller {
	let nextAt = 0;
	const callOnce = async (token: string, method: string, parameters: Record<string, string>): Promise<ApiAnswer> => {
		const waitMs = nextAt - deps.clock.now();
		if (waitMs > 0) await deps.sleep(waitMs, options.signal);
		const now = deps.clock.now();
		nextAt = now + options.gapMs;
		return await deps.api.call(account, token, method, parameters, now, options.signal);
	};
	return async (method, parameters) => {
		const token = await getAccessToken(deps, account);
		const answer = await callPatiently(deps.sleep, async () => await callOnce(token, method, parameters), options.signal);
		if (answer.kind !== 'tokenRefused') return settle(answer);
		const renewed = await getAccessToken(deps, account, token);
		return settle(await callPatiently(deps.sleep, async () => await callOnce(renewed, method, parameters), options.signal));
	};
}

function settle(answer: ApiAnswer): CallResult {
	switch (answer.kind) {
		case 'answered': return answer;
		case 'throttled': throw new SellerMailError('ALIEXPRESS_THROTTLED', { message: `AliExpress wants fewer calls (${answer.code}).` });
		case 'unreachable': throw new SellerMailError('ALIEXPRESS_UNREACHABLE', { message: `AliExpress gave no usable answer (${answer.reason}).` });
		case 'tokenRefused': throw new SellerMailError('ALIEXPRESS_LOGIN_REFUSED', { message: `AliExpress refuses the access token (${answer.code}).` });
		case 'refused': return settleRefusal(answer);
	}
}

function settleRefusal({ what, code }: Extract<ApiAnswer, { kind: 'refused' }>): CallResult {
	if (what === 'login') throw new SellerMailError('ALIEXPRESS_LOGIN_REFUSED', { message: `AliExpress refuses the app key or its signature (${code}).` });
	if (what === 'permission') throw new SellerMailError('ALIEXPRESS_PERMISSION_MISSING', { message: `AliExpress does not let this app call that method (${code}).` });
	return { kind: 'refused', code };
}
