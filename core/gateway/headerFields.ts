import { foldLines } from 'nodemailer/lib/mime-funcs';
import MimeNode from 'nodemailer/lib/mime-node';
import type { ComposeInput } from '../delivery/ports';
import type { SenderProfile } from '../shop/senderProfile';

/** A field as it stands in the mail: name, folded value, without the last CRLF. */
export interface HeaderField {
	/** lower case */
	name: string;
	line: string;
	/** as DKIM signs it */
	relaxed: string;
}

type FieldValue = Parameters<MimeNode['encodeHeaderValue']>[1];

/** nodemailer's rules for addresses, encoded words and forbidden characters; it keeps nothing between two values. */
const encoder = new MimeNode();

/** The fields of a mail in their order, up to those of its structure. */
export function makeHeaderFields(input: ComposeInput): HeaderField[] {
	const { mail, to } = input;
	return [
		...senderFields(input.sender),
		makeField('To', to.name ? { name: withoutEncodedWords(to.name.replace(/[\u0000-\u001f\u007f]/g, ' ')), address: to.address } : to.address),
		textField('Subject', withoutEncodedWords(mail.subject)),
		makeField('Message-ID', input.messageId),
		textField('Date', new Date(input.date).toUTCString().replace('GMT', '+0000')),
		textField('Content-Language', mail.language),
		...Object.entries(input.headers).map(([name, value]) => textField(name, value)),
	].filter(({ line }) => line !== '');
}

/** By name, what the mail before had there: most of it stays the same for a while. */
const lastOf = new Map<string, { value: string; field: HeaderField }>();
/** Names are our own few; whoever gives others shall not fill the memory. */
const MOST_NAMES = 30;

function textField(name: string, value: string): HeaderField {
	const last = lastOf.get(name);
	if (last?.value === value) return last.field;
	const field = makeField(name, value);
	if (last || lastOf.size < MOST_NAMES) lastOf.set(name, { value, field });
	return field;
}

/** The same in every mail of a sender. */
const ofSenders = new WeakMap<SenderProfile, HeaderField[]>();

function senderFields(sender: SenderProfile): HeaderField[] {
	const known = ofSenders.get(sender);
	if (known) return known;
	const fields = [makeField('From', { ...sender.from, name: withoutEncodedWords(sender.from.name) }), ...(sender.replyTo ? [makeField('Reply-To', sender.replyTo)] : [])];
	ofSenders.set(sender, fields);
	return fields;
}

function makeField(name: string, value: FieldValue): HeaderField {
	const encoded = plainValue(value) ?? encoder.encodeHeaderValue(name, value);
	return encoded.trim() === '' ? { name: '', line: '', relaxed: '' } : toField(name, foldLines(`${name}: ${encoded}`, 76));
}

/** Text and addresses in which nothing is to be encoded, quoted or refused: nearly all, and nodemailer would write them like this. */
function plainValue(value: FieldValue): string | undefined {
	if (typeof value === 'string') return /^<[\w.@:/?=&%~+-]+>$|^\w(?:[\w .,:;!?%&=+-]*[\w.!?])?$/.test(value) ? value : undefined;
	const { name = '', address = '' } = value as { name?: string; address?: string };
	return /^\w[\w ]{0,40}\w$/.test(name) && /^[\w.+-]{1,60}@[a-z0-9.-]{1,60}$/.test(address) ? `${name} <${address}>` : undefined;
}

/** A field that needs no encoding any more. */
export function toField(name: string, line: string): HeaderField {
	const key = name.toLowerCase();
	return { name: key, line, relaxed: `${key}:${relaxed(line.slice(name.length + 1))}` };
}

/** Relaxed form of a field's value (RFC 6376, 3.4.2): unfolded, white space of any length one space, none at the ends. */
function relaxed(value: string): string {
	const spaced = /\r\n|\t| {2}/.test(value) ? value.replace(/\r\n/g, '').replace(/[ \t]+/g, ' ') : value;
	return spaced.slice(spaced.startsWith(' ') ? 1 : 0, spaced.endsWith(' ') ? -1 : undefined);
}

/** ASCII goes out as it is, and readers decode what looks like an encoded word: another text, line breaks included. */
function withoutEncodedWords(text: string): string {
	return text.replace(/=(?=\?)/g, '= ');
}
