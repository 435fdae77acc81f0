import fc from 'fast-check';
import { explainEmailAddress, parseEmailAddress } from '../../../core/shared/emailAddress';

describe('addresses that are taken, and what becomes of them', () => {
	it.each([
		['as it is', 'ana@correo.example', 'ana@correo.example'],
		['spaces around it', '  ana@correo.example\t', 'ana@correo.example'],
		['capitals before and after @', 'Ana.Lopez@Correo.Example', 'ana.lopez@correo.example'],
		['a tag after + stays', 'ana+shop@correo.example', 'ana+shop@correo.example'],
		['all signs that RFC 5322 allows', "a!#$&'*+-/=?^_`{|}~z@correo.example", "a!#$&'*+-/=?^_`{|}~z@correo.example"],
		['one trailing dot after the domain', 'ana@correo.example.', 'ana@correo.example'],
		['an umlaut domain', 'ana@Bücher.example', 'ana@xn--bcher-kva.example'],
		['the same in ASCII', 'ana@XN--BCHER-KVA.example', 'ana@xn--bcher-kva.example'],
		['the same, decomposed', 'ana@Bu\u0308cher.example', 'ana@xn--bcher-kva.example'],
		['a local part beyond ASCII', 'JOSÉ@correo.example', 'josé@correo.example'],
		['the same, decomposed', 'jose\u0301@correo.example', 'josé@correo.example'],
		['Chinese on both sides', '用户@例え.テスト', '用户@xn--r8jz45g.xn--zckzah'],
		['full-width, as an input method leaves it', 'ａｎａ＠ｃｏｒｒｅｏ．example', 'ana@correo.example'],
		['an ideographic full stop', 'ana@correo。example', 'ana@correo.example'],
		['64 octets before @', `${'a'.repeat(64)}@correo.example`, `${'a'.repeat(64)}@correo.example`],
		['a look-alike domain exists; marketing is another question', 'ana@p\u0430ypal.com', 'ana@xn--pypal-4ve.com'],
	])('%s', (_name, input, address) => {
		expect(parseEmailAddress(input)).toEqual({ address, domain: address.slice(address.lastIndexOf('@') + 1) });
		expect(explainEmailAddress(input)).toBeUndefined();
		expect(parseEmailAddress(address)?.address).toBe(address);
	});
});

describe('addresses that are refused, and the reason', () => {
	it.each([
		['no text', 42, 'no text'],
		['empty', '', 'no @'],
		['no @', 'ana.correo.example', 'no @'],
		['nothing before @', '@correo.example', 'nothing stands before'],
		['nothing after @', 'ana@', 'no domain'],
		['no dot in the domain', 'ana@localhost', 'no domain'],
		['two @', 'ana@home@correo.example', 'second @'],
		['two dots', 'ana..lopez@correo.example', 'a dot before @'],
		['a dot at the end of the local part', 'ana.@correo.example', 'a dot before @'],
		['two trailing dots', 'ana@correo.example..', 'no domain'],
		['an empty label', 'ana@correo..example', 'no domain'],
		['a space inside', 'ana lopez@correo.example', 'a space'],
		['a no-break space inside', 'ana\u00a0lopez@correo.example', 'a space'],
		['display name and brackets', 'Ana <ana@correo.example>', 'bracket'],
		['full-width brackets', 'ana＜b＞@correo.example', 'bracket'],
		['a quoted local part', '"ana lopez"@correo.example', 'quote'],
		['two addresses', 'ana@correo.example,leo@correo.example', 'comma'],
		['CR LF and a header', 'ana@correo.example\r\nBcc: leo@correo.example', 'line break'],
		['a line break at the end', 'ana@correo.example\n', 'line break'],
		['NUL', 'ana\u0000@correo.example', 'line break'],
		['the line separator U+2028', 'ana@correo.example\u2028Bcc', 'line break'],
		['the next-line control U+0085', 'a\u0085na@correo.example', 'line break'],
		['an encoded line break', 'ana%0D%0Abcc@correo.example', 'encoded'],
		['an encoded word', '=?utf-8?q?ana?=@correo.example', 'encoded'],
		['a zero-width space', 'a\u200bna@correo.example', 'invisible'],
		['a zero-width space in the domain, which IDNA would drop', 'ana@cor\u200breo.example', 'invisible'],
		['a soft hyphen', 'ana@cor\u00adreo.example', 'invisible'],
		['a bidi control', 'ana\u202e@correo.example', 'invisible'],
		['a Hangul filler', 'ana\u3164@correo.example', 'invisible'],
		['a lone surrogate', 'ana\ud800@correo.example', 'invisible'],
		['an IP literal', 'ana@[192.0.2.1]', 'IP address'],
		['an IP number', 'ana@192.0.2.1', 'IP address'],
		['a short IP number', 'ana@127.1', 'IP address'],
		['a hexadecimal IP number', 'ana@0x7f.1', 'no domain'],
		['a path behind the domain', 'ana@correo.example/evil', 'no domain'],
		['a query behind the domain', 'ana@correo.example?x', 'no domain'],
		['a port', 'ana@correo.example:25', 'no domain'],
		['percent signs in the domain, which IDNA would decode', 'ana@corr%65o.example', 'no domain'],
		['an underscore in the domain', 'ana@cor_reo.example', 'no domain'],
		['65 octets before @', `${'a'.repeat(65)}@correo.example`, 'longer than 64'],
		['40 letters of two octets before @', `${'é'.repeat(40)}@correo.example`, 'longer than 64'],
		['a label of 64', `ana@${'b'.repeat(64)}.example`, 'no domain'],
		['255 octets', `ana@${`${'b'.repeat(60)}.`.repeat(4)}example`, 'longer than 254'],
		['a very long one', `${'a'.repeat(1_000_000)}@correo.example`, 'longer than 64'],
	])('%s', (_name, input, reason) => {
		expect(parseEmailAddress(input)).toBeUndefined();
		expect(explainEmailAddress(input)).toContain(reason);
	});
});

it('whatever comes in: no line break, space, bracket or control character comes out, and reading it again changes nothing', () => {
	const part = fc.string({ unit: fc.oneof(fc.constantFrom('a', 'é', 'İ', 'ß', 'ａ', '.', '+', '\r', '\n', '\u2028', '\u200b', '<', ' ', '%', '@'), fc.string({ unit: 'binary', minLength: 1, maxLength: 1 })), maxLength: 12 });
	fc.assert(fc.property(part, part, (local, domain) => {
		const parsed = parseEmailAddress(`${local}@${domain}.example`);
		if (!parsed) return;
		expect(parsed.address).not.toMatch(/[\p{C}\p{Z}<>()[\]\\,;:"]/u);
		expect(parsed.domain).toMatch(/^[a-z0-9.-]+$/);
		expect(parseEmailAddress(parsed.address)).toEqual(parsed);
	}), { numRuns: 3_000 });
});
