import { createPrivateKey } from 'node:crypto';
import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';
import { SellerMailError } from '../../core/shared/errors';
import { parseEmailAddress } from '../../core/shared/emailAddress';
import type { DkimSettings, SenderProfile, SmtpSettings, ThrottleSettings } from '../../core/shop/senderProfile';

/** The node's *Seller Mail Sender* credential. @throws SellerMailError SENDER_PROFILE_INCOMPLETE naming the field */
export async function readSender(context: Pick<IExecuteFunctions, 'getCredentials'>): Promise<SenderProfile> {
	return toSenderProfile(await context.getCredentials('sellerMailSenderApi'));
}

/** The credential's fields as a profile; what the law needs in every mail must be there. */
export function toSenderProfile(credential: ICredentialDataDecryptedObject): SenderProfile {
	const text = (name: string): string => String(credential[name] ?? '').trim();
	const required = (name: string, label: string): string => {
		if (!text(name)) throw incomplete(label, 'is empty');
		return text(name);
	};
	const address = (name: string, label: string): string => {
		if (!parseEmailAddress(text(name))) throw incomplete(label, 'is no e-mail address');
		return text(name);
	};
	const optionalAddress = (name: string, label: string): string | undefined => (text(name) ? address(name, label) : undefined);
	return {
		from: { name: required('fromName', 'From Name'), address: address('fromAddress', 'From Address') },
		replyTo: optionalAddress('replyTo', 'Reply-To Address'),
		bounceAddress: optionalAddress('bounceAddress', 'Bounce Address'),
		brand: {
			company: required('company', 'Company'),
			postalAddress: required('postalAddress', 'Postal Address'),
			licenceAddress: required('licenceAddress', 'Licence Address'),
			phone: required('phone', 'Customer Service Phone'),
			contactEmail: optionalAddress('contactEmail', 'Contact Email'),
			registrationNumber: text('registrationNumber') || undefined,
			vatNumber: text('vatNumber') || undefined,
			legalRepresentative: text('legalRepresentative') || undefined,
			logoUrl: text('logoUrl') || undefined,
			colour: text('colour') || undefined,
			websiteUrl: text('websiteUrl') || undefined,
		},
		smtp: toSmtpSettings(credential),
		dkim: toDkimSettings(text),
		throttle: toThrottleSettings(credential.rates),
	};
}

const RATES = ['perSecond', 'perMinute', 'perDay', 'domainPerSecond', 'domainPerMinute', 'domainPerDay', 'domainConnections'] as const;

/** What is empty or 0 limits nothing. */
function toThrottleSettings(rates: unknown): ThrottleSettings | undefined {
	if (typeof rates !== 'object' || rates === null) return undefined;
	const given = rates as Record<string, unknown>;
	const limits = Object.fromEntries(RATES.flatMap((name) => (Number(given[name]) > 0 ? [[name, Math.floor(Number(given[name]))]] : [])));
	const warmUpFrom = given.warmUpFrom ? Date.parse(String(given.warmUpFrom)) : NaN;
	if (given.warmUpFrom && Number.isNaN(warmUpFrom)) throw incomplete('Warm-Up From', 'is no date');
	return { ...limits, ...(Number.isNaN(warmUpFrom) ? {} : { warmUpFrom }) };
}

/** The server's part of the credential alone. */
export function toSmtpSettings(credential: ICredentialDataDecryptedObject): SmtpSettings {
	const host = String(credential.host ?? '').trim();
	if (!host) throw incomplete('SMTP Host', 'is empty');
	return {
		host,
		port: Number(credential.port),
		security: credential.security === 'none' || credential.security === 'tls' ? credential.security : 'starttls',
		user: String(credential.user ?? '') || undefined,
		password: String(credential.password ?? '') || undefined,
		maxConnections: Math.max(1, Number(credential.maxConnections ?? 5)),
		isCertificateChecked: credential.allowUntrustedServer !== true,
	};
}

function toDkimSettings(text: (name: string) => string): DkimSettings | undefined {
	if (!text('dkimDomain') && !text('dkimSelector') && !text('dkimPrivateKey')) return undefined;
	if (!text('dkimDomain')) throw incomplete('DKIM Domain', 'is empty although other DKIM fields are filled');
	if (!text('dkimSelector')) throw incomplete('DKIM Selector', 'is empty although other DKIM fields are filled');
	if (!text('dkimPrivateKey')) throw incomplete('DKIM Private Key', 'is empty although other DKIM fields are filled');
	return { domain: text('dkimDomain').toLowerCase(), selector: text('dkimSelector'), privateKey: readPrivateKey(text('dkimPrivateKey')) };
}

/** n8n's one-line password field turns line breaks into spaces or into the two characters \\n: the PEM text is put together again. */
function readPrivateKey(input: string): string {
	const [, label = '', body = ''] = /-----BEGIN ([A-Z ]+)-----([\s\S]+)-----END/.exec(input.replace(/\\n/g, '\n')) ?? [];
	const pem = `-----BEGIN ${label}-----\n${body.replace(/\s+/g, '').replace(/.{1,64}/g, '$&\n')}-----END ${label}-----\n`;
	try {
		createPrivateKey(pem);
		return pem;
	} catch {
		throw incomplete('DKIM Private Key', 'is no private key in PEM text (-----BEGIN PRIVATE KEY----- …)');
	}
}

function incomplete(label: string, what: string): SellerMailError {
	return new SellerMailError('SENDER_PROFILE_INCOMPLETE', {
		message: `Seller Mail Sender: “${label}” ${what}.`,
		nextStep: `Fill in “${label}” in the Seller Mail Sender credential.`,
		context: { field: label },
	});
}
