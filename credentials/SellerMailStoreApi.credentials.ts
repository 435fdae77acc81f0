import type { ICredentialType, INodeProperties } from 'n8n-workflow';

const forPostgres = { show: { kind: ['postgres'] } };

/** Where buyers, campaigns and the delivery ledger are kept. */
export class SellerMailStoreApi implements ICredentialType {
	name = 'sellerMailStoreApi';
	displayName = 'Seller Mail Store API';
	icon = { light: 'file:store.svg', dark: 'file:store.dark.svg' } as const;
	documentationUrl = 'https://github.com/seller-mail/n8n-nodes-seller-mail/blob/main/docs/credentials.md#seller-mail-store';
	properties: INodeProperties[] = [
		{
			displayName: 'Keep the Data In',
			name: 'kind',
			type: 'options',
			options: [
				{ name: 'A File (No Set-Up, One Machine)', value: 'sqlite' },
				{ name: 'PostgreSQL (Several Machines, Queue Mode)', value: 'postgres' },
			],
			default: 'sqlite',
			description: 'Start with the file. Move to PostgreSQL when n8n runs in queue mode or on more than one machine.',
		},
		{
			displayName: 'File',
			name: 'file',
			type: 'string',
			default: '',
			placeholder: 'store.sqlite',
			displayOptions: { show: { kind: ['sqlite'] } },
			description: 'Leave empty for the default: seller-mail/store.sqlite in the n8n user folder. A name without folder is put there too. Back this file up: it knows who was mailed.',
		},
		{ displayName: 'Host', name: 'host', type: 'string', default: 'localhost', displayOptions: forPostgres },
		{ displayName: 'Port', name: 'port', type: 'number', default: 5432, displayOptions: forPostgres },
		{ displayName: 'Database', name: 'database', type: 'string', default: 'seller_mail', displayOptions: forPostgres },
		{ displayName: 'User', name: 'user', type: 'string', default: '', displayOptions: forPostgres },
		{ displayName: 'Password', name: 'password', type: 'string', typeOptions: { password: true }, default: '', displayOptions: forPostgres },
		{
			displayName: 'Schema',
			name: 'schema',
			type: 'string',
			default: 'seller_mail',
			displayOptions: forPostgres,
			description: 'Our tables live in a schema of their own, made when it is missing, so the database may be shared with n8n',
		},
		{
			displayName: 'TLS',
			name: 'tls',
			type: 'options',
			options: [
				{ name: 'Off (Same Machine or Private Network)', value: 'off' },
				{ name: 'Required, Certificate Not Checked', value: 'require' },
				{ name: 'Required, Certificate Checked', value: 'verify' },
			],
			default: 'off',
			displayOptions: forPostgres,
		},
		{
			displayName: 'CA Certificate',
			name: 'ca',
			type: 'string',
			typeOptions: { rows: 4 },
			default: '',
			placeholder: '-----BEGIN CERTIFICATE-----',
			displayOptions: { show: { kind: ['postgres'], tls: ['verify'] } },
			description: "PEM text of the authority that signed the server's certificate, when it is your own. Leave empty for public ones.",
		},
	];
}
