import DKIM from 'nodemailer/lib/dkim';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { ComposeInput, OutgoingMessage } from '../delivery/ports';
import { SIGNED_HEADERS } from '../delivery/signedHeaders';
import { SellerMailError } from '../shared/errors';
import type { DkimSettings } from '../shop/senderProfile';

/** nodemailer's options for signing with our field list. */
export function toDkimOptions(dkim: DkimSettings): { domainName: string; keySelector: string; privateKey: string; headerFieldNames: string } {
	return { domainName: dkim.domain, keySelector: dkim.selector, privateKey: dkim.privateKey, headerFieldNames: SIGNED_HEADERS.join(':') };
}

/** Builds and signs one mail: multipart/alternative with text first, UTF-8, our Message-ID and headers. */
export async function composeMessage(input: ComposeInput): Promise<OutgoingMessage> {
	const { sender, mail } = input;
	const node = new MailComposer({
		from: { ...sender.from, name: withoutEncodedWords(sender.from.name) },
		to: input.to.name ? { name: withoutEncodedWords(input.to.name.replace(/[\u0000-\u001f\u007f]/g, ' ')), address: input.to.address } : input.to.address,
		replyTo: sender.replyTo,
		subject: withoutEncodedWords(mail.subject),
		text: mail.text,
		html: mail.html,
		messageId: input.messageId,
		date: new Date(input.date),
		headers: { 'Content-Language': mail.language, ...input.headers },
		textEncoding: 'quoted-printable',
		disableFileAccess: true,
		disableUrlAccess: true,
		newline: 'windows',
	}).compile();
	return { envelopeFrom: sender.bounceAddress ?? sender.from.address, envelopeTo: input.to.address, raw: await signed(await node.build(), sender.dkim) };
}

/** ASCII goes out as it is, and readers decode what looks like an encoded word: another text, line breaks included. */
function withoutEncodedWords(text: string): string {
	return text.replace(/=(?=\?)/g, '= ');
}

function notSigned(): SellerMailError {
	return new SellerMailError('SENDER_PROFILE_INCOMPLETE', { message: 'The DKIM private key does not sign.', nextStep: 'Paste the private key (PEM, RSA 2048) into the Seller Mail Sender credential again.' });
}

async function signed(message: Buffer, dkim: DkimSettings | undefined): Promise<Buffer> {
	if (!dkim) return message;
	const chunks: Buffer[] = [];
	for await (const chunk of new DKIM(toDkimOptions(dkim)).sign(message, {})) chunks.push(Buffer.from(chunk as Buffer));
	const signedMessage = Buffer.concat(chunks);
	// nodemailer leaves the signature out when the key does not work; an unsigned mail must not leave in a signer's name
	if (!signedMessage.subarray(0, 15).toString('latin1').startsWith('DKIM-Signature:')) throw notSigned();
	return signedMessage;
}
