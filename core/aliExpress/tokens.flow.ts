import type { Clock } from '../shared/clock';
import { MINUTE_MS, SECOND_MS } from '../shared/clock';
import { SellerMailError } from '../shared/errors';
import type { Random } from '../shared/random';
import { seal, unseal } from '../shared/seal';
import type { SettingStore } from '../shared/settingStore';
import type { Sleep } from '../shared/sleep';
import { accountName } from './account';
import type { AliExpressAccount, AliExpressApi, ApiAnswer } from './ports';
import { parseTokens, type Tokens } from './tokens';

export interface TokenDeps {
	clock: Clock;
	random: Random;
	sleep: Sleep;
	settings: SettingStore;
	api: Pick<AliExpressApi, 'createToken' | 'refreshToken'>;
}

/** A token about to end could end under way. */
const MARGIN_MS = 5 * MINUTE_MS;
/** longer than a request may take, so that only a process that died loses it */
const LEASE_MS = 90 * SECOND_MS;
const LOOK_AGAIN_MS = 500;

/**
 * An access token that is good now. `refused` is the one that the platform has just refused. A renewal makes the old pair
 * worthless, so of several processes that need one only the holder of a lease asks for it, and the others take what it got.
 * The pair is kept in the store, sealed with the app's secret, which is not in the store.
 * @throws SellerMailError ALIEXPRESS_LOGIN_REFUSED, ALIEXPRESS_UNREACHABLE, ALIEXPRESS_THROTTLED
 */
export async function getAccessToken(deps: TokenDeps, account: AliExpressAccount, refused?: string): Promise<string> {
	for (let waitedMs = 0; waitedMs <= LEASE_MS + LOOK_AGAIN_MS; waitedMs += LOOK_AGAIN_MS) {
		const known = usable(await readTokens(deps, account), refused, deps.clock.now());
		if (known) return known;
		const lease = await takeLease(deps, account);
		if (lease) return await renewUnder(deps, account, refused, lease);
		await deps.sleep(LOOK_AGAIN_MS);
	}
	throw new SellerMailError('ALIEXPRESS_UNREACHABLE', { message: 'AliExpress: another process is renewing the access token and does not come to an end.' });
}

async function renewUnder(deps: TokenDeps, account: AliExpressAccount, refused: string | undefined, lease: string): Promise<string> {
	try {
		// between the look and the lease somebody may have renewed it
		const stored = await readTokens(deps, account);
		return usable(stored, refused, deps.clock.now()) ?? (await renew(deps, account, stored));
	} finally {
		await releaseLease(deps, account, lease);
	}
}

async function renew(deps: TokenDeps, account: AliExpressAccount, before: Tokens): Promise<string> {
	const now = deps.clock.now();
	const answer = await ask(deps, account, before, now);
	if (answer.kind !== 'answered') throw toTokenError(answer);
	const tokens = parseTokens(answer.result, before, now);
	if (!tokens) throw loginRefused('the answer holds no access token');
	const sealed = seal(account.appSecret, JSON.stringify(tokens), deps.random);
	await deps.settings.change(tokensKey(account), () => ({ value: sealed, answer: undefined }));
	return tokens.accessToken ?? '';
}

async function ask({ api }: TokenDeps, account: AliExpressAccount, { refreshToken }: Tokens, now: number): Promise<ApiAnswer> {
	if (refreshToken) return await api.refreshToken(account, refreshToken, now);
	if (account.authorisationCode) return await api.createToken(account, account.authorisationCode, now);
	throw loginRefused('the access token has ended and there is no refresh token');
}

function usable({ accessToken, accessEndsAt }: Tokens, refused: string | undefined, now: number): string | undefined {
	if (!accessToken || accessToken === refused) return undefined;
	return accessEndsAt === null || accessEndsAt - MARGIN_MS > now ? accessToken : undefined;
}

/** What was renewed last, else what the credential holds. */
async function readTokens({ settings }: TokenDeps, account: AliExpressAccount): Promise<Tokens> {
	const sealed = await settings.read(tokensKey(account));
	const text = sealed && unseal(account.appSecret, sealed);
	if (text) return JSON.parse(text) as Tokens;
	return { accessToken: account.accessToken, refreshToken: account.refreshToken, accessEndsAt: null };
}

async function takeLease({ settings, clock, random }: TokenDeps, account: AliExpressAccount): Promise<string | undefined> {
	const now = clock.now();
	const lease = `${now + LEASE_MS} ${random.bytes(9).toString('base64url')}`;
	return await settings.change(leaseKey(account), (held) => (held && Number(held.split(' ')[0]) > now ? { answer: undefined } : { value: lease, answer: lease }));
}

async function releaseLease({ settings }: TokenDeps, account: AliExpressAccount, lease: string): Promise<void> {
	await settings.change(leaseKey(account), (held) => (held === lease ? { value: '', answer: undefined } : { answer: undefined }));
}

function tokensKey(account: AliExpressAccount): string {
	return `${accountName(account)}:tokens`;
}

function leaseKey(account: AliExpressAccount): string {
	return `${accountName(account)}:lease`;
}

function toTokenError(answer: Exclude<ApiAnswer, { kind: 'answered' }>): SellerMailError {
	if (answer.kind === 'unreachable') return new SellerMailError('ALIEXPRESS_UNREACHABLE', { message: `AliExpress gave no new access token (${answer.reason}).` });
	if (answer.kind === 'throttled') return new SellerMailError('ALIEXPRESS_THROTTLED', { message: `AliExpress gave no new access token: too many calls (${answer.code}).` });
	return loginRefused(`it gave no new access token (${answer.code})`);
}

function loginRefused(what: string): SellerMailError {
	return new SellerMailError('ALIEXPRESS_LOGIN_REFUSED', { message: `AliExpress: ${what}.` });
}
