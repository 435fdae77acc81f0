import type { DnsAnswer } from './dnsAnswer';
import { hasMacro, isSpf, parseSpf, type SpfTerm } from './parseSpf';
import type { DnsResolver } from './ports';
import type { SpfLimit, SpfNode, SpfReading, SpfTermAnswer } from './spfTree';

/** RFC 7208 section 4.6.4: more make the record void for every receiver. */
const MAX_LOOKUPS = 10;
const MAX_VOID_LOOKUPS = 2;
const MAX_MAIL_HOSTS = 10;

/** Ends the walk: a limit, or DNS that doesn't answer. */
class Stop extends Error {}

interface Walk {
	dns: DnsResolver;
	reading: SpfReading;
}

/**
 * Reads a domain's SPF record and all that it includes, as a receiver would for a mail that matches nothing: the longest way.
 * One question after another, so that no more are asked than a receiver would.
 */
export async function readSpf(dns: DnsResolver, domain: string): Promise<SpfReading> {
	const reading: SpfReading = { root: aNode(domain), lookupCount: 0, voidCount: 0 };
	try {
		await readNode({ dns, reading }, reading.root, []);
	} catch (error) {
		if (!(error instanceof Stop)) throw error;
	}
	return reading;
}

function aNode(domain: string): SpfNode {
	return { domain, texts: [], answers: [] };
}

async function readNode(walk: Walk, node: SpfNode, above: readonly string[]): Promise<void> {
	if (above.includes(node.domain)) stop(walk, { kind: 'loop', at: node.domain });
	const answer = await walk.dns.readTexts(node.domain);
	if (above.length > 0) countVoid(walk, answer);
	node.texts = valuesOf(walk, answer).filter(isSpf);
	const [text] = node.texts;
	if (text === undefined || node.texts.length > 1) return;
	node.parsed = parseSpf(text);
	if (node.parsed.kind === 'invalid') return;
	const path = [...above, node.domain];
	for (const term of node.parsed.record.terms) {
		// in the tree before its own parts are read: what was found up to a limit is kept
		const found: SpfTermAnswer = { term };
		node.answers.push(found);
		await readTerm(walk, found, path);
	}
	const { redirect } = node.parsed.record;
	if (redirect !== undefined) await readRedirect(walk, node, redirect, path);
}

async function readRedirect(walk: Walk, node: SpfNode, target: string, path: readonly string[]): Promise<void> {
	countLookup(walk);
	node.redirect = aNode(normalise(target));
	if (!hasMacro(target)) await readNode(walk, node.redirect, path);
}

async function readTerm(walk: Walk, found: SpfTermAnswer, path: readonly string[]): Promise<void> {
	const { term } = found;
	if (term.mechanism === 'all' || term.mechanism === 'ip4' || term.mechanism === 'ip6') return;
	countLookup(walk);
	if (hasMacro(term.target) || term.mechanism === 'exists' || term.mechanism === 'ptr') {
		found.isUnknown = true;
		return;
	}
	const domain = normalise(term.target || (path.at(-1) ?? ''));
	if (term.mechanism === 'include') {
		found.node = aNode(domain);
		await readNode(walk, found.node, path);
		return;
	}
	found.addresses = term.mechanism === 'a' ? await readAddresses(walk, domain, true) : await readMailHosts(walk, term, domain);
}

async function readMailHosts(walk: Walk, term: SpfTerm, domain: string): Promise<string[]> {
	const answer = await walk.dns.readMailHosts(domain);
	countVoid(walk, answer);
	const hosts = valuesOf(walk, answer);
	if (hosts.length > MAX_MAIL_HOSTS) stop(walk, { kind: 'mailHosts', at: term.text });
	const addresses: string[] = [];
	for (const host of hosts) addresses.push(...(await readAddresses(walk, host, false)));
	return addresses;
}

async function readAddresses(walk: Walk, domain: string, isCounted: boolean): Promise<string[]> {
	const answer = await walk.dns.readAddresses(domain);
	if (isCounted) countVoid(walk, answer);
	return valuesOf(walk, answer);
}

function valuesOf(walk: Walk, answer: DnsAnswer): string[] {
	if (answer.kind === 'unreachable') {
		walk.reading.unreachable = answer.reason;
		throw new Stop();
	}
	return answer.kind === 'found' ? answer.values : [];
}

function countLookup(walk: Walk): void {
	walk.reading.lookupCount += 1;
	if (walk.reading.lookupCount > MAX_LOOKUPS) stop(walk, { kind: 'lookups' });
}

function countVoid(walk: Walk, answer: DnsAnswer): void {
	if (answer.kind !== 'absent') return;
	walk.reading.voidCount += 1;
	if (walk.reading.voidCount > MAX_VOID_LOOKUPS) stop(walk, { kind: 'voidLookups' });
}

function stop(walk: Walk, limit: SpfLimit): never {
	walk.reading.limit = limit;
	throw new Stop();
}

function normalise(domain: string): string {
	return domain.toLowerCase().replace(/\.$/, '');
}
