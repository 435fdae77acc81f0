import type { Email } from 'postal-mime';
import type { InboxMail } from './inboxMail';

interface ListView {
	rows: Array<{ mail: InboxMail; subject: string }>;
	search: string;
	total: number;
	found: number;
	pageNumber: number;
	pageCount: number;
}

/** Headers worth a look in a mail that was sent to many. */
const SHOWN_HEADERS = ['from', 'to', 'reply-to', 'date', 'message-id', 'list-unsubscribe', 'list-unsubscribe-post', 'content-language', 'dkim-signature'];

export function listPage({ rows, search, total, found, pageNumber, pageCount }: ListView): string {
	const caption = search ? `${found} of ${total} mails are to “${escapeHtml(search)}”` : `${total} mails, newest first`;
	const body = `
<form><label>Recipient <input type="search" name="to" value="${escapeHtml(search)}"></label> <button>Search</button> <a href="/">Refresh</a></form>
<table><caption>${caption}</caption>
<thead><tr><th scope="col">Received</th><th scope="col">To</th><th scope="col">Subject</th></tr></thead>
<tbody>${rows.map(listRow).join('')}</tbody></table>
${rows.length === 0 ? '<p>Nothing here yet.</p>' : ''}
${pageLinks(search, pageNumber, pageCount)}`;
	return layout('Inbox', body);
}

function listRow({ mail, subject }: { mail: InboxMail; subject: string }): string {
	const to = escapeHtml(mail.to.join(', '));
	return `<tr><td>${timeOf(mail)}</td><td>${to}</td><td><a href="/mail/${mail.id}" dir="auto">${escapeHtml(subject || '(no subject)')}</a></td></tr>`;
}

function pageLinks(search: string, pageNumber: number, pageCount: number): string {
	if (pageCount === 1) return '';
	const link = (page: number, text: string) => `<a href="/?${escapeHtml(new URLSearchParams({ to: search, page: String(page) }).toString())}">${text}</a>`;
	const newer = pageNumber > 1 ? link(pageNumber - 1, 'Newer') : '';
	const older = pageNumber < pageCount ? link(pageNumber + 1, 'Older') : '';
	return `<nav aria-label="Pages">${newer} Page ${pageNumber} of ${pageCount} ${older}</nav>`;
}

export function mailPage(mail: InboxMail, parsed: Email): string {
	const subject = escapeHtml(parsed.subject || '(no subject)');
	const rows = parsed.headers.filter(({ key }) => SHOWN_HEADERS.includes(key)).map(({ key, value }) => headerRow(key, value));
	const envelope = `${escapeHtml(mail.from || '(none)')} → ${escapeHtml(mail.to.join(', '))}`;
	const body = `
<p><a href="/">← All mails</a> · received ${timeOf(mail)} · <a href="/mail/${mail.id}/source">Source</a></p>
<table>${headerRow('Envelope', '', envelope)}${rows.join('')}</table>
${parsed.html === undefined ? '' : `<h2>HTML</h2><iframe title="The mail as HTML" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/mail/${mail.id}/html"></iframe>`}
${parsed.text === undefined ? '' : `<h2>Text</h2><pre dir="auto">${escapeHtml(parsed.text)}</pre>`}
${attachmentList(parsed)}`;
	return layout(subject, body);
}

function headerRow(name: string, value: string, html = linked(value)): string {
	return `<tr><th scope="row">${escapeHtml(name)}</th><td>${html}</td></tr>`;
}

/** The web addresses in a List-Unsubscribe header as links. */
function linked(value: string): string {
	return escapeHtml(value).replace(/&lt;(https?:\/\/[^\s&]+(?:&amp;[^\s&]+)*)&gt;/g, '&lt;<a href="$1" target="_blank" rel="noreferrer noopener">$1</a>&gt;');
}

function attachmentList({ attachments }: Email): string {
	if (attachments.length === 0) return '';
	const items = attachments.map(({ filename, mimeType }) => `<li>${escapeHtml(filename ?? '(no name)')}, ${escapeHtml(mimeType)}</li>`);
	return `<h2>Attachments</h2><ul>${items.join('')}</ul>`;
}

export function messagePage(title: string, text: string): string {
	return layout(escapeHtml(title), `<p>${escapeHtml(text)}</p><p><a href="/">All mails</a></p>`);
}

function timeOf({ receivedAt }: InboxMail): string {
	const iso = new Date(receivedAt).toISOString();
	return `<time datetime="${iso}">${iso.slice(0, 19).replace('T', ' ')} UTC</time>`;
}

function escapeHtml(text: string): string {
	const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
	return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

const STYLE = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 70rem; margin: 0 auto; padding: 1rem; }
table { width: 100%; border-collapse: collapse; }
caption { text-align: start; padding: .5rem 0; }
th, td { text-align: start; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid #8886; overflow-wrap: anywhere; }
th[scope=row], td:first-child { white-space: nowrap; }
input, button { font: inherit; padding: .2rem .5rem; }
iframe { width: 100%; height: 45rem; border: 1px solid #888; background: #fff; color-scheme: light; }
pre { white-space: pre-wrap; border: 1px solid #8886; padding: 1rem; overflow-wrap: anywhere; }`;

function layout(title: string, body: string): string {
	return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${STYLE}</style></head>
<body><main><h1 dir="auto">${title}</h1>${body}</main></body></html>`;
}
