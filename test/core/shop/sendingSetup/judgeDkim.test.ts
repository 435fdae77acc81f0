import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { judgeDkim, makeDkimRecord } from '../../../../core/shop/sendingSetup/judgeDkim';
import { DKIM_PRIVATE_KEY, DKIM_RECORD } from '../../../support/builders';

const DKIM = { domain: 'mail.lumen-home.com', selector: 's1', privateKey: DKIM_PRIVATE_KEY };
const FROM = 'mail.lumen-home.com';
const found = (...values: string[]) => ({ kind: 'found' as const, values });
const ABSENT = { kind: 'absent' as const };
const P = /p=(.*)$/.exec(DKIM_RECORD)?.[1] ?? '';
const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();
const rsa = (bits: number): string => pem(generateKeyPairSync('rsa', { modulusLength: bits }).privateKey);
const OTHER = makeDkimRecord({ ...DKIM, privateKey: rsa(2048) }).value;

describe('a DKIM record against the key of the credential', () => {
	it.each([
		['the key', DKIM_RECORD], ['without v=', `k=rsa; p=${P}`], ['without k=', `v=DKIM1; p=${P}`], ['with blanks in the key', `v=DKIM1; k=rsa; p=${P.replace(/(.{60})/g, '$1 ')}`],
		['with a semicolon at the end, flags and service', `v=DKIM1; t=s; s=email; h=sha1:sha256; k=rsa; p=${P};`], ['tag names in capitals', `v=DKIM1; K=rsa; P=${P}`],
		['as the bare RSAPublicKey', `v=DKIM1; p=${createPublicKey(DKIM_PRIVATE_KEY).export({ type: 'pkcs1', format: 'der' }).toString('base64')}`],
	])('%s → ok', (_name, text) => {
		expect(judgeDkim(DKIM, FROM, found(text), undefined)).toEqual({ record: 'dkim', outcome: 'ok', reason: 'found', host: 's1._domainkey.mail.lumen-home.com', found: [text], notes: [] });
	});

	it.each([
		['another key', OTHER, 'otherKey'], ['revoked', 'v=DKIM1; k=rsa; p=', 'revoked'], ['in test mode', `v=DKIM1; t=y; p=${P}`, 'testMode'], ['in test mode among flags', `v=DKIM1; t=s:y; p=${P}`, 'testMode'],
		['no such list', 'hello', 'invalid'], ['without p=', 'v=DKIM1; k=rsa', 'invalid'], ['v= not first', `k=rsa; v=DKIM1; p=${P}`, 'invalid'], ['a tag twice', `v=DKIM1; p=${P}; p=${P}`, 'invalid'],
		['of another version', `v=DKIM2; p=${P}`, 'invalid'], ['cut off', `v=DKIM1; k=rsa; p=${P.slice(0, 200)}`, 'unreadableKey'], ['for Ed25519', `v=DKIM1; k=ed25519; p=${P}`, 'otherKeyType'],
		['for SHA-1 alone', `v=DKIM1; h=sha1; p=${P}`, 'hashMissing'], ['not for mail', `v=DKIM1; s=tlsrpt; p=${P}`, 'notForMail'],
	])('%s → wrong, with the exact record', (_name, text, reason) => {
		const check = judgeDkim(DKIM, FROM, found(text), undefined);
		expect(check).toMatchObject({ outcome: 'wrong', reason, found: [text] });
		expect(check.wanted).toEqual({ type: 'TXT', host: 's1._domainkey.mail.lumen-home.com', name: 's1._domainkey.mail', zone: 'lumen-home.com', value: DKIM_RECORD });
	});

	it('two records → wrong, whatever is in them', () => {
		expect(judgeDkim(DKIM, FROM, found(DKIM_RECORD, OTHER), undefined)).toMatchObject({ outcome: 'wrong', reason: 'several', detail: '2' });
	});

	it('nothing there → not visible, with the record; behind a CNAME it says where that leads', () => {
		expect(judgeDkim(DKIM, FROM, ABSENT, undefined)).toMatchObject({ outcome: 'notVisible', reason: 'missing', found: [], wanted: { value: DKIM_RECORD } });
		expect(judgeDkim(DKIM, FROM, ABSENT, 's1.provider.net')).toMatchObject({ outcome: 'notVisible', reason: 'aliasWithoutRecord', found: ['CNAME s1.provider.net'], detail: 's1.provider.net' });
	});

	it('DNS without an answer → can not tell; no key in the credential → can not tell either', () => {
		expect(judgeDkim(DKIM, FROM, { kind: 'unreachable', reason: 'serverFailure' }, undefined)).toMatchObject({ outcome: 'cantTell', reason: 'dnsUnreachable', dnsFailure: 'serverFailure' });
		expect(judgeDkim(undefined, FROM, ABSENT, undefined)).toMatchObject({ outcome: 'cantTell', reason: 'signedByProvider', host: FROM });
	});

	it.each([[512, 'wrong', 'tooShort'], [1024, 'ok', 'found']])('a key of %i bits → %s', (bits, outcome, reason) => {
		// this OpenSSL still makes keys of 512 bits
		const dkim = { ...DKIM, privateKey: rsa(bits) };
		const check = judgeDkim(dkim, FROM, found(makeDkimRecord(dkim).value), undefined);
		expect(check).toMatchObject({ outcome, reason, detail: String(bits), notes: outcome === 'ok' ? ['shortKey'] : [] });
		expect(check.wanted).toBeUndefined();
	});

	it('Ed25519 is compared by its bare bytes', () => {
		const dkim = { ...DKIM, privateKey: pem(generateKeyPairSync('ed25519').privateKey) };
		const { value } = makeDkimRecord(dkim);
		expect(value).toMatch(/^v=DKIM1; k=ed25519; p=[A-Za-z0-9+/]{43}=$/);
		expect(judgeDkim(dkim, FROM, found(value), undefined)).toMatchObject({ outcome: 'ok', notes: ['onlyEd25519'] });
		expect(judgeDkim(dkim, FROM, found(DKIM_RECORD), undefined)).toMatchObject({ outcome: 'wrong', reason: 'otherKeyType' });
	});
});
