import { sha256 } from '../../shared/hash';
import type { SenderProfile } from '../senderProfile';
import { dkimHost, judgeDkim, makeDkimRecord } from './judgeDkim';
import { dmarcHost, judgeDmarc } from './judgeDmarc';
import { judgeSpf } from './judgeSpf';
import { findMailProvider } from './mailProvider';
import { organisationOf } from './organisation';
import type { DnsResolver } from './ports';
import type { SendingServer } from './proposeSpf';
import { readSpf } from './readSpf.flow';
import type { RecordCheck } from './recordCheck';
import { domainOf, isLocalServer, isPublicAddress } from './testSender';

type Sender = Pick<SenderProfile, 'from' | 'bounceAddress' | 'dkim' | 'smtp'>;

/** What DNS says is text of strangers: kept short, and without what could break a line. */
const MAX_FOUND = 10;
const MAX_TEXT = 600;

/** Asks DNS for SPF of the bounce domain, DKIM of the sender's key and DMARC of the From domain, and judges the answers. Never throws for what DNS says. */
export async function lookUpRecords(dns: DnsResolver, sender: Sender): Promise<RecordCheck[]> {
	const checks = await Promise.all([lookUpSpf(dns, sender), lookUpDkim(dns, sender), lookUpDmarc(dns, sender)]);
	return checks.map((check) => ({ ...check, found: check.found.slice(0, MAX_FOUND).map(clean), ...(check.detail === undefined ? {} : { detail: clean(check.detail).slice(0, 200) }) }));
}

/** The same for the same records to judge: another address of the same domain is no other check. */
export function fingerprintOf(sender: Sender): string {
	const { dkim } = sender;
	return sha256(JSON.stringify([domainOf(sender.from.address), bounceDomainOf(sender), dkim ? [dkimHost(dkim), makeDkimRecord(dkim).value] : null, sender.smtp.host.toLowerCase()]));
}

function clean(text: string): string {
	return text.replace(/[^\x20-\x7e]+/g, ' ').slice(0, MAX_TEXT);
}

async function lookUpSpf(dns: DnsResolver, sender: Sender): Promise<RecordCheck> {
	const [reading, server] = await Promise.all([readSpf(dns, bounceDomainOf(sender)), readServer(dns, sender.smtp.host)]);
	return judgeSpf(reading, server);
}

async function readServer(dns: DnsResolver, host: string): Promise<SendingServer> {
	const isLocal = isLocalServer(host);
	const answer = isLocal ? undefined : await dns.readAddresses(host.replace(/^\[|\]$/g, ''));
	return { host: host.toLowerCase(), isLocal, provider: findMailProvider(host), addresses: answer?.kind === 'found' ? answer.values.filter(isPublicAddress) : [] };
}

async function lookUpDkim(dns: DnsResolver, { dkim, from }: Sender): Promise<RecordCheck> {
	const fromDomain = domainOf(from.address);
	if (!dkim) return judgeDkim(undefined, fromDomain, { kind: 'absent' }, undefined);
	const host = dkimHost(dkim);
	const answer = await dns.readTexts(host);
	const alias = answer.kind === 'absent' ? await dns.readAlias(host) : undefined;
	return judgeDkim(dkim, fromDomain, answer, alias?.kind === 'found' ? alias.values[0] : undefined);
}

async function lookUpDmarc(dns: DnsResolver, sender: Sender): Promise<RecordCheck> {
	const fromDomain = domainOf(sender.from.address);
	const organisation = organisationOf(fromDomain);
	const [own, above] = await Promise.all([
		dns.readTexts(dmarcHost(fromDomain)),
		organisation === fromDomain ? undefined : dns.readTexts(dmarcHost(organisation)),
	]);
	return judgeDmarc({ fromDomain, dkimDomain: sender.dkim?.domain.toLowerCase(), bounceDomain: bounceDomainOf(sender), own, organisation: above });
}

/** What SPF is asked for: the envelope sender's domain. RFC 7208 section 2.4. */
function bounceDomainOf({ bounceAddress, from }: Sender): string {
	return domainOf(bounceAddress ?? from.address);
}
