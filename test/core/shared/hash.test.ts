import { createHash, createHmac } from 'node:crypto';
import { hmacSha256, sha256 } from '../../../core/shared/hash';

it('hashes are those of the standard, with the kept key as with a new one', () => {
	const key = Buffer.from('0123456789abcdef').toString('base64url');
	expect(sha256('é')).toBe(createHash('sha256').update('é').digest('base64url'));
	for (const text of ['', 'a@b.example', '中']) expect(hmacSha256(key, text)).toBe(createHmac('sha256', '0123456789abcdef').update(text).digest('base64url'));
	for (let index = 0; index < 250; index += 1) hmacSha256(Buffer.from(`key ${index}`).toString('base64url'), 'x');
	expect(hmacSha256(key, 'x')).toBe(createHmac('sha256', '0123456789abcdef').update('x').digest('base64url'));
});
