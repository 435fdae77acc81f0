import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { AccountInput } from '../../core/aliExpress/account';

/** The *Seller Mail AliExpress* credential as it was typed; core checks it. */
export function toAccountInput(credential: ICredentialDataDecryptedObject): AccountInput {
	const text = (name: string): string => String(credential[name] ?? '');
	return {
		appKey: text('appKey'), appSecret: text('appSecret'), accessToken: text('accessToken'), refreshToken: text('refreshToken'),
		authorisationCode: text('authorisationCode'), baseUrl: text('baseUrl'),
	};
}
