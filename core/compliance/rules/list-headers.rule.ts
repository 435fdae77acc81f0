import { isLocalAddress } from '../facts/linkHosts';
import { NOT_APPLICABLE, PASS, type CheckFacts, type Envelope, type Rule, type RuleResult } from '../rule';

const ONE_CLICK = 'List-Unsubscribe=One-Click';
/** Three fields of the sender's and the sender's own mark, 5 to 15 characters (Gmail). */
const FEEDBACK_ID = /^[^:\s]+:[^:\s]+:[^:\s]+:[A-Za-z0-9_-]{5,15}$/;

export const listHeaders: Rule = {
	id: 'list-headers',
	title: { en: 'One-click unsubscribe in the headers, signed', zh: '邮件头包含已签名的一键退订' },
	kind: 'provider',
	law: 'RFC 8058; RFC 2369',
	source: 'mailbox-provider-rules.md sections 1 and 2 (Gmail, Yahoo: one-click for marketing; both fields under the signature; Feedback-ID), 2026-11-22',
	fix: {
		en: 'Send with Send Campaign: it writes these headers. Fill in the DKIM fields of the Seller Mail Sender credential, so that they are under the signature.',
		zh: '请使用 Send Campaign 发送，它会自动写入这些邮件头；并在“Seller Mail Sender”凭据中填写 DKIM 信息，使其受签名保护。',
	},
	appliesTo: ['marketing', 'transactional'],
	severity: 'violation',
	isSwitchable: false,
	messages: {
		missing: { en: 'The headers have no List-Unsubscribe with exactly one https address.', zh: '邮件头缺少仅含一个 https 地址的 List-Unsubscribe。' },
		otherAddress: { en: 'List-Unsubscribe leads to another address than the one expected first.', zh: 'List-Unsubscribe 的首个地址不是预期地址。' },
		local: { en: 'List-Unsubscribe leads to this machine: nobody else can follow it.', zh: 'List-Unsubscribe 指向本机地址，其他人无法访问。' },
		noOneClick: { en: 'List-Unsubscribe-Post is missing or not exactly “List-Unsubscribe=One-Click”.', zh: '缺少 List-Unsubscribe-Post，或其内容不是“List-Unsubscribe=One-Click”。' },
		feedbackId: { en: 'Feedback-ID is missing or not of the form a:b:c:sender.', zh: '缺少 Feedback-ID，或其格式不是 a:b:c:sender。' },
		notSigned: { en: 'A header that mailbox providers only believe when it is signed is not under the signature.', zh: '有需签名才被认可的邮件头不在签名范围内。' },
		signedElsewhere: { en: 'The mail is not signed here: nobody can say that these headers are under the signature.', zh: '邮件未在此签名，无法确认这些邮件头受签名保护。' },
	},
	check(facts) {
		const { envelope, mail } = facts;
		if (!envelope || Object.keys(envelope.headers).length === 0) return NOT_APPLICABLE;
		const headers = readHeaders(envelope.headers);
		const wrong = mail.purpose === 'marketing' ? judgeUnsubscribe(headers, facts.unsubscribeUrl) : undefined;
		if (wrong) return wrong;
		const feedbackId = headers.get('feedback-id') ?? '';
		if (!FEEDBACK_ID.test(feedbackId)) return { outcome: 'violation', message: 'feedbackId', evidence: feedbackId.slice(0, 80) };
		return judgeSignature(envelope, headers, mail.purpose);
	},
};

function readHeaders(written: Readonly<Record<string, string>>): Map<string, string> {
	const headers = new Map<string, string>();
	for (const name in written) headers.set(name.toLowerCase(), (written[name] ?? '').trim());
	return headers;
}

/** Between angle brackets. */
function readUris(value: string): string[] {
	const single = value.startsWith('<') && value.indexOf('>') === value.length - 1 && value.lastIndexOf('<') === 0;
	return single ? [value.slice(1, -1).trim()] : [...value.matchAll(/<([^>]*)>/g)].map((match) => (match[1] ?? '').trim());
}

function judgeUnsubscribe(headers: ReadonlyMap<string, string>, expected: string | undefined): RuleResult | undefined {
	const uris = readUris(headers.get('list-unsubscribe') ?? '');
	const web = uris.filter((uri) => /^https?:/i.test(uri));
	const [first = ''] = web;
	const isLocal = isLocalAddress(first);
	if (web.length !== 1 || !(isLocal || /^https:/i.test(first))) return { outcome: 'violation', message: 'missing' };
	if (uris[0] !== first || (expected !== undefined && first !== expected)) return { outcome: 'violation', message: 'otherAddress' };
	if (headers.get('list-unsubscribe-post') !== ONE_CLICK) return { outcome: 'violation', message: 'noOneClick' };
	return isLocal ? { outcome: 'needsReview', message: 'local' } : undefined;
}

function judgeSignature({ dkimDomain, signedHeaders }: Envelope, headers: ReadonlyMap<string, string>, purpose: CheckFacts['mail']['purpose']): RuleResult {
	if (dkimDomain === undefined) return { outcome: 'needsReview', message: 'signedElsewhere' };
	const wanted = purpose === 'marketing' ? ['list-unsubscribe', 'list-unsubscribe-post', 'feedback-id'] : ['feedback-id'];
	const unsigned = wanted.filter((name) => headers.has(name) && !signedHeaders.includes(name));
	return unsigned.length === 0 ? PASS : { outcome: 'violation', message: 'notSigned', evidence: unsigned.join(', ') };
}
