import type { DnsAnswer } from '../../../../core/shop/sendingSetup/dnsAnswer';
import { judgeDmarc, type DmarcFacts } from '../../../../core/shop/sendingSetup/judgeDmarc';

const found = (...values: string[]): DnsAnswer => ({ kind: 'found', values });
const ABSENT: DnsAnswer = { kind: 'absent' };
const DOWN: DnsAnswer = { kind: 'unreachable', reason: 'timeout' };
const facts = (own: DnsAnswer, organisation: DnsAnswer | undefined = ABSENT, more: Partial<DmarcFacts> = {}): DmarcFacts => ({
	fromDomain: 'mail.lumen-home.com', dkimDomain: 'mail.lumen-home.com', bounceDomain: 'mail.lumen-home.com', own, organisation, ...more,
});
const WANTED = { type: 'TXT', host: '_dmarc.mail.lumen-home.com', name: '_dmarc.mail', zone: 'lumen-home.com', value: 'v=DMARC1; p=none' };

describe('a DMARC record against what our mail carries', () => {
	it.each([
		['p=none', 'v=DMARC1; p=none', ['policyNone']], ['p=quarantine', 'v=DMARC1;p=quarantine;pct=50', []], ['p=reject', 'v = DMARC1 ; p = reject', []], ['capitals', 'v=DMARC1; p=Reject; adkim=R', []],
	])('%s at the From domain → ok', (_name, text, notes) => {
		expect(judgeDmarc(facts(found(text)))).toEqual({ record: 'dmarc', outcome: 'ok', reason: 'found', host: '_dmarc.mail.lumen-home.com', found: [text], notes });
	});

	it('that of the organisation counts when there is none of its own; sp= for what is below it', () => {
		expect(judgeDmarc(facts(ABSENT, found('v=DMARC1; p=reject')))).toMatchObject({ outcome: 'ok', host: '_dmarc.lumen-home.com', notes: ['fromOrganisation'] });
		expect(judgeDmarc(facts(ABSENT, found('v=DMARC1; p=reject; sp=none')))).toMatchObject({ outcome: 'ok', notes: ['fromOrganisation', 'policyNone'] });
		expect(judgeDmarc(facts(found('v=DMARC1; p=none; sp=reject'), found('v=DMARC1; p=reject')))).toMatchObject({ outcome: 'ok', host: '_dmarc.mail.lumen-home.com', notes: ['policyNone'] });
	});

	it('none anywhere → not visible, with the record; the same for a domain without one above it', () => {
		expect(judgeDmarc(facts(ABSENT))).toMatchObject({ outcome: 'notVisible', reason: 'missing', wanted: WANTED });
		expect(judgeDmarc(facts(found('google-site-verification=x'), undefined, { fromDomain: 'lumen-home.com' }))).toMatchObject({ outcome: 'notVisible', wanted: { host: '_dmarc.lumen-home.com', name: '_dmarc', zone: 'lumen-home.com' } });
	});

	it.each([
		['two of them', found('v=DMARC1; p=none', 'v=DMARC1; p=reject'), 'several'], ['no policy', found('v=DMARC1; rua=mailto:a@b.example'), 'noPolicy'], ['an unknown policy', found('v=DMARC1; p=block'), 'noPolicy'],
		['no list', found('v=DMARC1; p=none; none'), 'invalid'], ['a version that is not first', found('p=none; v=DMARC1'), 'invalid'], ['a version with a typo', found('v=DMARC; p=none'), 'invalid'],
	])('%s → wrong, with the record', (_name, own, reason) => {
		expect(judgeDmarc(facts(own))).toMatchObject({ outcome: 'wrong', reason, wanted: WANTED });
	});

	it.each([
		['a signature of the domain above, relaxed', 'v=DMARC1; p=none', { dkimDomain: 'lumen-home.com' }, 'ok', 'found'], ['the same, strict', 'v=DMARC1; p=none; adkim=s', { dkimDomain: 'lumen-home.com' }, 'wrong', 'signatureNotAligned'],
		['a signature of somebody else', 'v=DMARC1; p=none', { dkimDomain: 'provider.net' }, 'wrong', 'signatureNotAligned'],
		['signed by the provider, own bounce domain', 'v=DMARC1; p=none', { dkimDomain: undefined }, 'ok', 'found'], ['signed by the provider, foreign bounce domain', 'v=DMARC1; p=none', { dkimDomain: undefined, bounceDomain: 'bounces.provider.net' }, 'cantTell', 'nothingAligned'],
		['signed by the provider, bounce domain above, strict', 'v=DMARC1; p=none; aspf=s', { dkimDomain: undefined, bounceDomain: 'lumen-home.com' }, 'cantTell', 'nothingAligned'],
	])('%s → %s', (_name, text, more, outcome, reason) => {
		expect(judgeDmarc(facts(found(text), ABSENT, more))).toMatchObject({ outcome, reason });
	});

	it('bounces to another domain are said, and stop nothing', () => {
		expect(judgeDmarc(facts(found('v=DMARC1; p=reject'), ABSENT, { bounceDomain: 'bounces.provider.net' }))).toMatchObject({ outcome: 'ok', notes: ['bouncesNotAligned'] });
	});

	it('shops below one host are not each other’s organisation', () => {
		expect(judgeDmarc(facts(found('v=DMARC1; p=none'), undefined, { fromDomain: 'a.myshopify.com', dkimDomain: 'b.myshopify.com', bounceDomain: 'a.myshopify.com' }))).toMatchObject({ outcome: 'wrong', reason: 'signatureNotAligned' });
	});

	it('DNS without an answer → can not tell, also above', () => {
		expect(judgeDmarc(facts(DOWN))).toMatchObject({ outcome: 'cantTell', reason: 'dnsUnreachable', host: '_dmarc.mail.lumen-home.com' });
		expect(judgeDmarc(facts(ABSENT, DOWN))).toMatchObject({ outcome: 'cantTell', reason: 'dnsUnreachable', host: '_dmarc.lumen-home.com' });
		expect(judgeDmarc(facts(found('v=DMARC1; p=none'), DOWN))).toMatchObject({ outcome: 'ok' });
	});
});
