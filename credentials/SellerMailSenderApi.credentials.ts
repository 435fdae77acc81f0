import type { ICredentialType, INodeProperties } from 'n8n-workflow';

/** The mail server, the sender's addresses, the DKIM key, and what every footer must show. */
export class SellerMailSenderApi implements ICredentialType {
	name = 'sellerMailSenderApi';
	displayName = 'Seller Mail Sender API';
	icon = { light: 'file:sender.svg', dark: 'file:sender.dark.svg' } as const;
	documentationUrl = 'https://github.com/seller-mail/n8n-nodes-seller-mail/blob/main/docs/credentials.md#seller-mail-sender';
	properties: INodeProperties[] = [
		{ displayName: 'SMTP Host', name: 'host', type: 'string', default: '', placeholder: 'smtp.example.com', required: true },
		{ displayName: 'Port', name: 'port', type: 'number', default: 587, description: 'Usually 587 with STARTTLS, 465 with TLS, 25 for a relay on this machine' },
		{
			displayName: 'Security',
			name: 'security',
			type: 'options',
			options: [
				{ name: 'None (Relay on This Machine Only)', value: 'none' },
				{ name: 'STARTTLS', value: 'starttls' },
				{ name: 'TLS', value: 'tls' },
			],
			default: 'starttls',
			description: 'With STARTTLS or TLS nothing is ever sent in clear text: a server that offers none is refused',
		},
		{
			displayName: 'Accept Any Certificate',
			name: 'allowUntrustedServer',
			type: 'boolean',
			default: false,
			displayOptions: { show: { security: ['starttls', 'tls'] } },
			description: 'Whether to accept certificates that do not match. For a test server only: with it, anyone in between can read the mail.',
		},
		{ displayName: 'User', name: 'user', type: 'string', default: '', description: 'Leave empty when the server asks for none' },
		{ displayName: 'Password', name: 'password', type: 'string', typeOptions: { password: true }, default: '' },
		{ displayName: 'Connections', name: 'maxConnections', type: 'number', typeOptions: { minValue: 1, maxValue: 50 }, default: 5, description: 'Most connections to the server at once. Ask your provider how many it allows.' },
		{
			displayName: 'Rates', name: 'rates', type: 'collection', placeholder: 'Add limit', default: {},
			description: 'Most mails in any span of that length, for all workers together, also after a restart. What does not fit waits. Default: as fast as the server takes them.',
			options: [
				{ displayName: 'Mails per Day', name: 'perDay', type: 'number', typeOptions: { minValue: 0 }, default: 0, description: 'In any 24 hours. Default: no limit.' },
				{ displayName: 'Mails per Day to One Domain', name: 'domainPerDay', type: 'number', typeOptions: { minValue: 0 }, default: 0, description: 'Known mailbox providers count as one with all their domains. Default: no limit.' },
				{ displayName: 'Mails per Minute', name: 'perMinute', type: 'number', typeOptions: { minValue: 0 }, default: 0, description: 'Default: no limit' },
				{ displayName: 'Mails per Minute to One Domain', name: 'domainPerMinute', type: 'number', typeOptions: { minValue: 0 }, default: 0, description: 'Default: no limit' },
				{ displayName: 'Mails per Second', name: 'perSecond', type: 'number', typeOptions: { minValue: 0 }, default: 0, description: 'Default: no limit' },
				{ displayName: 'Mails per Second to One Domain', name: 'domainPerSecond', type: 'number', typeOptions: { minValue: 0 }, default: 0, description: 'Default: no limit' },
				{ displayName: 'Mails to One Domain at Once', name: 'domainConnections', type: 'number', typeOptions: { minValue: 0 }, default: 0, description: 'Orange, for one, wants 2 at most. Default: as many as there are connections.' },
				{ displayName: 'Warm-Up From', name: 'warmUpFrom', type: 'dateTime', default: '', description: 'First day of a new sending domain: 50 mails to each mailbox provider that day, twice as many each further day, for ten days. Default: none.' },
			],
		},
		{ displayName: 'From Name', name: 'fromName', type: 'string', default: '', placeholder: 'Lumen Home', required: true, description: 'The shop as buyers know it. No slogans: mailbox providers refuse them.' },
		{ displayName: 'From Address', name: 'fromAddress', type: 'string', default: '', placeholder: 'news@mail.lumen-home.com', required: true },
		{ displayName: 'Reply-To Address', name: 'replyTo', type: 'string', default: '', description: 'Where answers go. Leave empty for the From address.' },
		{ displayName: 'Bounce Address', name: 'bounceAddress', type: 'string', default: '', description: 'Where undeliverable mail comes back to (envelope sender). Leave empty for the From address.' },
		{ displayName: 'DKIM Domain', name: 'dkimDomain', type: 'string', default: '', placeholder: 'mail.lumen-home.com', description: 'Leave empty only when your provider signs' },
		{ displayName: 'DKIM Selector', name: 'dkimSelector', type: 'string', default: '', placeholder: 's1' },
		{
			displayName: 'DKIM Private Key',
			name: 'dkimPrivateKey',
			type: 'string',
			typeOptions: { password: true, rows: 4 },
			default: '',
			placeholder: '-----BEGIN PRIVATE KEY-----',
			description: 'PEM text, RSA 2048',
		},
		{ displayName: 'Company', name: 'company', type: 'string', default: '', required: true, description: 'Legal name, shown in every footer' },
		{ displayName: 'Postal Address', name: 'postalAddress', type: 'string', default: '', required: true, description: 'Shown in every footer; must equal the address on the business licence' },
		{ displayName: 'Licence Address', name: 'licenceAddress', type: 'string', default: '', required: true, description: 'The address on the business licence, to compare with' },
		{ displayName: 'Customer Service Phone', name: 'phone', type: 'string', default: '', placeholder: '+86 571 5555 0100', required: true },
		{ displayName: 'Contact Email', name: 'contactEmail', type: 'string', default: '', placeholder: 'service@lumen-home.com', description: 'Customer service, shown in every footer. Needed before the first marketing mail; Germany, Korea and most of the EU want it.' },
		{ displayName: 'Registration Number', name: 'registrationNumber', type: 'string', default: '', placeholder: '91330106MA2XXXXX0X', description: 'Of the business licence or trade register, shown in every footer. Write “none” when the company has none.' },
		{ displayName: 'VAT Number', name: 'vatNumber', type: 'string', default: '', placeholder: 'DE123456789', description: 'Shown in every footer; wanted in the EU. Write “none” when the company has none.' },
		{ displayName: 'Legal Representative', name: 'legalRepresentative', type: 'string', default: '', placeholder: 'Wang Fang', description: 'Who acts for the company, shown in every footer; wanted in Germany. Write “none” when nobody has to be named.' },
		{ displayName: 'Logo Address', name: 'logoUrl', type: 'string', default: '', placeholder: 'https://lumen-home.com/logo.png', description: 'Needed before the first marketing mail; order mails show the name in text without it' },
		{ displayName: 'Brand Colour', name: 'colour', type: 'color', default: '#0b5fff', description: 'Of the button and links' },
		{ displayName: 'Shop Address', name: 'websiteUrl', type: 'string', default: '', placeholder: 'https://lumen-home.com' },
	];
}
