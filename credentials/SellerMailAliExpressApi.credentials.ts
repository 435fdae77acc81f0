import type { ICredentialType, INodeProperties } from 'n8n-workflow';

/** An app on the AliExpress Open Platform and the seller who authorised it. */
export class SellerMailAliExpressApi implements ICredentialType {
	name = 'sellerMailAliExpressApi';
	displayName = 'Seller Mail AliExpress API';
	icon = { light: 'file:aliExpress.svg', dark: 'file:aliExpress.dark.svg' } as const;
	documentationUrl = 'https://github.com/seller-mail/n8n-nodes-seller-mail/blob/main/docs/credentials.md#seller-mail-aliexpress';
	properties: INodeProperties[] = [
		// public, in spite of its name: it stands in every address that a seller authorises
		// eslint-disable-next-line n8n-nodes-base/cred-class-field-type-options-password-missing
		{ displayName: 'App Key', name: 'appKey', type: 'string', default: '', placeholder: '500102', required: true, description: 'From the app console of the AliExpress Open Platform' },
		{ displayName: 'App Secret', name: 'appSecret', type: 'string', typeOptions: { password: true }, default: '', required: true },
		{ displayName: 'Access Token', name: 'accessToken', type: 'string', typeOptions: { password: true }, default: '', description: 'What the seller got when authorising the app. Newer ones are kept in the store, so this one may grow old.' },
		{ displayName: 'Refresh Token', name: 'refreshToken', type: 'string', typeOptions: { password: true }, default: '', description: 'With it the access token is renewed. Leave the rest as it is: renewed tokens are kept in the store, encrypted with the app secret.' },
		// whoever sees it before it is used can use it
		// eslint-disable-next-line @n8n/community-nodes/credential-unnecessary-password
		{ displayName: 'Authorisation Code', name: 'authorisationCode', type: 'string', typeOptions: { password: true }, default: '', description: 'Instead of tokens: the code from the address to which AliExpress sends the seller after agreeing. It is good for once, and for half an hour: run a sync at once.' },
		{ displayName: 'Gateway', name: 'baseUrl', type: 'string', default: 'https://api-sg.aliexpress.com', description: 'Where the calls go; always encrypted' },
	];
}
