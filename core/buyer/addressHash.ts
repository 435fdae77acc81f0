import type { EmailAddress } from '../shared/emailAddress';
import { hmacSha256 } from '../shared/hash';

/** Hashes of addresses that are being worked on: each row asks more than once, and the hash is the dearest part of it. */
const known = new WeakMap<EmailAddress, { key: string; hash: string }>();

/** Who a row is about: an address, or else what a marketplace that hides it calls him. */
export interface Identity {
	email?: EmailAddress | undefined;
	/** of the address, where it is known already */
	emailHash?: string | undefined;
	externalId?: string | undefined;
}

/** The keyed hash under which a buyer is found. No address holds a colon, so no buyer without one can be mistaken for somebody else. */
export function hashIdentity(key: string, { email, emailHash, externalId }: Identity): string {
	if (emailHash) return emailHash;
	return email ? hashAddress(key, email) : hmacSha256(key, `external:${externalId ?? ''}`);
}

/** The keyed hash under which a buyer's address is found. */
export function hashAddress(key: string, email: EmailAddress): string {
	const found = known.get(email);
	if (found?.key === key) return found.hash;
	const hash = hmacSha256(key, email.address);
	known.set(email, { key, hash });
	return hash;
}
