import { classifySender, parseRelayAddress, type AmazonSender, type RelayAddress } from './amazonSender';
import { findAsin, findCaseId, findNoResponseLink, findOrderIds } from './amazonReferences';
import { extractBuyerText, type BuyerText } from './buyerText';
import type { IncomingMail } from './incomingMail';
import { detectLanguage } from './language';
import { marketplaceById, type Marketplace } from './marketplaces';
import { notificationKind, type AmazonMailKind } from './notificationKind';

/** What an incoming mail is and says. */
export interface AmazonMail {
	kind: AmazonMailKind;
	/** why it is not Amazon's: otherSender, lookAlike, ambiguousSender, authenticationFailed */
	reason: string | undefined;
	/** the buyer's address at Amazon; undefined for notices that Amazon itself wrote */
	relay: RelayAddress | undefined;
	marketplace: Marketplace | undefined;
	/** the order it is about: from the subject, else Amazon's text, else the buyer's words */
	orderId: string | undefined;
	/** every order number in it */
	orderIds: string[];
	caseId: string | undefined;
	asin: string | undefined;
	subject: string;
	/** the buyer's own words; of a notice its whole text */
	text: string;
	/** BCP 47 primary language of the words */
	language: string;
	/** relay addresses that the body names: whose message a bounce is about */
	mentionedRelays: string[];
	noResponseLink: string | undefined;
	messageId: string | undefined;
	references: string[];
	sentAt: number | undefined;
}

/** Reads a mail: pure, never throws. The forms it knows are those of test/fixtures/amazon (SOURCE.md). */
export function parseAmazonMail(mail: IncomingMail): AmazonMail {
	const sender = classifySender(mail);
	const kind = notificationKind(mail, sender);
	const body = extractBuyerText(mail);
	const relay = sender.kind === 'relay' ? sender.relay : relayOfNotice(mail, kind);
	const marketplace = marketplaceById(mail.headers.get('x-marketplace-id')?.trim() ?? '') ?? relay?.marketplace;
	const text = kind === 'buyerMessage' || kind === 'notAmazon' ? body.text : `${body.text}\n${body.surroundings}`.trim();
	return {
		kind, relay, marketplace, text,
		...readReferences(mail, body, relay),
		reason: kind === 'notAmazon' ? reasonOf(sender) : undefined,
		subject: mail.subject.replace(/[\u0000-\u001f\u007f]+/g, ' ').trim().slice(0, 500),
		language: detectLanguage(text, marketplace?.defaultLanguage),
		mentionedRelays: findRelays(mail.text || mail.html),
		messageId: mail.messageId,
		references: mail.references,
		sentAt: mail.sentAt,
	};
}

function readReferences(mail: IncomingMail, body: BuyerText, relay: RelayAddress | undefined) {
	const orderIds = findOrderIds(mail.subject, body.surroundings, body.text, mail.text);
	return {
		orderId: orderIds[0],
		orderIds,
		caseId: relay?.caseId ?? findCaseId(body.footerLinks),
		asin: findAsin(body.surroundings) ?? findAsin(mail.text),
		noResponseLink: findNoResponseLink(body.footerLinks),
	};
}

/** Amazon may write in the buyer's name from an address of its own; the buyer's is in Reply-To then. */
function relayOfNotice(mail: IncomingMail, kind: AmazonMailKind): RelayAddress | undefined {
	return kind === 'buyerMessage' ? mail.replyTo.map(parseRelayAddress).find((relay) => relay !== undefined) : undefined;
}

function reasonOf(sender: AmazonSender): string | undefined {
	return sender.kind === 'stranger' ? sender.reason : undefined;
}

function findRelays(text: string): string[] {
	const found = text.slice(0, 100_000).match(/[a-z0-9]{8,40}(?:\+[a-z0-9-]{8,64})?@marketplace\.amazon\.[a-z.]{2,6}/gi) ?? [];
	return [...new Set(found.flatMap((address) => parseRelayAddress(address.replace(/\.$/, ''))?.buyerKey ?? []))];
}
