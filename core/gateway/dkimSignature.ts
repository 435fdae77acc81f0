import { createPrivateKey, hash, sign, type KeyObject } from 'node:crypto';
import { domainToASCII } from 'node:url';
import { foldLines } from 'nodemailer/lib/mime-funcs';
import { SIGNED_HEADERS } from '../delivery/signedHeaders';
import { SellerMailError } from '../shared/errors';
import type { DkimSettings } from '../shop/senderProfile';
import type { HeaderField } from './headerFields';

/**
 * The DKIM-Signature field of a mail, folded, with its CRLF (RFC 6376; rsa-sha256, relaxed/relaxed). The RSA operation
 * runs in libuv's threads. `body` must be its own relaxed form, as `writeQuotedPrintable` makes it.
 * @throws SellerMailError SENDER_PROFILE_INCOMPLETE
 */
export async function makeDkimSignature(dkim: DkimSettings, fields: readonly HeaderField[], body: Buffer): Promise<string> {
	const signed = SIGNED_HEADERS.flatMap((name) => fields.filter((field) => field.name.toLowerCase() === name).slice(-1));
	const tags = [
		'v=1', 'a=rsa-sha256', 'c=relaxed/relaxed', `d=${domainToASCII(toTagValue(dkim.domain)) || toTagValue(dkim.domain)}`, 'q=dns/txt', `s=${toTagValue(dkim.selector)}`,
		`bh=${hash('sha256', body, 'base64')}`, `h=${signed.map(({ name }) => name.toLowerCase()).join(':')}`,
	];
	const unsigned = `${foldLines(`DKIM-Signature: ${tags.join('; ')}`, 76)};\r\n b=`;
	const signature = await signInThread(`${signed.map(({ line }) => `${relaxed(line)}\r\n`).join('')}${relaxed(unsigned)}`, keyOf(dkim));
	return `${unsigned}${signature.replace(/.{72}(?=.)/g, '$&\r\n ')}\r\n`;
}

/** Relaxed form of a header field (section 3.4.2): name in lower case, unfolded, white space of any length one space. */
function relaxed(line: string): string {
	const colon = line.indexOf(':');
	return `${line.slice(0, colon).toLowerCase()}:${line.slice(colon + 1).replace(/\r\n/g, '').replace(/[ \t]+/g, ' ').replace(/^ | $/g, '')}`;
}

/** A tag's value has no way to carry what would end it. */
function toTagValue(value: string): string {
	return value.replace(/[\u0000-\u0020\u007f;=]/g, '');
}

const keys = new WeakMap<DkimSettings, KeyObject>();

/** Reading a key costs as much as a signature: once for each sender. */
function keyOf(dkim: DkimSettings): KeyObject {
	const known = keys.get(dkim);
	if (known) return known;
	const key = readKey(dkim.privateKey);
	if (key?.asymmetricKeyType !== 'rsa') throw notSigned();
	keys.set(dkim, key);
	return key;
}

function readKey(pem: string): KeyObject | undefined {
	try {
		return createPrivateKey(pem);
	} catch {
		return undefined;
	}
}

async function signInThread(text: string, key: KeyObject): Promise<string> {
	return await new Promise((resolve, reject) => {
		sign('sha256', Buffer.from(text, 'utf8'), key, (error, signature) => (error ? reject(notSigned(error)) : resolve(signature.toString('base64'))));
	});
}

/** An unsigned mail must not leave in a signer's name. */
function notSigned(cause?: unknown): SellerMailError {
	return new SellerMailError('SENDER_PROFILE_INCOMPLETE', {
		message: 'The DKIM private key does not sign.', nextStep: 'Paste the private key (PEM, RSA 2048) into the Seller Mail Sender credential again.', cause,
	});
}
