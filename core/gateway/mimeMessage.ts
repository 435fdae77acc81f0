import type { ComposeInput, OutgoingMessage } from '../delivery/ports';
import { makeDkimSignature } from './dkimSignature';
import { makeHeaderFields, type HeaderField } from './headerFields';
import { MAX_GROWTH, writeQuotedPrintable } from './quotedPrintable';

/**
 * Builds and signs one mail: multipart/alternative with text first, UTF-8 as quoted-printable, our Message-ID and headers.
 * @throws SellerMailError SENDER_PROFILE_INCOMPLETE
 */
export async function composeMessage(input: ComposeInput): Promise<OutgoingMessage> {
	const { sender } = input;
	const boundary = boundaryOf(input.messageId);
	const fields: HeaderField[] = [
		...makeHeaderFields(input),
		{ name: 'MIME-Version', line: 'MIME-Version: 1.0' },
		{ name: 'Content-Type', line: `Content-Type: multipart/alternative;\r\n boundary="${boundary}"` },
	];
	const body = writeBody(boundary, input.mail);
	const signature = sender.dkim ? await makeDkimSignature(sender.dkim, fields, body) : '';
	const head = Buffer.from(`${signature}${fields.map(({ line }) => `${line}\r\n`).join('')}\r\n`, 'utf8');
	return { envelopeFrom: sender.bounceAddress ?? sender.from.address, envelopeTo: input.to.address, raw: Buffer.concat([head, body]) };
}

/** Quoted-printable never holds `=_`, so no line of a part can be one. */
function boundaryOf(messageId: string): string {
	return `=_${/[\w.-]{1,40}/.exec(messageId)?.[0] ?? 'part'}`;
}

/** Reused from mail to mail; nothing is left in it when `writeBody` ends. */
const scratch = { bytes: Buffer.allocUnsafeSlow(256 * 1024) };

function writeBody(boundary: string, { text, html }: ComposeInput['mail']): Buffer {
	const parts = [Buffer.from(text, 'utf8'), Buffer.from(html, 'utf8')] as const;
	const room = Math.ceil((parts[0].length + parts[1].length) * MAX_GROWTH) + 1_024;
	const target = room <= scratch.bytes.length ? scratch.bytes : Buffer.allocUnsafe(room);
	let end = target.write(partHead(boundary, 'plain'), 'latin1');
	end = writeQuotedPrintable(parts[0], target, end);
	end += target.write(`\r\n${partHead(boundary, 'html')}`, end, 'latin1');
	end = writeQuotedPrintable(parts[1], target, end);
	end += target.write(`\r\n--${boundary}--\r\n`, end, 'latin1');
	return Buffer.from(target.subarray(0, end));
}

function partHead(boundary: string, subtype: string): string {
	return `--${boundary}\r\nContent-Type: text/${subtype}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n`;
}
