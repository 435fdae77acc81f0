import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { withCore } from '../../shared/withCore';

/** The audiences of the Mailchimp account, for the *Audience* list. */
export async function searchAudiences(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const { apiKey } = await this.getCredentials('mailchimpApi');
	const audiences = await withCore(this, async (core) => await core.mailchimp.listAudiences(String(apiKey ?? '')));
	const wanted = (filter ?? '').toLowerCase();
	return { results: audiences.filter(({ name }) => name.toLowerCase().includes(wanted)).map(({ id, name }) => ({ name, value: id })) };
}
