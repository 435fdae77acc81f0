import type { AmazonSender } from './amazonSender';
import type { IncomingMail } from './incomingMail';

/** What a mail is. `otherNotice`: from Amazon, but of no kind we act on. */
export type AmazonMailKind =
	| 'buyerMessage' | 'confirmationOfOwnReply' | 'optOutBounce' | 'deliveryFailure'
	| 'returnRequest' | 'cancellationRequest' | 'aToZ' | 'otherNotice' | 'notAmazon';

/** `X-Space-Notification-Type` as seen in real mails (read 2026-11-22). */
const KIND_BY_HEADER: Readonly<Record<string, AmazonMailKind>> = {
	BBC_MESSAGE_SENT_TO_MERCHANT: 'buyerMessage',
	BBC_MESSAGE_CONFIRMATION_TO_MERCHANT: 'confirmationOfOwnReply',
	BUYER_OPTED_OUT_BSM_MESSAGES: 'optOutBounce',
	RETURN_REQUEST: 'returnRequest',
	BRC_SELLER_NOTIFICATION: 'cancellationRequest',
	A_Z_CLAIM_RESPONDENT_NOTIFY: 'aToZ',
	A_Z_CLAIM_RESPONDENT_CLOSE: 'aToZ',
};

/** Words of last resort, for mails that lost the header on the way. Only for mails that Amazon's own senders wrote. */
const KIND_BY_WORDS: ReadonlyArray<readonly [RegExp, AmazonMailKind]> = [
	[/copy of the (?:e-?mail|message) that you sent|kopie der (?:e-?mail|nachricht),? die sie|copia del messaggio (?:che hai )?inviato/i, 'confirmationOfOwnReply'],
	[/opted out of receiving|non è stato consegnato|nicht zugestellt werden.{0,80}abbestellt|has opted out/is, 'optOutBounce'],
	[/unable to deliver the message you sent|message (?:could not|was not) (?:be )?delivered/i, 'deliveryFailure'],
	[/a-to-z (?:guarantee )?claim|a-bis-z-garantie|garanzia dalla a alla z|garantie a à z|garantía de la a a la z/i, 'aToZ'],
	[/return (?:request|authorization)|rücksendeantrag|richiesta di reso|demande de retour|solicitud de devolución/i, 'returnRequest'],
];

/**
 * The header decides first, the sender's domain second, words last. A header under a stranger's From counts for nothing:
 * anybody can write one.
 */
export function notificationKind(mail: IncomingMail, sender: AmazonSender): AmazonMailKind {
	if (sender.kind === 'stranger') return isBounceOfRelayMail(mail) ? 'deliveryFailure' : 'notAmazon';
	const type = mail.headers.get('x-space-notification-type')?.trim().toUpperCase();
	if (type) return KIND_BY_HEADER[type] ?? 'otherNotice';
	if (sender.kind === 'relay') return 'buyerMessage';
	const words = `${mail.subject}\n${mail.text || mail.html}`.slice(0, 20_000);
	return KIND_BY_WORDS.find(([pattern]) => pattern.test(words))?.[1] ?? 'otherNotice';
}

/** Our own mail server reports a failed reply: a delivery report that names a relay domain. */
function isBounceOfRelayMail(mail: IncomingMail): boolean {
	const isReport = /multipart\/report/i.test(mail.headers.get('content-type') ?? '') || /^(?:mailer-daemon|postmaster)@/i.test(mail.from?.address ?? '');
	return isReport && /@marketplace\.amazon\.[a-z.]{2,6}/i.test(mail.text);
}
