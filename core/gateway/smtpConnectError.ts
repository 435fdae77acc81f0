import { redactReply } from '../delivery/smtpReply';
import { SellerMailError } from '../shared/errors';
import type { SmtpSettings } from '../shop/senderProfile';

interface SmtpError extends Error {
	code?: string;
	responseCode?: number;
}

/** What nodemailer says of a connection that could not be opened, as what staff has to change in the credential. */
export function toConnectError(error: unknown, smtp: SmtpSettings): SellerMailError {
	const { code, message = '', responseCode } = error as SmtpError;
	const where = `${smtp.host}:${smtp.port}`;
	if (code === 'EAUTH') return ofLogin(where, responseCode, error);
	if (code === 'ETLS' || /STARTTLS|certificate|TLS|SSL/i.test(message)) return ofEncryption(where, smtp, message, error);
	return new SellerMailError('SMTP_UNREACHABLE', { message: `No connection to the mail server ${where}: ${sayNetworkError(message)}.`, cause: error });
}

/** Codes of a server that knows no such command: it refuses nobody (RFC 4954, 4; RFC 5321, 4.2.2). */
const NO_SUCH_COMMAND: ReadonlySet<number | undefined> = new Set([500, 502, 503, 504]);

function ofLogin(where: string, responseCode: number | undefined, cause: unknown): SellerMailError {
	if (NO_SUCH_COMMAND.has(responseCode)) {
		return new SellerMailError('SMTP_LOGIN_REFUSED', {
			message: `The mail server ${where} offers no login (${responseCode ?? ''}).`,
			nextStep: 'Leave User and Password empty in the Seller Mail Sender credential, or use the port that your provider names for sending with a login (usually 587 with STARTTLS, 465 with TLS).', cause,
		});
	}
	return new SellerMailError('SMTP_LOGIN_REFUSED', { message: `The mail server ${where} refused user or password (${responseCode ?? 'no code'}).`, cause });
}

/** What OpenSSL says when the other side answers in clear text. */
const CLEAR_TEXT = /wrong version number|packet length too long|http request|unknown protocol/i;
/** Node's and OpenSSL's words for a certificate that isn't taken, and what it lacks. */
const CERTIFICATES: ReadonlyArray<readonly [RegExp, string]> = [
	[/expired/i, 'has expired'],
	[/altnames|hostname/i, 'is for another host name'],
	[/self.signed|unable to (?:verify|get)|issuer/i, 'comes from nobody who is known here'],
];

function ofEncryption(where: string, { security }: SmtpSettings, message: string, cause: unknown): SellerMailError {
	if (security === 'tls' && CLEAR_TEXT.test(message)) {
		return new SellerMailError('SMTP_TLS_REQUIRED', {
			message: `The mail server ${where} does not begin with TLS.`, nextStep: 'Set Security to STARTTLS in the Seller Mail Sender credential, or Port to the one for TLS (usually 465).', cause,
		});
	}
	const [, lack] = CERTIFICATES.find(([words]) => words.test(message)) ?? [];
	if (lack) {
		return new SellerMailError('SMTP_TLS_REQUIRED', {
			message: `The certificate of the mail server ${where} ${lack}.`, nextStep: 'Enter the host name that your provider gives for sending, or have the certificate renewed. Nothing was sent.', cause,
		});
	}
	return new SellerMailError('SMTP_TLS_REQUIRED', { message: `No encrypted connection to ${where}: ${redactReply(message)}.`, cause });
}

/** Node's network codes in words: n8n replaces a message that holds such a code by a text of its own, without host and port. */
function sayNetworkError(message: string): string {
	const code = /\bE[A-Z_]{4,}\b/.exec(message)?.[0] ?? '';
	return NETWORK_ERRORS[code] ?? redactReply(message).replace(/\bE[A-Z_]{4,}\b/g, 'failure');
}

const NETWORK_ERRORS: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'nothing answers at this port',
	ECONNRESET: 'the server broke the connection off',
	EHOSTUNREACH: 'there is no way to this host',
	ENETUNREACH: 'there is no way to this network',
	ENOTFOUND: 'the host name is not known',
	EAI_AGAIN: 'the host name could not be looked up just now',
	ETIMEDOUT: 'no answer in time',
};
