import { SellerMailError } from '../shared/errors';
import { callPatiently } from '../shared/patience';
import type { Sleep } from '../shared/sleep';
import type { MailchimpAccount, MailchimpAnswer, MailchimpApi, MailchimpMember, MemberQuery } from './ports';

export interface CallDeps {
	sleep: Sleep;
	api: MailchimpApi;
}

/** As many as Mailchimp gives at once. */
const PAGE_SIZE = 1000;

/** The answer, waited for as long as it says "later". @throws SellerMailError MAILCHIMP_… */
export async function ask<Value>(deps: CallDeps, call: () => Promise<MailchimpAnswer<Value>>, signal?: AbortSignal): Promise<Value> {
	const answer = await callPatiently(deps.sleep, call, signal);
	if (answer.kind === 'answered') return answer.value;
	throw toError(answer);
}

/** What a refusal means when nothing else is to be done about it. */
export function toError(answer: Exclude<MailchimpAnswer<unknown>, { kind: 'answered' }>): SellerMailError {
	if (answer.kind === 'throttled') return new SellerMailError('MAILCHIMP_THROTTLED', { message: 'Mailchimp wants fewer calls.' });
	if (answer.kind === 'unreachable') return new SellerMailError('MAILCHIMP_UNREACHABLE', { message: `Mailchimp gave no usable answer (${answer.reason}).` });
	if (answer.what === 'login') return new SellerMailError('MAILCHIMP_LOGIN_REFUSED', { message: `Mailchimp refuses the API key (status ${answer.status}).` });
	const what = answer.what === 'not-found' ? 'does not know this audience' : 'refused the call';
	return new SellerMailError('MAILCHIMP_REFUSED', { message: `Mailchimp ${what} (status ${answer.status}).` });
}

/**
 * The members that fit, page by page, the last page first. Who changes or is unsubscribed meanwhile leaves the set, and those
 * behind him move up: read from the end nobody slips through between two pages, at worst somebody is read twice.
 */
export async function* readMembers(deps: CallDeps, account: MailchimpAccount, query: Omit<MemberQuery, 'offset' | 'count'>, signal?: AbortSignal): AsyncGenerator<MailchimpMember[]> {
	const readPage = async (offset: number) => await ask(deps, async () => await deps.api.listMembers(account, { ...query, offset, count: PAGE_SIZE }, signal), signal);
	const first = await readPage(0);
	if (first.total <= PAGE_SIZE) return yield first.members;
	for (let offset = Math.floor((first.total - 1) / PAGE_SIZE) * PAGE_SIZE; offset >= 0; offset -= PAGE_SIZE) yield (await readPage(offset)).members;
}
