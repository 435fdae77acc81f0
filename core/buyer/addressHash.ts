import type { EmailAddress } from '../shared/emailAddress';
import { hmacSha256 } from '../shared/hash';

/** Hashes of addresses that are being worked on: each row asks more than once, and the hash is the dearest part of it. */
const known = new WeakMap<EmailAddress, { key: string; hash: string }>();

/** The keyed hash under which a buyer's address is found. */
export function hashAddress(key: string, email: EmailAddress): string {
	const found = known.get(email);
	if (found?.key === key) return found.hash;
	const hash = hmacSha256(key, email.address);
	known.set(email, { key, hash });
	return hash;
}
