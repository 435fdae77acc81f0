import { createPublicKey, type KeyObject } from 'node:crypto';
import type { DkimSettings } from '../senderProfile';
import type { DnsAnswer } from './dnsAnswer';
import { toDnsRecord } from './organisation';
import { parseTags } from './parseTags';
import { cantReach, type CheckReason, type DnsRecord, type RecordCheck } from './recordCheck';

/** Gmail and Yahoo refuse shorter keys, and advise 2048. Source: mailbox-provider-rules.md section 1, 2026-11-22. */
const LEAST_BITS = 1024;
const ADVISED_BITS = 2048;

type Verdict = Pick<RecordCheck, 'outcome' | 'reason'> & Partial<RecordCheck>;

/** Where the public key of these settings must stand. */
export function dkimHost({ selector, domain }: Pick<DkimSettings, 'selector' | 'domain'>): string {
	return `${selector}._domainkey.${domain}`.toLowerCase();
}

/** The record that belongs to a private key. */
export function makeDkimRecord(dkim: DkimSettings): DnsRecord {
	const key = createPublicKey(dkim.privateKey);
	const value = isEd25519(key) ? `v=DKIM1; k=ed25519; p=${rawEd25519(key)}` : `v=DKIM1; k=rsa; p=${spki(key)}`;
	return toDnsRecord(dkimHost(dkim), value);
}

/** Whether DNS shows the public half of the sender's key, fit for use. `alias`: where a CNAME at the selector points. RFC 6376 section 3.6. */
export function judgeDkim(dkim: DkimSettings | undefined, fromDomain: string, answer: DnsAnswer, alias: string | undefined): RecordCheck {
	if (!dkim) return { record: 'dkim', outcome: 'cantTell', reason: 'signedByProvider', host: fromDomain, found: [], notes: [] };
	const host = dkimHost(dkim);
	if (answer.kind === 'unreachable') return cantReach('dkim', host, answer.reason);
	const found = answer.kind === 'found' ? answer.values : [];
	const wanted = makeDkimRecord(dkim);
	if (found.length === 0 && alias !== undefined) return { record: 'dkim', outcome: 'notVisible', reason: 'aliasWithoutRecord', host, found: [`CNAME ${alias}`], wanted, detail: alias, notes: [] };
	const verdict = judgeTexts(found, createPublicKey(dkim.privateKey));
	return { record: 'dkim', host, found, notes: [], ...(verdict.outcome === 'ok' ? {} : { wanted }), ...verdict };
}

function judgeTexts(texts: string[], key: KeyObject): Verdict {
	const [text, ...more] = texts;
	if (text === undefined) return { outcome: 'notVisible', reason: 'missing' };
	if (more.length > 0) return wrong('several', String(texts.length));
	const tags = parseTags(text);
	if (tags?.get('p') === undefined || !isVersionFirst(tags)) return wrong('invalid');
	return judgeTags(tags, key);
}

/** v= may be left out; when it is there it comes first. */
function isVersionFirst(tags: ReadonlyMap<string, string>): boolean {
	return !tags.has('v') || (tags.keys().next().value === 'v' && tags.get('v') === 'DKIM1');
}

function judgeTags(tags: ReadonlyMap<string, string>, key: KeyObject): Verdict {
	const list = (name: string): string[] => (tags.get(name) ?? '').split(':').map((part) => part.trim().toLowerCase()).filter(Boolean);
	const published = (tags.get('p') ?? '').replace(/\s+/g, '');
	const type = (tags.get('k') ?? 'rsa').toLowerCase();
	if (published === '') return wrong('revoked');
	if (type !== (isEd25519(key) ? 'ed25519' : 'rsa')) return wrong('otherKeyType', type);
	if (tags.has('h') && !list('h').includes('sha256')) return wrong('hashMissing');
	if (tags.has('s') && !list('s').some((service) => service === '*' || service === 'email')) return wrong('notForMail');
	const read = isEd25519(key) ? published : readRsa(published);
	if (read === undefined) return wrong('unreadableKey');
	if (read !== (isEd25519(key) ? rawEd25519(key) : spki(key))) return wrong('otherKey');
	if (list('t').includes('y')) return wrong('testMode');
	return judgeStrength(key);
}

function judgeStrength(key: KeyObject): Verdict {
	if (isEd25519(key)) return { outcome: 'ok', reason: 'found', notes: ['onlyEd25519'] };
	const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
	// a longer key needs another private half: no record mends it
	if (bits < LEAST_BITS) return { ...wrong('tooShort', String(bits)), wanted: undefined };
	return { outcome: 'ok', reason: 'found', ...(bits < ADVISED_BITS ? { notes: ['shortKey'], detail: String(bits) } : {}) };
}

function wrong(reason: CheckReason, detail?: string): Verdict {
	return { outcome: 'wrong', reason, ...(detail === undefined ? {} : { detail }) };
}

function isEd25519(key: KeyObject): boolean {
	return key.asymmetricKeyType === 'ed25519';
}

function spki(key: KeyObject): string {
	return key.export({ type: 'spki', format: 'der' }).toString('base64');
}

/** RFC 8463: the bare 32 bytes, without the shell that RSA keys have. */
function rawEd25519(key: KeyObject): string {
	return Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url').toString('base64');
}

/** Some publish the bare RSAPublicKey, which RFC 6376 asked for in its text; everybody else the SubjectPublicKeyInfo of its examples. */
function readRsa(published: string): string | undefined {
	for (const type of ['spki', 'pkcs1'] as const) {
		try {
			return spki(createPublicKey({ key: Buffer.from(published, 'base64'), format: 'der', type }));
		} catch {
			continue;
		}
	}
	return undefined;
}
