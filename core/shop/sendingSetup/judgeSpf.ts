import { evaluateSpf } from './evaluateSpf';
import { toDnsRecord } from './organisation';
import { hasMacro, type SpfTerm } from './parseSpf';
import { ADDRESS_TO_FILL_IN, proposeSpf, spfTermOf, type SendingServer } from './proposeSpf';
import { cantReach, type CheckNote, type CheckReason, type RecordCheck } from './recordCheck';
import { nodesOf, type SpfNode, type SpfReading } from './spfTree';

const LIMIT_REASONS = { lookups: 'tooManyLookups', voidLookups: 'tooManyVoidLookups', mailHosts: 'tooManyMailHosts', loop: 'loop' } as const satisfies Record<string, CheckReason>;

type Fault = Pick<RecordCheck, 'outcome' | 'reason' | 'detail'> & { drop?: string; keeps?: boolean };

/** Whether the bounce domain has one sound SPF record, and whether it lets this server send, as far as that can be seen. RFC 7208. */
export function judgeSpf(reading: SpfReading, server: SendingServer): RecordCheck {
	const { root } = reading;
	if (reading.unreachable) return cantReach('spf', root.domain, reading.unreachable);
	const base = { record: 'spf' as const, host: root.domain, found: root.texts };
	const fault = findFault(reading, server);
	if (!fault) return { ...base, outcome: 'ok', reason: 'found', notes: notesOn(reading, server) };
	const { drop, keeps = true, ...verdict } = fault;
	const term = spfTermOf(server);
	const wanted = toDnsRecord(root.domain, proposeSpf(keeps ? root.texts : [], term, drop));
	return { ...base, ...verdict, wanted, notes: term === ADDRESS_TO_FILL_IN ? ['fillInAddress'] : [] };
}

function findFault(reading: SpfReading, server: SendingServer): Fault | undefined {
	const { root, limit } = reading;
	if (root.texts.length === 0) return { outcome: 'notVisible', reason: 'missing' };
	if (root.texts.length > 1) return wrong('several', String(root.texts.length));
	if (root.parsed?.kind === 'invalid') return { ...wrong('invalid', root.parsed.term), drop: root.parsed.term };
	// the sending domain is for sending: what it needs is this server, and a record that every receiver reads to its end
	if (limit) return { ...wrong(LIMIT_REASONS[limit.kind], 'at' in limit ? limit.at : undefined), keeps: false };
	return findBrokenInclude(root) ?? findPermission(root, server);
}

function wrong(reason: CheckReason, detail?: string): Fault {
	return { outcome: 'wrong', reason, ...(detail === undefined ? {} : { detail }) };
}

/** An include or redirect without one sound record makes the whole void; whoever keeps it must mend it, or it has to go. */
function findBrokenInclude(root: SpfNode): Fault | undefined {
	const links = [...root.answers.flatMap(({ term, node }) => (node ? [{ text: term.text, node }] : [])), ...(root.redirect ? [{ text: `redirect=${root.redirect.domain}`, node: root.redirect }] : [])];
	for (const { text, node } of links) {
		if (hasMacro(node.domain)) continue;
		const broken = nodesOf(node).find(({ domain, texts, parsed }) => !hasMacro(domain) && (texts.length !== 1 || parsed?.kind !== 'record'));
		if (broken) return { ...wrong('includeMissing', broken.domain), drop: text };
	}
	return undefined;
}

function findPermission(root: SpfNode, server: SendingServer): Fault | undefined {
	const terms = termsOf(root);
	if (terms.some(({ mechanism, qualifier }) => mechanism === 'all' && qualifier === '+')) return wrong('allowsEverybody');
	if (root.redirect === undefined && !terms.some(({ mechanism, qualifier }) => mechanism !== 'all' && qualifier === '+')) return wrong('allowsNobody');
	const { provider } = server;
	if (!provider || isIncluded(root, provider.spf) || isSeen(root, server)) return undefined;
	// addresses of their own, which some shops rent from their provider, may be this server's
	return terms.some(({ mechanism }) => !['include', 'all'].includes(mechanism)) || hasMacros(root) ? undefined : wrong('serverMissing', provider.name);
}

function termsOf(node: SpfNode): SpfTerm[] {
	return node.answers.map(({ term }) => term);
}

function isIncluded(root: SpfNode, domains: readonly string[]): boolean {
	return nodesOf(root).some(({ domain }) => domains.includes(domain));
}

function isSeen(root: SpfNode, { addresses }: SendingServer): boolean {
	return addresses.some((address) => evaluateSpf(root, address) === 'pass');
}

function hasMacros(root: SpfNode): boolean {
	return nodesOf(root).some((node) => node.answers.some(({ isUnknown }) => isUnknown === true) || hasMacro(node.domain));
}

function notesOn({ root }: SpfReading, server: SendingServer): CheckNote[] {
	const isSure = (server.provider && isIncluded(root, server.provider.spf)) || isSeen(root, server);
	const terms = termsOf(root);
	return [
		...(isSure ? [] : [server.addresses.length > 0 ? 'serverNotNamed' as const : 'serverNotSeen' as const]),
		...(hasMacros(root) ? ['macros' as const] : []),
		...(terms.some(({ mechanism }) => mechanism === 'ptr') ? ['ptr' as const] : []),
		...(root.redirect === undefined && !terms.some(({ mechanism }) => mechanism === 'all') ? ['noAll' as const] : []),
	];
}
