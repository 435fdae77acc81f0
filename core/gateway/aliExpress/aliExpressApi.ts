import type { AliExpressAccount, AliExpressApi, ApiAnswer } from '../../aliExpress/ports';
import { SECOND_MS } from '../../shared/clock';
import { requestHttp } from '../http';
import { parseAnswer } from './parseAnswer';
import { signParameters } from './sign';

const TIMEOUT_MS = 30 * SECOND_MS;
const MAX_BYTES = 8 * 1024 * 1024;

/** Calls of the AliExpress Open Platform (gateway of 2023 and later). Secrets travel in the body, never in the address. */
export const aliExpressApi: AliExpressApi = {
	async call(account, accessToken, method, parameters, now, signal) {
		const unsigned = { ...parameters, ...systemParameters(account, now), method, session: accessToken, format: 'json', simplify: 'false' };
		return await post(`${account.baseUrl}/sync`, { ...unsigned, sign: signParameters(unsigned, account.appSecret) }, signal);
	},
	createToken: async (account, code, now) => await callSystem(account, '/auth/token/create', { code }, now),
	refreshToken: async (account, refreshToken, now) => await callSystem(account, '/auth/token/refresh', { refresh_token: refreshToken }, now),
};

/** The path is signed in place of a method. */
async function callSystem(account: AliExpressAccount, path: string, parameters: Record<string, string>, now: number): Promise<ApiAnswer> {
	const unsigned = { ...parameters, ...systemParameters(account, now) };
	return await post(`${account.baseUrl}/rest${path}`, { ...unsigned, sign: signParameters(unsigned, account.appSecret, path) });
}

function systemParameters({ appKey }: AliExpressAccount, now: number): Record<string, string> {
	return { app_key: appKey, timestamp: String(now), sign_method: 'sha256' };
}

async function post(url: string, parameters: Record<string, string>, signal?: AbortSignal): Promise<ApiAnswer> {
	const answer = await requestHttp({
		method: 'POST', url, body: new URLSearchParams(parameters).toString(), timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES, signal,
		headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8', accept: 'application/json' },
	});
	return answer.kind === 'answered' ? parseAnswer(answer.status, answer.text) : answer;
}
