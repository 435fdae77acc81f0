import { createPrivateKey, hash, sign, type KeyObject } from 'node:crypto';
import { domainToASCII } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { SIGNED_HEADERS } from '../delivery/signedHeaders';
import { SellerMailError } from '../shared/errors';
import type { DkimSettings } from '../shop/senderProfile';
import type { HeaderField } from './headerFields';

/**
 * The DKIM-Signature field of a mail, folded, with its CRLF (RFC 6376; rsa-sha256, relaxed/relaxed). The RSA operation
 * never runs in the main thread. `body` is ASCII and must be its own relaxed form, as `writeQuotedPrintable` makes it.
 * @throws SellerMailError SENDER_PROFILE_INCOMPLETE
 */
export async function makeDkimSignature(dkim: DkimSettings, fields: readonly HeaderField[], body: string): Promise<string> {
	const { key, tags } = signerOf(dkim);
	// of a name that is there twice the last one is signed
	const signed = SIGNED_HEADERS.flatMap((name) => fields.findLast((field) => field.name === name) ?? []);
	const lines = [`DKIM-Signature: ${tags}`, ` bh=${hash('sha256', body, 'base64')};`, ` h=${signed.map(({ name }) => name).join(':')};`, ' b='];
	const text = `${signed.map((field) => `${field.relaxed}\r\n`).join('')}dkim-signature:${lines.join('').slice('DKIM-Signature: '.length)}`;
	const signature = await signText(text, key);
	return `${lines.join('\r\n')}${signature.replace(/.{72}(?=.)/g, '$&\r\n ')}\r\n`;
}

interface Signer {
	key: KeyObject;
	/** the tags that are the same in every mail, in one line */
	tags: string;
}

const signers = new WeakMap<DkimSettings, Signer>();

/** Reading a key costs as much as a signature: once for each sender. */
function signerOf(dkim: DkimSettings): Signer {
	const known = signers.get(dkim);
	if (known) return known;
	const key = readKey(dkim.privateKey);
	if (key?.asymmetricKeyType !== 'rsa') throw notSigned();
	const domain = toTagValue(dkim.domain);
	const signer = { key, tags: `v=1; a=rsa-sha256; c=relaxed/relaxed; d=${domainToASCII(domain) || domain}; s=${toTagValue(dkim.selector)};` };
	signers.set(dkim, signer);
	return signer;
}

/** A tag's value has no way to carry what would end it. */
function toTagValue(value: string): string {
	return value.replace(/[\u0000-\u0020\u007f;=]/g, '');
}

function readKey(pem: string): KeyObject | undefined {
	try {
		return createPrivateKey(pem);
	} catch {
		return undefined;
	}
}

async function signText(text: string, key: KeyObject): Promise<string> {
	// a thread that does nothing else needs no help from libuv's
	if (!isMainThread) return sign('sha256', Buffer.from(text, 'utf8'), key).toString('base64');
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
