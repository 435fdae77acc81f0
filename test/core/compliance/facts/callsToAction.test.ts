import fc from 'fast-check';
import { measureMail } from '../../../../core/compliance/facts/measureMail';
import { aHandmadeMail } from '../../../support/mails';

const BUTTON = 'display:inline-block;background-color:#1f4fd8;color:#ffffff;font-weight:700;padding:12px';

/** A button beside the logo, which is a link too and comes first. */
const callsTo = (href: string): string[] => {
	const html = `<a href="https://logo.example/x">Logo</a><p><a href="${href.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}" style="${BUTTON}">Shop now</a></p>`;
	return measureMail(aHandmadeMail('', { html, language: 'en' })).callsToAction.filter((target) => !target.startsWith('logo.example'));
};

/** Where an address leads, by the platform's own parser. */
function targetByParser(href: string): string {
	const url = new URL(href);
	for (const name of [...url.searchParams.keys()]) if (/^(?:utm_|gclid|spm$)/i.test(name)) url.searchParams.delete(name);
	return `${url.host}${url.pathname.replace(/\/$/, '')}${url.search}`;
}

describe('destinations of calls to action', () => {
	it.each([
		['tracking alone', 'https://shop.example/p/1?utm_source=mail&gclid=2', 'shop.example/p/1'],
		['tracking among others', 'https://shop.example/p?a=1&utm_source=mail&b=2', 'shop.example/p?a=1&b=2'],
		['a name that only begins like tracking', 'https://shop.example/p?spm2=1', 'shop.example/p?spm2=1'],
		['a parameter without a value', 'https://shop.example/p?spm', 'shop.example/p'],
		['a slash at the end', 'https://shop.example/p/', 'shop.example/p'],
		['a fragment', 'https://shop.example/p#top', 'shop.example/p'],
		['capitals and a port', 'HTTPS://SHOP.Example:443/P', 'shop.example/P'],
		['steps upwards', 'https://shop.example/a/../b', 'shop.example/b'],
		['another script', 'https://läden.example/ü', 'xn--lden-loa.example/%C3%BC'],
	])('%s: %s → %s', (_name, href, target) => {
		expect(callsTo(href)).toEqual([target]);
	});

	it('any address that can be read → the same as the platform says', () => {
		const piece = fc.oneof(fc.string({ maxLength: 6, unit: fc.constantFrom(...'abzABZ019-_~.%/+*\'()!$,;:@ é') }), fc.constantFrom('..', '.', '%2e', 'utm_x', 'spm', 'xn--', 'a//b'));
		const href = fc.tuple(fc.constantFrom('https://', 'http://', 'https:/'), fc.constantFrom('shop.example', 'a-b.shop.example', 'shop.example.', '-a.example', 'xn--lden-loa.example', 'SHOP.example', '10.0.0.1', 'shop.example:8080', 'a..example'), fc.array(piece, { maxLength: 3 }), fc.constantFrom('', '/', '?'), fc.array(fc.tuple(piece, fc.constantFrom('', '='), piece).map((parts) => parts.join('')), { maxLength: 3 }))
			.map(([scheme, host, path, sign, query]) => `${scheme}${host}${path.map((one) => `/${one}`).join('')}${sign}${sign === '?' ? query.join('&') : ''}`)
			.filter((address) => URL.canParse(address) && !/unsub|[\u0000-\u001f]/.test(address));
		fc.assert(fc.property(href, (address) => {
			expect(callsTo(address)).toEqual([targetByParser(address.trim())]);
		}), { numRuns: 2_000 });
	});

	it.each(['https://www.facebook.com/lumen', 'https://f%61cebook.com/lumen', 'https://FACEBOOK.com/lumen', 'https://x.com'])('a profile on a social network, %s → no call', (href) => {
		expect(callsTo(href)).toEqual([]);
	});
});
