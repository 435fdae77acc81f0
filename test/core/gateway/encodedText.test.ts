import fc from 'fast-check';
import { makeTextEncoder } from '../../../core/gateway/encodedText';

const line = fc.constantFrom('Hello Ana', 'Hello Buyer 12', '', '.', 'From me', 'a=b', 'ñ 日本', 'word '.repeat(20), ' ', '<p>', '</p>');
const text = fc.tuple(fc.array(line, { maxLength: 6 }), fc.constantFrom('\n', '\r\n', '\r')).map(([lines, end]) => lines.join(end));
const mails = fc.array(fc.tuple(text, fc.constantFrom('en', 'ar')), { minLength: 2, maxLength: 40 });

describe('encodedText', () => {
	it('texts of any kinds and languages, one after the other → each as an encoder that saw none before writes it', () => {
		fc.assert(fc.property(mails, (all) => {
			const encode = makeTextEncoder();
			for (const [written, language] of all) expect(encode(written, language)).toBe(makeTextEncoder()(written, language));
		}), { numRuns: 500 });
	});

	it('more kinds than are kept, then the first one again → it is written as before', () => {
		const encode = makeTextEncoder();
		const kinds = Array.from({ length: 40 }, (_, count) => `Hello Ana\n${'line\n'.repeat(count)}`);
		const first = kinds.map((written) => encode(written, 'en'));
		expect(kinds.map((written) => encode(written, 'en'))).toEqual(first);
	});
});
