import fc from 'fast-check';
import { parseAmazonMail } from '../../../core/messaging/amazonMail.parser';
import { checkReply } from '../../../core/messaging/checkReply';
import { classifyMessage } from '../../../core/messaging/classifyMessage';
import { readMailItem } from '../../../core/messaging/mailItem.parser';
import { anAmazonMail } from '../../support/amazonMails';

const big = 200_000;
const relay = 'q7k2m9x4c1z8b5@marketplace.amazon.de';

/** Each would take minutes, or the stack, if it were read carelessly. */
const floods: Array<[string, { text?: string; html?: string; subject?: string }]> = [
	['dashes', { text: '-'.repeat(big) }],
	['dashed labels', { text: `${'-'.repeat(12)} a `.repeat(10_000) }],
	['letters without a space', { text: 'a'.repeat(big) }],
	['digits', { text: '1-'.repeat(big / 2) }],
	['nested tags', { html: '<b>'.repeat(150_000) }],
	['nested pre', { html: '<pre style="white-space: -o-pre-wrap">'.repeat(10_000) }],
	['closed tags in great number', { html: '<p>x</p>'.repeat(50_000) }],
	['angle brackets', { text: '<'.repeat(big), subject: '<'.repeat(big) }],
	['quotes', { text: '> On a wrote '.repeat(15_000) }],
];

describe('a hostile mail', () => {
	it.each(floods)('of %s is read and sorted', async (_what, parts) => {
		const mail = parseAmazonMail(await readMailItem({ headers: {}, from: { value: [{ address: relay }] }, subject: '', ...parts }, 0));
		expect(classifyMessage(mail).category).toEqual(expect.any(String));
	});

	it.each(floods)('of %s as a reply is checked', (_what, { text = '', html = '' }) => {
		expect(checkReply({ subject: '', text: text + html, language: 'en', category: 'other' }, 1).outcome).not.toBe('pass');
	});

	it('with line breaks in the subject → one line', async () => {
		const mail = { ...await anAmazonMail('de-not-received'), subject: 'a\r\nBcc: x@evil.example\0' };
		expect(parseAmazonMail(mail).subject).toBe('a Bcc: x@evil.example');
	});

	it('with any fields at all never throws', () => {
		const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.constantFrom('-------------', '<pre style="white-space: -o-pre-wrap">', '301-1234567-7654321', 'https://'));
		const mail = fc.record({
			headers: fc.constant(new Map<string, string>([['x-space-notification-type', 'BBC_MESSAGE_SENT_TO_MERCHANT']])),
			from: fc.option(fc.record({ address: fc.oneof(fc.constant(relay), text), name: text }), { nil: undefined }),
			replyTo: fc.array(text, { maxLength: 3 }), recipients: fc.array(text, { maxLength: 3 }), subject: text, text, html: text,
			sentAt: fc.option(fc.integer(), { nil: undefined }), messageId: fc.constant(undefined), references: fc.constant<string[]>([]),
		});
		fc.assert(fc.property(mail, (any) => {
			const parsed = parseAmazonMail(any);
			return parsed.kind !== 'buyerMessage' || any.from?.address.trim() === relay;
		}), { numRuns: 300 });
	});
});
