import { z } from 'zod';
import { SellerMailError } from '../shared/errors';
import { readMessageIds, type IncomingMail } from './incomingMail';
import { parseRawMail } from './rawMail.parser';

/** Longer texts are cut: a message of a buyer is short, and parsing must not hold the process. */
const TEXT_LIMIT = 200_000;
const HTML_LIMIT = 500_000;

const optionalText = z.union([z.string(), z.literal(false), z.null(), z.undefined()]).transform((value) => value || '');
const headerRecord = z.record(z.unknown()).default({});
const mailboxList = z.object({ value: z.array(z.object({ address: z.string().optional(), name: z.string().optional() })) });
const mailboxes = z.union([mailboxList, z.array(mailboxList), z.string(), z.undefined(), z.null()]);

const resolvedItem = z.object({
	headers: headerRecord, from: mailboxes, to: mailboxes, cc: mailboxes, replyTo: mailboxes,
	subject: optionalText, text: optionalText, html: optionalText,
	date: z.union([z.string(), z.date(), z.undefined(), z.null()]),
	messageId: optionalText,
});
const simpleItem = z.object({
	metadata: headerRecord, from: optionalText, to: optionalText, cc: optionalText,
	subject: optionalText, textPlain: optionalText, textHtml: optionalText, date: optionalText,
});

type Mailboxes = z.infer<typeof mailboxes>;

/**
 * Reads an item of n8n's Email Trigger (IMAP) in any of its formats: *Resolved*, *Simple*, or a whole RFC 822 mail in
 * `raw` (text or base64). n8n's own *RAW* leaves the headers out; that is refused, because the headers decide.
 * @throws SellerMailError INPUT_INVALID naming item, field and what to change
 */
export async function readMailItem(json: Record<string, unknown>, itemIndex: number): Promise<IncomingMail> {
	if (typeof json.raw === 'string') return await parseRawMail(json.raw, itemIndex);
	if ('textPlain' in json || 'textHtml' in json || 'metadata' in json) return fromSimple(parse(simpleItem, json, itemIndex));
	if ('headers' in json || 'html' in json || 'text' in json) return fromResolved(parse(resolvedItem, json, itemIndex));
	throw new SellerMailError('INPUT_INVALID', {
		message: `Item ${itemIndex} is not a mail: it has neither \`headers\`, \`metadata\` nor \`raw\`.`,
		nextStep: 'Put n8n’s Email Trigger (IMAP) before this node, Format “Resolved”.',
		context: { itemIndex },
	});
}

function parse<Schema extends z.ZodTypeAny>(schema: Schema, json: Record<string, unknown>, itemIndex: number): z.infer<Schema> {
	const parsed = schema.safeParse(json);
	if (parsed.success) return parsed.data as z.infer<Schema>;
	const field = parsed.error.issues[0]?.path.join('.') ?? '';
	throw new SellerMailError('INPUT_INVALID', {
		message: `Item ${itemIndex}: \`${field}\` is not as n8n’s Email Trigger gives it.`,
		nextStep: 'Hand the mail over unchanged, Format “Resolved” in the Email Trigger.',
		context: { itemIndex, field },
	});
}

function fromResolved(item: z.infer<typeof resolvedItem>): IncomingMail {
	const headers = readHeaders(item.headers);
	const from = readMailboxes(item.from);
	return {
		headers,
		from: from.length === 1 ? from[0] : undefined,
		replyTo: readMailboxes(item.replyTo).map((mailbox) => mailbox.address),
		recipients: [...readMailboxes(item.to), ...readMailboxes(item.cc)].map((mailbox) => mailbox.address),
		subject: item.subject, text: item.text.slice(0, TEXT_LIMIT), html: item.html.slice(0, HTML_LIMIT),
		...readTrace(headers, { date: item.date instanceof Date ? item.date.toISOString() : item.date, messageId: item.messageId }),
	};
}

function fromSimple(item: z.infer<typeof simpleItem>): IncomingMail {
	const headers = readHeaders(item.metadata);
	const from = readMailboxes(item.from);
	return {
		headers,
		from: from.length === 1 ? from[0] : undefined,
		replyTo: readMailboxes(headers.get('reply-to')).map((mailbox) => mailbox.address),
		recipients: [...readMailboxes(item.to), ...readMailboxes(item.cc)].map((mailbox) => mailbox.address),
		subject: item.subject, text: item.textPlain.slice(0, TEXT_LIMIT), html: item.textHtml.slice(0, HTML_LIMIT),
		...readTrace(headers, { date: item.date }),
	};
}

/** In *Resolved* a header's value is its whole line, name included and folded; in *Simple* the bare value. */
function readHeaders(record: Record<string, unknown>): Map<string, string> {
	const headers = new Map<string, string>();
	for (const [key, value] of Object.entries(record)) {
		if (typeof value !== 'string') continue;
		const name = key.toLowerCase();
		const unfolded = value.replace(/\r?\n[ \t]+/g, ' ').trim();
		const isWholeLine = unfolded.slice(0, name.length + 1).toLowerCase() === `${name}:`;
		headers.set(name, isWholeLine ? unfolded.slice(name.length + 1).trim() : unfolded);
	}
	return headers;
}

function readMailboxes(value: Mailboxes): Array<{ address: string; name: string }> {
	if (!value) return [];
	if (typeof value === 'string') return readMailboxText(value);
	return [value].flat().flatMap((list) => list.value).map(({ address, name }) => ({ address: address ?? '', name: name ?? '' }));
}

/**
 * An address header as text. n8n's *Simple* decodes encoded words first, so a display name may hold `<someone@else>`:
 * then two addresses come out, and the caller trusts neither.
 */
function readMailboxText(value: string): Array<{ address: string; name: string }> {
	const bracketed = [...value.matchAll(/<([^<>]*@[^<>]*)>/g)];
	if (bracketed.length === 0) return value.includes('@') ? value.split(',').map((part) => ({ address: part.trim(), name: '' })) : [];
	return bracketed.map((match) => ({ address: (match[1] ?? '').trim(), name: value.slice(0, match.index).replace(/"/g, '').trim() }));
}

/** Message-ID, threading and time from the headers; what n8n parsed itself goes first. */
function readTrace(
	headers: ReadonlyMap<string, string>,
	known: { date?: string | null; messageId?: string },
): Pick<IncomingMail, 'sentAt' | 'messageId' | 'references'> {
	const received = headers.get('received')?.split(';').at(-1);
	const times = [known.date, headers.get('date'), received].map((text) => Date.parse(text ?? ''));
	return {
		sentAt: times.find((time) => Number.isFinite(time)),
		messageId: readMessageIds(known.messageId || (headers.get('message-id') ?? ''))[0],
		references: readMessageIds(`${headers.get('references') ?? ''} ${headers.get('in-reply-to') ?? ''}`),
	};
}
