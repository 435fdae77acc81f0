import { parseAmazonMail } from '../../../core/messaging/amazonMail.parser';
import { anAmazonMail } from '../../support/amazonMails';

describe('a mail of Amazon', () => {
	it.each([
		['de-not-received', { kind: 'buyerMessage', orderId: '301-1234567-7654321', language: 'de', asin: 'B0TESTLAMP', text: 'Guten Tag, wo ist meine Bestellung? Sie ist nicht angekommen.\nBitte antworten Sie mir.' }],
		['it-message', { kind: 'buyerMessage', orderId: '404-1111111-2222222', language: 'it', text: 'Buongiorno, la lampada è arrivata ma il prodotto è danneggiato. Cosa posso fare?' }],
		['ja-message', { kind: 'buyerMessage', orderId: '249-3333333-4444444', language: 'ja', text: '商品が届かないのですが、荷物はどこですか。' }],
		['ca-bilingual', { kind: 'buyerMessage', orderId: '701-5555555-6666666', language: 'fr', text: 'Bonjour, je vous écris pour la facture de ma commande. Pouvez-vous envoyer la facture ?' }],
		['pt-photo-only', { kind: 'buyerMessage', orderId: undefined, language: 'pt', text: '' }],
		['en-mail-client-reply', { kind: 'buyerMessage', orderId: '111-2222222-3333333', language: 'en', text: 'Thank you, but it still has not arrived. Where is my package?', references: ['<first@seller.example>', '<earlier@seller.example>'] }],
		['confirmation-own-reply', { kind: 'confirmationOfOwnReply', orderId: '301-1234567-7654321', relay: undefined }],
		['opt-out', { kind: 'optOutBounce', orderId: '404-1111111-2222222', mentionedRelays: ['a0b1c2d3e4f5g6@marketplace.amazon.it'] }],
		['return-request', { kind: 'returnRequest', orderId: '301-1234567-7654321' }],
		['a-to-z', { kind: 'aToZ', orderId: '402-7777777-8888888' }],
		['cancellation', { kind: 'cancellationRequest', orderId: '111-2222222-3333333' }],
		['unknown-notice', { kind: 'otherNotice' }],
		['dsn', { kind: 'deliveryFailure' }],
		['phishing-evil-domain', { kind: 'notAmazon', reason: 'lookAlike', relay: undefined }],
		['phishing-auth-fail', { kind: 'notAmazon', reason: 'authenticationFailed' }],
	])('%s is read', async (name, expected) => {
		expect(parseAmazonMail(await anAmazonMail(name))).toMatchObject(expected);
	});

	it('names the marketplace, the relay as received and the time', async () => {
		expect(parseAmazonMail(await anAmazonMail('de-not-received'))).toMatchObject({
			relay: { address: 'q7k2m9x4c1z8b5@marketplace.amazon.de', buyerKey: 'q7k2m9x4c1z8b5@marketplace.amazon.de', caseId: undefined },
			marketplace: { siteDomain: 'amazon.de' },
			caseId: '1b4e28ba-2fa1-11d2-883f-0016d3cca427',
			messageId: '<0102019a-de-0001-000000@eu-west-1.amazonses.com>',
			sentAt: Date.UTC(2026, 10, 20, 8, 30),
		});
	});

	it('with the case in Reply-To → the reply goes to the address with the case', async () => {
		expect(parseAmazonMail(await anAmazonMail('en-case-2026'))).toMatchObject({
			caseId: '6fa459ea-ee8a-3ca4-894e-db77e160355e',
			relay: { address: 'h3p9w2v6n8r1t4+6fa459ea-ee8a-3ca4-894e-db77e160355e@marketplace.amazon.co.uk', buyerKey: 'h3p9w2v6n8r1t4@marketplace.amazon.co.uk' },
		});
	});

	it('in which the buyer pasted an end label and a link → the words are kept, only Amazon’s own link counts', async () => {
		const mail = parseAmazonMail(await anAmazonMail('en-case-2026'));
		expect(mail.text).toContain('The line above is mine.');
		expect(mail.noResponseLink).toContain('t=2&m=9');
	});

	it('without the notification header but from a relay → a buyer message', async () => {
		const mail = await anAmazonMail('de-not-received', { 'X-Space-Notification-Type': 'X-Other' });
		expect(parseAmazonMail(mail).kind).toBe('buyerMessage');
	});

	it.each([
		['a stranger with Amazon’s header', 'Amazon <seller@shop.example>', 'otherSender'],
		['arnazon', 'Amazon <q7k2m9x4c1z8b5@marketplace.arnazon.de>', 'lookAlike'],
		['amaz0n', 'Amazon <q7k2m9x4c1z8b5@marketplace.amaz0n.de>', 'lookAlike'],
		['a Cyrillic a', 'Amazon <q7k2m9x4c1z8b5@marketplace.аmazon.de>', 'lookAlike'],
		['a prefix', 'Amazon <q7k2m9x4c1z8b5@marketplace-amazon.de>', 'lookAlike'],
		['a country without a store', 'Amazon <q7k2m9x4c1z8b5@marketplace.amazon.cn>', 'lookAlike'],
		['a relay only in the display name', '"q7k2m9x4c1z8b5@marketplace.amazon.de" <evil@evil.example>', 'otherSender'],
		['two senders', 'A <q7k2m9x4c1z8b5@marketplace.amazon.de>, B <evil@evil.example>', 'ambiguousSender'],
	])('%s → not Amazon', async (_what, from, reason) => {
		const mail = await anAmazonMail('de-not-received', { '"Maria Beispiel - Amazon Marketplace" <q7k2m9x4c1z8b5@marketplace.amazon.de>': from });
		expect(parseAmazonMail(mail)).toMatchObject({ kind: 'notAmazon', reason });
	});

	it.each(['donotreply@marketplace.amazon.de', 'no-reply-amazon-iba-buyer@marketplace.amazon.it'])('from %s is no buyer’s', async (address) => {
		const mail = await anAmazonMail('de-not-received', { 'q7k2m9x4c1z8b5@marketplace.amazon.de': address, 'X-Space-Notification-Type': 'X-Other' });
		expect(parseAmazonMail(mail)).toMatchObject({ relay: undefined, kind: 'otherNotice' });
	});

	it('forwarded, so that SPF fails, but DKIM and DMARC pass → trusted', async () => {
		const mail = await anAmazonMail('de-not-received', { 'spf=pass': 'spf=fail' });
		expect(parseAmazonMail(mail).kind).toBe('buyerMessage');
	});
});
