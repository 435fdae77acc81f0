import type { ApiAnswer, Json } from '../../aliExpress/ports';

/** JSON.parse hands the digits of a number to its reviver (ES2025), which TypeScript's library doesn't know yet. */
type Reviver = (this: unknown, key: string, value: unknown, context: { source?: string }) => unknown;
const parseWith = JSON.parse as (text: string, reviver: Reviver) => unknown;

/**
 * What an answer of the gateway means. The status is 200 for most errors, so the body decides; ids that a number can't hold
 * come back as text. Never throws.
 */
export function parseAnswer(status: number, text: string): ApiAnswer {
	const body = parseJson(text);
	if (!body) return status >= 500 || status === 200 ? { kind: 'unreachable', reason: `status ${status}` } : toError({ code: String(status) });
	const failure = findFailure(body);
	if (failure) return toError(failure);
	if (status >= 500) return { kind: 'unreachable', reason: `status ${status}` };
	return status >= 400 ? toError({ code: String(status) }) : readResult(unwrap(body));
}

/** An object; numbers beyond 2^53 keep their digits as text. */
export function parseJson(text: string): Json | undefined {
	try {
		const parsed = parseWith(text, (_key, value, { source }) => (typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(source ?? '') ? source : value));
		return asObject(parsed);
	} catch {
		return undefined;
	}
}

interface Failure {
	code: string;
	subCode?: string;
	type?: string;
}

/** `{error_response: {…}}`, or the same fields flat beside a code that isn't 0. */
function findFailure(body: Json): Failure | undefined {
	const inside = asObject(body.error_response);
	if (inside) return toFailure(inside);
	const hasCode = body.code !== undefined && String(body.code) !== '0';
	return hasCode ? toFailure(body) : undefined;
}

function toFailure({ code, sub_code: subCode, type }: Json): Failure {
	return { code: codeText(code), subCode: codeText(subCode), type: codeText(type) };
}

/** Codes only: the words beside them can hold a token or a buyer's data. */
function codeText(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value).replace(/[^\w.:-]/g, '').slice(0, 60) : '';
}

const TOKEN = /^(IllegalAccessToken|IllegalRefreshToken|InvalidAccessToken|AccessTokenExpired|invalid-session|26|27)$|isv\.(invalid|expired)-?(session|token)/i;
const LOGIN = /^(InvalidAppKey|InvalidAppkey|AppkeyNotExists|IncompleteSignature|InvalidSignature|IllegalTimestamp|InvalidCode|25|29)$|appkey|signature/i;
const PERMISSION = /permission|InvalidApiPath|ApiNotAllowed|isv\.access-denied|^(11|12|22)$/i;
const THROTTLED = /ApiCallLimit|AppCallLimit|isp\.(call|http)-?limited|accesscontrol|^(7|429)$/i;

function toError({ code, subCode = '', type = '' }: Failure): ApiAnswer {
	const codes = [subCode, code].filter(Boolean);
	const isOne = (pattern: RegExp): boolean => codes.some((each) => pattern.test(each));
	const shown = codes.join(' / ') || 'no code';
	if (isOne(THROTTLED)) return { kind: 'throttled', code: shown };
	if (isOne(TOKEN)) return { kind: 'tokenRefused', code: shown };
	if (isOne(PERMISSION)) return { kind: 'refused', what: 'permission', code: shown };
	if (isOne(LOGIN)) return { kind: 'refused', what: 'login', code: shown };
	return type === 'SYSTEM' || type === 'ISP' ? { kind: 'unreachable', reason: shown } : { kind: 'refused', what: 'request', code: shown };
}

/** `{…_response: {result}}`, `{result}`, or the fields themselves; some clients' gateways send `result` as a text of JSON. */
function unwrap(body: Json): Json {
	const wrapper = Object.keys(body).find((key) => key.endsWith('_response'));
	const inside = (wrapper && asObject(body[wrapper])) || body;
	return asObject(inside.result) ?? (typeof inside.result === 'string' ? parseJson(inside.result) : undefined) ?? inside;
}

/** A success on the outside may be a failure within. */
function readResult(result: Json): ApiAnswer {
	if (result.success === false || result.success === 'false') return toError({ code: codeText(result.error_code) || 'success=false' });
	return { kind: 'answered', result };
}

function asObject(value: unknown): Json | undefined {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}
