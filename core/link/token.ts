import { hmacSha256, isEqualConstantTime } from '../shared/hash';

/** Signing keys by id; the current one signs, every one verifies, so links in old mails work for ever. */
export interface LinkKeys {
	current: string;
	keys: Readonly<Record<string, string>>;
}

/**
 * What a token is for, and nothing else; no address is in it. A delivery (`d_…`) or a buyer (`b_…`) names whose subscription
 * it is about, `view` the delivery whose mail is shown, `confirmation` a double opt-in's request (`k_…`).
 */
export type LinkTarget = SubscriptionTarget | { kind: 'view'; id: string } | { kind: 'confirmation'; id: string };

/** Whose subscription: a delivery's buyer, or a buyer himself. */
export interface SubscriptionTarget {
	kind: 'delivery' | 'buyer';
	id: string;
}

const TOKEN = /^((?:v\.)?[bd]_[A-Za-z0-9_-]{20}|k_[A-Za-z0-9_-]{20})\.([a-z0-9]{1,8})\.([A-Za-z0-9_-]{22})$/;
const TOKEN_LINK = /https?:\/\/[A-Za-z0-9:/._~%-]+\?t=(v\.)?(b_[A-Za-z0-9_-]{20})\.[a-z0-9]{1,8}\.[A-Za-z0-9_-]{22}/g;
/** 132 bits of the MAC: too many to guess, short enough for a link */
const MAC_LENGTH = 22;
/** stands in front of the id in tokens that show a mail */
const VIEW = 'v.';

/** `d_….1.<mac>`: only characters that survive every mail client. A delivery's, a buyer's or a request's id. */
export function makeToken(keys: LinkKeys, id: string): string {
	return sign(keys, id);
}

/** `v.d_….1.<mac>`: shows the mail of that delivery, and can do nothing else. */
export function makeViewToken(keys: LinkKeys, id: string): string {
	return sign(keys, `${VIEW}${id}`);
}

/** What a token names; `undefined` unless we signed it for that. */
export function parseToken(keys: LinkKeys, token: unknown): LinkTarget | undefined {
	const { name, keyId, given } = readToken(token) ?? {};
	if (!name || !keyId || !given) return undefined;
	const key = Object.hasOwn(keys.keys, keyId) ? keys.keys[keyId] : undefined;
	if (!key || !isEqualConstantTime(mac(key, name), given)) return undefined;
	return toTarget(name);
}

/** Whether a token that could be ours was signed with a key that we don't have: another process may have rotated since. */
export function namesUnknownKey(keys: LinkKeys, token: unknown): boolean {
	const { keyId } = readToken(token) ?? {};
	return keyId !== undefined && !Object.hasOwn(keys.keys, keyId);
}

/** The keys with a fresh one that signs from now on; the others go on verifying. */
export function addKey({ keys }: LinkKeys, key: string): LinkKeys {
	const current = String(Math.max(0, ...Object.keys(keys).map(Number)) + 1);
	return { current, keys: { ...keys, [current]: key } };
}

/**
 * Makes the links of a rendered mail name its delivery: every link whose token names this buyer becomes the delivery's own
 * of the same kind. The rendering may be older than the public address or the keys, so the token's id decides, not the link.
 */
export function placeDeliveryLinks(text: string, buyerId: string, urls: { unsubscribeUrl: string; viewUrl: string }): string {
	return text.replace(TOKEN_LINK, (link, view: string | undefined, id: string) => (id === buyerId ? (view ? urls.viewUrl : urls.unsubscribeUrl) : link));
}

function readToken(token: unknown): { name?: string; keyId?: string; given?: string } | undefined {
	const match = typeof token === 'string' ? TOKEN.exec(token) : null;
	return match ? { name: match[1], keyId: match[2], given: match[3] } : undefined;
}

function toTarget(name: string): LinkTarget {
	if (name.startsWith(VIEW)) return { kind: 'view', id: name.slice(VIEW.length) };
	if (name.startsWith('k_')) return { kind: 'confirmation', id: name };
	return { kind: name.startsWith('d_') ? 'delivery' : 'buyer', id: name };
}

function sign(keys: LinkKeys, name: string): string {
	return `${name}.${keys.current}.${mac(keys.keys[keys.current] ?? '', name)}`;
}

/** The purpose is under the MAC: a token can't be made into one of another kind. */
function mac(key: string, name: string): string {
	return hmacSha256(key, `${purposeOf(name)}:${name}`).slice(0, MAC_LENGTH);
}

function purposeOf(name: string): string {
	if (name.startsWith(VIEW)) return 'view';
	return name.startsWith('k_') ? 'confirm' : 'link';
}
