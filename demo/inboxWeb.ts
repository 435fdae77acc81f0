import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import PostalMime from 'postal-mime';
import { portOf } from './freePort';
import type { InboxMail } from './inboxMail';
import { listPage, mailPage, messagePage } from './inboxPages';

const MAILS_PER_PAGE = 100;

/** Our own pages: no script at all, frames only of this server. */
const PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/** A mail is somebody else's document: an origin of its own, no script, no form, nothing fetched; its links open in a new tab. */
const MAIL_POLICY =
	"sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";

interface Answer {
	status: number;
	type: 'text/html' | 'text/plain';
	policy: string;
	body: string | Buffer;
}

/** Serves the list of mails, each mail, its HTML and its source. */
export async function serveInboxPages(mails: readonly InboxMail[], host: string, port: number) {
	const server = createServer((request, response) => {
		answer(mails, request).then(
			(result) => send(response, result),
			(error: Error) => send(response, page(500, messagePage('Something went wrong', error.message))),
		);
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', (cause) => reject(new Error(`The inbox page can't listen on port ${port}: ${cause.message}`, { cause })));
		server.listen(port, host, resolve);
	});
	return {
		url: `http://${host}:${portOf(server)}/`,
		stop: () =>
			new Promise<void>((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

async function answer(mails: readonly InboxMail[], request: IncomingMessage): Promise<Answer> {
	// A web site whose name was made to point here must not read the mails.
	if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? '')) return page(403, messagePage('Not here', 'Open this page as http://127.0.0.1.'));
	const url = new URL(request.url ?? '/', 'http://127.0.0.1');
	if (url.pathname === '/') return page(200, await makeList(mails, url.searchParams));
	const [, id, part] = /^\/mail\/(\d+)(?:\/(html|source))?$/.exec(url.pathname) ?? [];
	const mail = mails[Number(id) - 1];
	if (!mail) return page(404, messagePage('No such mail', 'It may be from before a restart: the inbox keeps mails only while it runs.'));
	if (part === 'source') return { status: 200, type: 'text/plain', policy: MAIL_POLICY, body: mail.source };
	const parsed = await PostalMime.parse(mail.source);
	if (part === 'html') return { status: 200, type: 'text/html', policy: MAIL_POLICY, body: `<base target="_blank">${parsed.html ?? ''}` };
	return page(200, mailPage(mail, parsed));
}

async function makeList(mails: readonly InboxMail[], query: URLSearchParams): Promise<string> {
	const search = (query.get('to') ?? '').trim().toLowerCase();
	const found = mails.filter((mail) => mail.to.some((address) => address.toLowerCase().includes(search))).toReversed();
	const pageCount = Math.max(1, Math.ceil(found.length / MAILS_PER_PAGE));
	const pageNumber = Math.min(pageCount, Math.max(1, Number.parseInt(query.get('page') ?? '1', 10) || 1));
	const shown = found.slice((pageNumber - 1) * MAILS_PER_PAGE, pageNumber * MAILS_PER_PAGE);
	const rows = await Promise.all(shown.map(async (mail) => ({ mail, subject: await subjectOf(mail) })));
	return listPage({ rows, search, total: mails.length, found: found.length, pageNumber, pageCount });
}

async function subjectOf(mail: InboxMail): Promise<string> {
	const headerEnd = mail.source.indexOf('\r\n\r\n');
	const headers = headerEnd < 0 ? mail.source : mail.source.subarray(0, headerEnd + 4);
	return (await PostalMime.parse(headers)).subject ?? '';
}

function page(status: number, body: string): Answer {
	return { status, type: 'text/html', policy: PAGE_POLICY, body };
}

function send(response: ServerResponse, { status, type, policy, body }: Answer): void {
	response.writeHead(status, {
		'Content-Type': `${type}; charset=utf-8`,
		'Content-Security-Policy': policy,
		'X-Content-Type-Options': 'nosniff',
		'Referrer-Policy': 'no-referrer',
		'Cache-Control': 'no-store',
	});
	response.end(body);
}
