import { createHash } from 'node:crypto';
import type { MailchimpAccount, MailchimpAnswer, MailchimpApi, MailchimpMember, MemberPage, MemberQuery } from '../mailchimp/ports';
import { SECOND_MS } from '../shared/clock';
import { requestHttp } from './http';

/** Mailchimp gives up after two minutes itself. */
const TIMEOUT_MS = 125 * SECOND_MS;
const MAX_BYTES = 16 * 1024 * 1024;
const MAX_AUDIENCES = 200;

/** Mailchimp's Marketing API 3.0, as far as a synchronisation of opt-outs needs it: it reads, and it unsubscribes. */
export const mailchimpApi: MailchimpApi = {
	async listAudiences(account) {
		const answer = await get(account, '/lists', { count: String(MAX_AUDIENCES), fields: 'lists.id,lists.name' });
		return map(answer, (body) => objects(body.lists).flatMap(({ id, name }) => (typeof id === 'string' ? [{ id, name: typeof name === 'string' ? name : id }] : [])));
	},
	async listMembers(account, query, signal) {
		return map(await get(account, `/lists/${query.listId}/members`, toParameters(query), signal), toPage);
	},
	/** PATCH, never PUT: nobody is added only to be recorded as opted out. */
	async unsubscribe(account, listId, email, signal) {
		const answer = await send(account, 'PATCH', `/lists/${listId}/members/${memberId(email)}`, JSON.stringify({ status: 'unsubscribed' }), signal);
		if (answer.kind === 'refused' && answer.what === 'not-found') return { kind: 'answered', value: 'absent' };
		if (answer.kind === 'refused' && answer.title === 'Member In Compliance State') return { kind: 'answered', value: 'settled' };
		return map(answer, () => 'unsubscribed' as const);
	},
};

/** Mailchimp's name for an address: an identifier, no protection. */
function memberId(email: string): string {
	return createHash('md5').update(email.toLowerCase(), 'utf8').digest('hex');
}

function toParameters({ status, changedAfter, changedBefore, offset, count }: MemberQuery): Record<string, string> {
	return {
		status, offset: String(offset), count: String(count), fields: 'total_items,members.email_address,members.last_changed',
		...(changedAfter === undefined ? {} : { since_last_changed: new Date(changedAfter).toISOString() }),
		...(changedBefore === undefined ? {} : { before_last_changed: new Date(changedBefore).toISOString() }),
	};
}

function toPage({ members, total_items: total }: Body): MemberPage {
	return { members: objects(members).map(toMember), total: Number(total) || 0 };
}

function toMember({ email_address: email, last_changed: changed }: Body): MailchimpMember {
	return { email: typeof email === 'string' ? email : '', changedAt: (typeof changed === 'string' && Date.parse(changed)) || 0 };
}

type Body = Record<string, unknown>;
type Raw = MailchimpAnswer<Body> & { title?: string };

async function get(account: MailchimpAccount, path: string, parameters: Record<string, string>, signal?: AbortSignal): Promise<Raw> {
	return await send(account, 'GET', `${path}?${new URLSearchParams(parameters).toString()}`, undefined, signal);
}

async function send({ baseUrl, apiKey }: MailchimpAccount, method: 'GET' | 'PATCH', path: string, body: string | undefined, signal: AbortSignal | undefined): Promise<Raw> {
	const answer = await requestHttp({
		method, url: baseUrl + path, body, timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES, signal,
		headers: { authorization: `Basic ${Buffer.from(`seller-mail:${apiKey}`).toString('base64')}`, accept: 'application/json', ...(body ? { 'content-type': 'application/json' } : {}) },
	});
	return answer.kind === 'answered' ? read(answer.status, answer.text) : answer;
}

/** A 403 without a body of JSON is throttling in disguise; with one it is about the key. */
function read(status: number, text: string): Raw {
	const body = parse(text);
	if (status === 429 || (status === 403 && !body)) return { kind: 'throttled' };
	if (status >= 500 || (status < 300 && !body)) return { kind: 'unreachable', reason: `status ${status}` };
	if (status < 300 && body) return { kind: 'answered', value: body };
	const what = status === 401 || status === 403 ? 'login' : status === 404 ? 'not-found' : 'request';
	return { kind: 'refused', what, status, ...(typeof body?.title === 'string' ? { title: body.title } : {}) };
}

function parse(text: string): Body | undefined {
	try {
		const parsed: unknown = JSON.parse(text);
		return typeof parsed === 'object' && parsed !== null ? (parsed as Body) : undefined;
	} catch {
		return undefined;
	}
}

function objects(value: unknown): Body[] {
	return Array.isArray(value) ? value.filter((each): each is Body => typeof each === 'object' && each !== null) : [];
}

/** Leaves Mailchimp's own words behind. */
function map<Value>(answer: Raw, convert: (body: Body) => Value): MailchimpAnswer<Value> {
	if (answer.kind === 'answered') return { kind: 'answered', value: convert(answer.value) };
	return answer.kind === 'refused' ? { kind: 'refused', what: answer.what, status: answer.status } : answer;
}
