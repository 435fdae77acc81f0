import { createHmac, createSecretKey, hash, timingSafeEqual, type KeyObject } from 'node:crypto';

/** SHA-256 of a text as base64url. */
export function sha256(text: string): string {
	return hash('sha256', text, 'base64url');
}

/** HMAC-SHA-256 as base64url; `key` is a base64url secret. */
export function hmacSha256(key: string, text: string): string {
	return createHmac('sha256', keyObjectOf(key)).update(text).digest('base64url');
}

/** A process uses a handful of keys; the bound is for tests that make many. */
const MAX_KEPT_KEYS = 100;
const keyObjects = new Map<string, KeyObject>();

/** Kept, because decoding a key costs as much as the hash. */
function keyObjectOf(key: string): KeyObject {
	const known = keyObjects.get(key);
	if (known) return known;
	if (keyObjects.size >= MAX_KEPT_KEYS) keyObjects.clear();
	const made = createSecretKey(Buffer.from(key, 'base64url'));
	keyObjects.set(key, made);
	return made;
}

/** Compares two texts in time that doesn't depend on where they differ; their lengths are no secret. */
export function isEqualConstantTime(a: string, b: string): boolean {
	const [left, right] = [Buffer.from(a), Buffer.from(b)];
	return left.length === right.length && timingSafeEqual(left, right);
}
