import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import type { Random } from './random';

const ALGORITHM = 'aes-256-gcm';
const [IV_BYTES, TAG_BYTES] = [12, 16];

/** Encrypts a text so that only who knows `secret` can read or change it (AES-256-GCM, base64url). */
export function seal(secret: string, text: string, random: Random): string {
	const iv = random.bytes(IV_BYTES);
	const cipher = createCipheriv(ALGORITHM, keyOf(secret), iv);
	const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
	return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url');
}

/** The text again; `undefined` when it was sealed with another secret or changed. */
export function unseal(secret: string, sealed: string): string | undefined {
	const bytes = Buffer.from(sealed, 'base64url');
	if (bytes.length < IV_BYTES + TAG_BYTES) return undefined;
	const decipher = createDecipheriv(ALGORITHM, keyOf(secret), bytes.subarray(0, IV_BYTES));
	decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
	try {
		return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
	} catch {
		return undefined;
	}
}

function keyOf(secret: string): Buffer {
	return Buffer.from(hkdfSync('sha256', secret, '', 'seller-mail seal', 32));
}
