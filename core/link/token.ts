import { hmacSha256, isEqualConstantTime } from '../shared/hash';

/** Signing keys by id; the current one signs, every one verifies, so links in old mails work for ever. */
export interface LinkKeys {
	current: string;
	keys: Readonly<Record<string, string>>;
}

/** A token names a delivery (`d_…`) or a buyer's subscription (`b_…`), nothing else; no address is in it. */
export interface LinkTarget {
	kind: 'delivery' | 'buyer';
	id: string;
}

const TOKEN = /^([bd]_[A-Za-z0-9_-]{20})\.([a-z0-9]{1,8})\.([A-Za-z0-9_-]{22})$/;
const TOKEN_LINK = /https?:\/\/[A-Za-z0-9:/._-]+\?t=(b_[A-Za-z0-9_-]{20})\.[a-z0-9]{1,8}\.[A-Za-z0-9_-]{22}/g;
/** 132 bits of the MAC: too many to guess, short enough for a link */
const MAC_LENGTH = 22;

/** `d_….1.<mac>`: only characters that survive every mail client. */
export function makeToken(keys: LinkKeys, id: string): string {
	return `${id}.${keys.current}.${mac(keys.keys[keys.current] ?? '', id)}`;
}

/** What a token names; `undefined` unless we signed it. */
export function parseToken(keys: LinkKeys, token: unknown): LinkTarget | undefined {
	const match = typeof token === 'string' ? TOKEN.exec(token) : null;
	const [, id, keyId, given] = match ?? [];
	if (!id || !keyId || !given) return undefined;
	const key = Object.hasOwn(keys.keys, keyId) ? keys.keys[keyId] : undefined;
	if (!key || !isEqualConstantTime(mac(key, id), given)) return undefined;
	return { kind: id.startsWith('d_') ? 'delivery' : 'buyer', id };
}

/**
 * Makes the links of a rendered mail name its delivery: every link whose token names this buyer becomes `url`.
 * The rendering may be older than the public address or the keys, so the token's id decides, not the whole link.
 */
export function placeDeliveryLink(text: string, buyerId: string, url: string): string {
	return text.replace(TOKEN_LINK, (link, id: string) => (id === buyerId ? url : link));
}

function mac(key: string, id: string): string {
	return hmacSha256(key, `link:${id}`).slice(0, MAC_LENGTH);
}
