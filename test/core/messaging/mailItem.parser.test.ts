import { parseAmazonMail } from '../../../core/messaging/amazonMail.parser';
import { readMailItem } from '../../../core/messaging/mailItem.parser';
import { rawAmazonMail } from '../../support/amazonMails';

const relay = 'q7k2m9x4c1z8b5@marketplace.amazon.de';
const text = '------------- Anfang der Nachricht -------------\nWo ist meine Bestellung?\n------------- Ende der Nachricht -------------';

/** As n8n 2.41's Email Trigger gives it: whole, folded header lines. */
const resolved = {
	headers: {
		'message-id': 'Message-ID: <r1@eu-west-1.amazonses.com>', 'x-space-notification-type': 'X-Space-Notification-Type:\r\n BBC_MESSAGE_SENT_TO_MERCHANT',
		'x-marketplace-id': 'X-Marketplace-ID: A1PA6795UKMFR9', references: 'References: <a@x.example>\r\n <b@x.example>',
	},
	from: { value: [{ address: relay, name: 'Maria' }], html: '', text: '' }, to: { value: [{ address: 'shop@seller.example', name: '' }], html: '', text: '' },
	subject: 'Frage (Bestellung: 301-1234567-7654321)', text, html: false, date: '2026-11-20T08:30:00.000Z', messageId: '<r1@eu-west-1.amazonses.com>', attributes: { uid: 7 },
};
const simple = {
	textPlain: text, textHtml: '', from: `Maria <${relay}>`, to: 'shop@seller.example', subject: resolved.subject, date: 'Fri, 20 Nov 2026 08:30:00 +0000',
	metadata: { 'message-id': '<r1@eu-west-1.amazonses.com>', 'x-space-notification-type': 'BBC_MESSAGE_SENT_TO_MERCHANT', 'x-marketplace-id': 'A1PA6795UKMFR9', references: '<a@x.example> <b@x.example>' },
	attributes: { uid: 7 },
};

describe('an item of the Email Trigger', () => {
	it.each([['Resolved', resolved], ['Simple', simple]])('in format %s is read alike', async (_format, json) => {
		expect(parseAmazonMail(await readMailItem(json, 0))).toMatchObject({
			kind: 'buyerMessage', text: 'Wo ist meine Bestellung?', orderId: '301-1234567-7654321', messageId: '<r1@eu-west-1.amazonses.com>',
			sentAt: Date.UTC(2026, 10, 20, 8, 30), references: ['<a@x.example>', '<b@x.example>'], relay: { address: relay }, marketplace: { siteDomain: 'amazon.de' },
		});
	});

	it.each([
		['text', rawAmazonMail('de-not-received')],
		['base64', Buffer.from(rawAmazonMail('de-not-received')).toString('base64')],
	])('with the whole mail as %s is read', async (_form, raw) => {
		expect(parseAmazonMail(await readMailItem({ raw }, 0))).toMatchObject({ kind: 'buyerMessage', orderId: '301-1234567-7654321' });
	});

	it('in n8n’s RAW format, which has no headers → an error that says which format to choose', async () => {
		await expect(readMailItem({ raw: `--boundary\r\nContent-Type: text/plain\r\n\r\n${text}` }, 3)).rejects.toMatchObject({
			code: 'INPUT_INVALID', message: expect.stringContaining('Item 3'), nextStep: expect.stringContaining('Resolved'),
		});
	});

	it('that is no mail at all → an error that names the item', async () => {
		await expect(readMailItem({ hello: 'world' }, 4)).rejects.toMatchObject({ code: 'INPUT_INVALID', message: expect.stringContaining('Item 4') });
	});

	it('with a field of the wrong kind → an error that names the field', async () => {
		await expect(readMailItem({ ...resolved, subject: 12 }, 0)).rejects.toMatchObject({ code: 'INPUT_INVALID', message: expect.stringContaining('subject') });
	});

	it('whose display name hides a relay address (Simple decodes names) → nobody is trusted', async () => {
		const mail = await readMailItem({ ...simple, from: `<${relay}> <evil@evil.example>` }, 0);
		expect(parseAmazonMail(mail)).toMatchObject({ kind: 'notAmazon', reason: 'ambiguousSender' });
	});
});
