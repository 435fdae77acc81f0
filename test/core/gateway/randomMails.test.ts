import MailComposer from 'nodemailer/lib/mail-composer';
import PostalMime from 'postal-mime';
import { dkimVerify } from 'mailauth/lib/dkim/verify';
import type { ComposeInput } from '../../../core/delivery/ports';
import { composeMessage } from '../../../core/gateway/mimeMessage';
import { DKIM_RECORD, NOON, aSender } from '../../support/builders';

const MAILS = 1_500;
const SENDER = aSender(1);

/** What goes wrong in mails: line ends, dots, escapes, white space, what mailboxes quote, long and wide characters. */
const PIECES = [
	'a', 'Hello Ana', '.', '..', '\n.\n', '\r\n.\r\n', '\r\n..dot', '\n', '\r\n', '\r', '\n\n\n', ' ', '  ', ' \n', '\t', '\t\t x', ' \t\r\n', '=', '=3D', '=\n', '==', '=?utf-8?Q?x?=',
	'From ', '\nFrom me', '--', '\n--=_d_1', '\n--=_d_1--\n', '🛒', '👩‍👩‍👧‍👦', '🇪🇸', 'é', 'ñandú', '日本語の文', 'שלום עולם', 'مرحبا بالعالم', '\u202bעברית\u202c', 'ﷺ', '\u0000', '\u0007', '\u007f', '\u0085', '\u00a0', '\u2028',
	'\ud83d', '\udc00x', '\ufeff', '<p style="color:#111">', '</p>', '&nbsp;', '{{x}}', '"', '\\', 'x'.repeat(73), 'x'.repeat(74), 'x'.repeat(75), 'x'.repeat(76), 'é'.repeat(40), 'word '.repeat(30), 'x'.repeat(2_000), '字'.repeat(700),
];
const NAMES = ['Ana Peña', 'נועה', 'سارة', '佐藤 美咲', 'O\'Neill & Sons', '"Eve" <x@y.example>', 'A, B', '🛒 Ana', 'x'.repeat(90), 'Ana\r\nBcc: z@y.example', '=?utf-8?Q?x?=', 'ñ'.repeat(80), 'a\u0000b', '(note)', 'Ana; Eve:'];

it(`${MAILS} random mails → an independent parser reads what was written, an independent library verifies the signature`, async () => {
	const random = seeded(20_261_122);
	for (let index = 0; index < MAILS; index += 1) {
		const input = randomMail(random, index);
		const { raw } = await composeMessage(input);
		assertWire(Buffer.from(raw, 'latin1'));
		const read = await PostalMime.parse(Buffer.from(raw, 'latin1'));
		expect({ text: withOneBreak(read.text), html: withOneBreak(read.html) }).toEqual({ text: withOneBreak(input.mail.text), html: withOneBreak(input.mail.html) });
		expect(read.to).toHaveLength(1);
		const { results } = await dkimVerify(Buffer.from(raw, 'latin1'), { resolver: async () => [[DKIM_RECORD]] });
		expect(results.map(({ status }) => status.result)).toEqual(['pass']);
	}
}, 240_000);

it('one byte of the body or of a signed field changed → the signature no longer holds', async () => {
	const random = seeded(7);
	for (const where of ['Subject: ', 'From: ', '\r\n\r\n--=_']) {
		const { raw } = await composeMessage({ ...randomMail(random, 1), mail: { subject: 'Ana', text: 'Ana', html: '<p>Ana</p>', language: 'en' } });
		const changed = Buffer.from(raw, 'latin1');
		const at = changed.indexOf(where) + where.length + (where.startsWith('\r') ? 60 : 0);
		changed[at] = changed[at] === 0x78 ? 0x79 : 0x78;
		const { results } = await dkimVerify(changed, { resolver: async () => [[DKIM_RECORD]] });
		expect(results[0]?.status.result).not.toBe('pass');
	}
});

it('the fields of a head are those that nodemailer writes', async () => {
	const random = seeded(11);
	for (let index = 0; index < 200; index += 1) {
		const { to, mail, sender, ...input } = randomMail(random, index);
		const { raw } = await composeMessage({ to, mail: { ...mail, text: 'x', html: 'x' }, sender: { ...sender, dkim: undefined }, ...input });
		const clean = (text: string): string => text.replace(/=(?=\?)/g, '= ');
		const theirs = await new MailComposer({
			from: sender.from, to: to.name ? { name: clean(to.name.replace(/[\u0000-\u001f\u007f]/g, ' ')), address: to.address } : to.address, subject: clean(mail.subject), text: 'x', html: 'x',
			messageId: input.messageId, date: new Date(input.date), headers: { 'Content-Language': mail.language, ...input.headers }, newline: 'windows',
		}).compile().build();
		expect(fieldsOf(Buffer.from(raw, 'latin1'))).toEqual(fieldsOf(theirs));
	}
});

it.each([['no PEM', 'nonsense'], ['a key that is not RSA', '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n']])('%s → refused, never sent unsigned', async (_name, privateKey) => {
	const input = randomMail(seeded(1), 1);
	await expect(composeMessage({ ...input, sender: { ...SENDER, dkim: { domain: 'mail.lumen-home.example', selector: 's1', privateKey } } })).rejects.toMatchObject({ code: 'SENDER_PROFILE_INCOMPLETE' });
});

/** In their order, without the structure's own; each with its folding undone. */
function fieldsOf(raw: Buffer): string[] {
	const head = raw.toString('latin1').split('\r\n\r\n')[0] ?? '';
	return head.replace(/\r\n[ \t]+/g, ' ').split('\r\n').filter((line) => !/^(MIME-Version|Content-Type):/.test(line)).toSorted();
}

function randomMail(random: () => number, index: number): ComposeInput {
	const text = (most: number): string => Array.from({ length: Math.floor(random() * most) }, () => pick(random, PIECES)).join('');
	return {
		sender: SENDER, to: { address: `buyer-${index}@correo.example`, name: random() < 0.2 ? undefined : pick(random, NAMES) }, messageId: `<d_${index % 3}@mail.lumen-home.example>`, date: NOON + index * 1_000,
		mail: { subject: `${pick(random, NAMES)} ${text(4).slice(0, 300)}` || 'x', text: text(30), html: `<!doctype html>${text(40)}`, language: pick(random, ['es', 'en', 'ar']) },
		headers: { 'List-Unsubscribe': `<https://shop.example/webhook/m?t=d_${'x'.repeat(Math.floor(random() * 90))}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click', 'Feedback-ID': 'a:b:c:sellermail' },
	};
}

/** What every server between here and there takes: 7 bits, CRLF only, short lines, none that SMTP or a mailbox would change. */
function assertWire(raw: Buffer): void {
	const wire = raw.toString('latin1');
	const body = wire.slice(wire.indexOf('\r\n\r\n') + 4);
	expect(wire).not.toMatch(/[^\r\n\t -~]|[^\r]\n|\r[^\n]/);
	expect(Math.max(...wire.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
	expect(Math.max(...body.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(76);
	expect(body).not.toMatch(/^\.|^From |[ \t]\r\n|\t| {2}/m);
	expect(wire.endsWith('\r\n')).toBe(true);
}

/** Line ends are all alike to a mail; a parser may put one at the end, and leaves a byte order mark out; halves of characters can't be written in UTF-8. */
function withOneBreak(text: string | undefined): string {
	return (text ?? '').toWellFormed().replace(/^\ufeff/, '').replace(/\r\n?/g, '\n').replace(/\n*$/, '\n');
}

function pick<Value>(random: () => number, values: readonly Value[]): Value {
	return values[Math.floor(random() * values.length)] as Value;
}

/** mulberry32: the same mails on every machine. */
function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}
