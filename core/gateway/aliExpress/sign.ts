import { createHmac } from 'node:crypto';

/**
 * The signature of a call: parameters in byte order of their names, names and values joined without separators, a system
 * call's path in front; HMAC-SHA-256 over UTF-8 as upper-case hex (Open Platform docs 1388 and 1366; vectors in the test).
 * Locale order would be wrong: it puts `aB` behind `ab`.
 */
export function signParameters(parameters: Readonly<Record<string, string>>, appSecret: string, path = ''): string {
	const names = Object.keys(parameters).filter((name) => name !== 'sign' && parameters[name] !== '').sort(byBytes);
	const text = path + names.map((name) => `${name}${parameters[name]}`).join('');
	return createHmac('sha256', appSecret).update(text, 'utf8').digest('hex').toUpperCase();
}

function byBytes(a: string, b: string): number {
	return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
