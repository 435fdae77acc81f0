import { SellerMailError } from '../shared/errors';
import type { MailchimpAccount } from './ports';

/** A key ends in its data centre; only such a name may become part of a host. */
const API_KEY = /^[A-Za-z0-9]{10,100}-([a-z]{2}\d{1,3})$/;

/** The account of an API key. `baseUrl` is for tests. @throws SellerMailError MAILCHIMP_LOGIN_REFUSED */
export function parseMailchimpAccount(apiKey: string, baseUrl?: string): MailchimpAccount {
	const key = apiKey.trim();
	const [, dataCentre] = API_KEY.exec(key) ?? [];
	if (!dataCentre) throw new SellerMailError('MAILCHIMP_LOGIN_REFUSED', { message: 'The API key does not end in a dash and a data centre.' });
	return { apiKey: key, baseUrl: baseUrl ?? `https://${dataCentre}.api.mailchimp.com/3.0` };
}

/** The id of an audience, which becomes part of an address. @throws SellerMailError INPUT_INVALID */
export function parseListId(listId: string): string {
	const id = listId.trim();
	if (/^[A-Za-z0-9]{4,40}$/.test(id)) return id;
	throw new SellerMailError('INPUT_INVALID', {
		message: '“Audience” is no audience id of Mailchimp.', nextStep: 'Choose it from the list, or copy the Audience ID from Mailchimp → Audience → Settings.', context: { field: 'audience' },
	});
}
