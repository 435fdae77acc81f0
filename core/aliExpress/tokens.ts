import { SECOND_MS } from '../shared/clock';
import type { Json } from './ports';

/** A pair of tokens; `accessEndsAt` null: not known, good until it is refused. */
export interface Tokens {
	accessToken: string | undefined;
	refreshToken: string | undefined;
	accessEndsAt: number | null;
}

/** The answer of a token call; `undefined` when there is no token in it. A refresh token that it leaves out stays the old one. */
export function parseTokens(result: Json, before: Tokens, now: number): Tokens | undefined {
	const fields = inner(result);
	const accessToken = textOf(fields.access_token);
	return accessToken === undefined ? undefined : { accessToken, refreshToken: textOf(fields.refresh_token) ?? before.refreshToken, accessEndsAt: endOf(fields, now) };
}

/** Some gateways put the fields into `data`. */
function inner(result: Json): Json {
	const { data } = result;
	return typeof data === 'object' && data !== null && !Array.isArray(data) ? (data as Json) : result;
}

function textOf(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The duration counts from now by our own clock; the instant is by theirs. */
function endOf(fields: Json, now: number): number | null {
	const [seconds, endsAt] = [Number(fields.expires_in), Number(fields.expire_time)];
	if (seconds > 0) return now + seconds * SECOND_MS;
	return endsAt > 0 ? endsAt : null;
}
