import type { ComposeInput, OutgoingMessage } from '../delivery/ports';
import { makeDkimSignature } from './dkimSignature';
import { makeTextEncoder } from './encodedText';
import { makeHeaderFields, toField, type HeaderField } from './headerFields';

/**
 * Builds and signs one mail: multipart/alternative with text first, UTF-8 as quoted-printable, our Message-ID and headers.
 * @throws SellerMailError SENDER_PROFILE_INCOMPLETE
 */
export async function composeMessage(input: ComposeInput): Promise<OutgoingMessage> {
	const { sender } = input;
	const boundary = boundaryOf(input.messageId);
	const fields: HeaderField[] = [
		...makeHeaderFields(input),
		MIME_VERSION,
		toField('Content-Type', `Content-Type: multipart/alternative;\r\n boundary="${boundary}"`),
	];
	const body = writeBody(boundary, input.mail);
	const signature = sender.dkim ? await makeDkimSignature(sender.dkim, fields, body) : '';
	const head = asBytes(`${signature}${fields.map(({ line }) => `${line}\r\n`).join('')}\r\n`);
	return { envelopeFrom: sender.bounceAddress ?? sender.from.address, envelopeTo: input.to.address, raw: head + body };
}

const MIME_VERSION = toField('MIME-Version', 'MIME-Version: 1.0');

/** Quoted-printable never holds `=_`, so no line of a part can be one. */
function boundaryOf(messageId: string): string {
	return `=_${/[\w.-]{1,40}/.exec(messageId)?.[0] ?? 'part'}`;
}

const encodeText = makeTextEncoder();
const encodeHtml = makeTextEncoder();

function writeBody(boundary: string, { text, html, language }: ComposeInput['mail']): string {
	return `${partHead(boundary, 'plain')}${encodeText(text, language)}\r\n${partHead(boundary, 'html')}${encodeHtml(html, language)}\r\n--${boundary}--\r\n`;
}

/** Only addresses may hold more than ASCII. */
function asBytes(text: string): string {
	return /[^\u0000-\u007f]/.test(text) ? Buffer.from(text, 'utf8').toString('latin1') : text;
}

function partHead(boundary: string, subtype: string): string {
	return `--${boundary}\r\nContent-Type: text/${subtype}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n`;
}
