import PostalMime from 'postal-mime';
import { composeMessage } from '../../../core/gateway/mimeMessage';
import { compileTemplate } from '../../../core/template/compileTemplate';
import { makeSample } from '../../../core/template/sampleData';
import { aSender } from '../../support/builders';
import { UNSUBSCRIBE_URL, aBrand } from '../../support/mails';

const PLAIN = 'Ana';
const { buyer, data } = makeSample('es');

/** A mail whose subject, preheader, recipient and sender carry the same value, as it leaves. */
async function compose(value: string, language = 'es') {
	const source = { kind: 'own', purpose: 'marketing', subject: 'Ahorra 10%: {{data.word}} {{buyer.name}}', preheader: '{{data.word}}', html: '<p>{{data.word}}</p>' } as const;
	const mail = compileTemplate(source, { brand: aBrand() }).render({ buyer: { ...buyer, name: value }, data: { ...data, word: value }, unsubscribeUrl: UNSUBSCRIBE_URL });
	const sender = aSender(1);
	const { raw } = await composeMessage({
		sender: { ...sender, from: { ...sender.from, name: value } }, to: { address: 'ana@buyer.example', name: value }, mail: { ...mail, language },
		messageId: '<d_1@mail.lumen-home.example>', date: Date.UTC(2026, 10, 20), headers: { 'List-Unsubscribe': `<${UNSUBSCRIBE_URL}>`, 'Feedback-ID': `a:${value}:b` },
	});
	const head = raw.split('\r\n\r\n')[0] ?? '';
	return { head, names: head.split('\r\n').filter((line) => !/^[ \t]/.test(line)).map((line) => line.split(':')[0]), mail: await PostalMime.parse(raw), rendered: mail };
}

describe('values that try to become headers', () => {
	it.each([
		['a line feed', 'Ana\nBcc: evil@x.example'],
		['a carriage return', 'Ana\rBcc: evil@x.example'],
		['both', 'Ana\r\nBcc: evil@x.example\r\n\r\n<h1>evil</h1>'],
		['a folded line', 'Ana\r\n Bcc: evil@x.example'],
		['NUL', 'Ana\u0000Bcc: evil@x.example'],
		['vertical tab and form feed', 'Ana\u000bBcc: evil\u000cX: y'],
		['next line (C1)', 'Ana\u0085Bcc: evil@x.example'],
		['line and paragraph separators', 'Ana\u2028Bcc: evil@x.example\u2029X-Evil: 1'],
		['characters whose low byte is a line break', 'Ana\u010d\u010aBcc: evil@x.example'],
		['an encoded word with a line break in it', '=?utf-8?Q?Ana=0D=0ABcc:_evil@x.example?='],
		['an encoded word in base64', '=?utf-8?B?QW5hDQpCY2M6IGV2aWxAeC5leGFtcGxl?='],
		['quotes and angle brackets', '"Ana" <evil@x.example>, "Eve'],
		['a very long value', `${'Ana '.repeat(400)}\r\nBcc: evil@x.example`],
		['half a surrogate', 'Ana\ud83d\r\nBcc: evil@x.example'],
	])('%s → the same headers, one recipient, nothing before the body', async (_name, value) => {
		const [plain, hostile] = [await compose(PLAIN), await compose(value)];
		expect(hostile.names).toEqual(plain.names);
		expect(hostile.names).not.toContain('Bcc');
		expect(hostile.head).not.toMatch(/[\u0000\u000b\u000c]|[^\r]\n|\r[^\n]/);
		expect(hostile.mail.to).toMatchObject([{ address: 'ana@buyer.example' }]);
		expect(hostile.mail.from).toMatchObject({ address: aSender(1).from.address });
		expect(hostile.mail.bcc ?? []).toEqual([]);
		expect(hostile.mail.html).toContain('<!doctype html>');
	});

	it.each([
		['an encoded word', '=?utf-8?Q?Gratis=0D=0ABcc:_evil@x.example?='],
		['an encoded word in base64', '=?utf-8?B?R3JhdGlz?='],
	])('%s in the subject or a name → shown as it stands, not read as another text', async (_name, value) => {
		const { mail, rendered } = await compose(value);
		expect(mail.subject).toBe(rendered.subject);
		expect(mail.subject).not.toMatch(/[\r\n]|Gratis$/);
		expect(mail.to?.[0]?.name).not.toMatch(/[\r\n]/);
	});

	it.each([
		['bidi overrides', 'Ana\u202egpj.exe\u2066x\u2069'], ['zero-width characters', 'A\u200bn\u2060a\ufeff'], ['control characters', 'Ana\u0007\u001b[31m'],
	])('%s → not in subject and preheader', async (_name, value) => {
		const { rendered, mail } = await compose(value);
		for (const text of [rendered.subject, rendered.preheader, mail.subject ?? '']) expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\u200b\u2060\ufeff]/);
	});

	it('a language of the item with a line break → no header of its own', async () => {
		const { names, head } = await compose(PLAIN, 'es\r\nBcc: evil@x.example');
		expect(names).toEqual((await compose(PLAIN)).names);
		expect(head).not.toMatch(/^Bcc/m);
	});
});
