import PostalMime from 'postal-mime';
import { SellerMailError } from '../shared/errors';
import { readMessageIds, type IncomingMail } from './incomingMail';

const SIZE_LIMIT = 30 * 1024 * 1024;

/**
 * Parses a whole mail (RFC 822), given as text or base64.
 * @throws SellerMailError INPUT_INVALID when it has no headers (n8n's *RAW* format) or is over 30 MB
 */
export async function parseRawMail(raw: string, itemIndex: number): Promise<IncomingMail> {
	const bytes = toBytes(raw);
	if (bytes.length > SIZE_LIMIT) throw invalid(itemIndex, `\`raw\` is larger than ${SIZE_LIMIT / 1024 / 1024} MB`);
	if (!/^(?:[!-9;-~]+:.*\r?\n(?:[ \t].*\r?\n)*)*from:/i.test(bytes.toString('latin1', 0, 100_000))) {
		throw invalid(itemIndex, '`raw` has no headers');
	}
	const mail = await PostalMime.parse(bytes, { maxNestingDepth: 20 }).catch((error: unknown) => {
		throw invalid(itemIndex, '`raw` is not a mail', error);
	});
	return toIncomingMail(mail);
}

type ParsedMail = Awaited<ReturnType<typeof PostalMime.parse>>;

function toIncomingMail(mail: ParsedMail): IncomingMail {
	const headers = new Map(mail.headers.map((header) => [header.key, header.value]));
	const fromLines = mail.headers.filter((header) => header.key === 'from').map((header) => header.value);
	const from = addressesOf(fromLines.flatMap((line) => PostalMime.addressParser(line, { flatten: true })));
	return {
		headers,
		from: from.length === 1 ? from[0] : undefined,
		replyTo: addressesOf(mail.replyTo).map((mailbox) => mailbox.address),
		recipients: addressesOf([...(mail.to ?? []), ...(mail.cc ?? [])]).map((mailbox) => mailbox.address),
		subject: mail.subject ?? '',
		text: (mail.text ?? '').slice(0, 200_000),
		html: (mail.html ?? '').slice(0, 500_000),
		sentAt: Number.isFinite(Date.parse(mail.date ?? '')) ? Date.parse(mail.date ?? '') : undefined,
		messageId: readMessageIds(mail.messageId ?? '')[0],
		references: readMessageIds(`${mail.references ?? ''} ${mail.inReplyTo ?? ''}`),
	};
}

function addressesOf(list: ParsedMail['to']): Array<{ address: string; name: string }> {
	return (list ?? []).map(({ address, name }) => ({ address: address ?? '', name: name ?? '' })).filter(({ address }) => address !== '');
}

/** Base64 has no colon and no space; a header line always has a colon. */
function toBytes(raw: string): Buffer {
	const isBase64 = /^[A-Za-z0-9+/\r\n]+={0,2}\s*$/.test(raw.slice(0, 1_000)) && !raw.slice(0, 1_000).includes(':');
	return Buffer.from(raw, isBase64 ? 'base64' : 'utf8');
}

function invalid(itemIndex: number, what: string, cause?: unknown): SellerMailError {
	return new SellerMailError('INPUT_INVALID', {
		message: `Item ${itemIndex}: ${what}.`,
		nextStep: 'Choose Format “Resolved” in n8n’s Email Trigger: it keeps the headers that tell what a mail is.',
		context: { itemIndex, field: 'raw' },
		cause,
	});
}
