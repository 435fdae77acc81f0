import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** SHA-256 of a text as base64url. */
export function sha256(text: string): string {
	return createHash('sha256').update(text).digest('base64url');
}

/** HMAC-SHA-256 as base64url; `key` is a base64url secret. */
export function hmacSha256(key: string, text: string): string {
	return createHmac('sha256', Buffer.from(key, 'base64url')).update(text).digest('base64url');
}

/** Compares two texts in time that doesn't depend on where they differ. */
export function isEqualConstantTime(a: string, b: string): boolean {
	const left = createHash('sha256').update(a).digest();
	const right = createHash('sha256').update(b).digest();
	return timingSafeEqual(left, right);
}
