import { BlockList, isIPv4, isIPv6 } from 'node:net';
import type { SpfQualifier, SpfTerm } from './parseSpf';
import type { SpfNode, SpfTermAnswer } from './spfTree';

export type SpfResult = 'pass' | 'fail' | 'softfail' | 'neutral' | 'none' | 'permerror'
	/** a term depends on the mail that is looked at */
	| 'unknown';

const RESULTS: Readonly<Record<SpfQualifier, SpfResult>> = { '+': 'pass', '-': 'fail', '~': 'softfail', '?': 'neutral' };

/** What a receiver would say of a mail from this address: check_host() of RFC 7208 section 4, over what DNS has answered. */
export function evaluateSpf(node: SpfNode, address: string): SpfResult {
	if (node.texts.length === 0) return 'none';
	if (node.texts.length > 1 || node.parsed?.kind !== 'record') return 'permerror';
	let isSure = true;
	for (const answer of node.answers) {
		const match = matches(answer, address);
		if (match === 'permerror') return 'permerror';
		if (match === 'yes') return isSure || answer.term.qualifier === '+' ? RESULTS[answer.term.qualifier] : 'unknown';
		if (match === 'no') continue;
		// an unknown term that would pass doesn't matter when a later one passes
		if (answer.term.qualifier !== '+') return 'unknown';
		isSure = false;
	}
	return settle(node, address, isSure);
}

function settle(node: SpfNode, address: string, isSure: boolean): SpfResult {
	if (node.parsed?.kind !== 'record' || node.parsed.record.redirect === undefined) return isSure ? 'neutral' : 'unknown';
	if (!node.redirect || node.parsed.record.redirect.includes('%')) return 'unknown';
	const result = evaluateSpf(node.redirect, address);
	if (result === 'none' || result === 'permerror') return 'permerror';
	return isSure || result === 'pass' ? result : 'unknown';
}

type Match = 'yes' | 'no' | 'unknown' | 'permerror';

function matches({ term, node, addresses, isUnknown }: SpfTermAnswer, address: string): Match {
	if (term.mechanism === 'all') return 'yes';
	if (isUnknown) return 'unknown';
	if (term.mechanism === 'ip4' || term.mechanism === 'ip6') return isIn(address, [term.target], term) ? 'yes' : 'no';
	if (term.mechanism === 'include') return node ? matchInclude(evaluateSpf(node, address)) : 'unknown';
	return isIn(address, addresses ?? [], term) ? 'yes' : 'no';
}

/** RFC 7208 section 5.2: only a pass counts, and an include without a usable record makes the whole void. */
function matchInclude(result: SpfResult): Match {
	if (result === 'pass') return 'yes';
	if (result === 'none' || result === 'permerror') return 'permerror';
	return result === 'unknown' ? 'unknown' : 'no';
}

function isIn(address: string, networks: readonly string[], { prefix4, prefix6 }: SpfTerm): boolean {
	const list = new BlockList();
	for (const network of networks) {
		if (isIPv4(network)) list.addSubnet(network, prefix4, 'ipv4');
		else if (isIPv6(network)) list.addSubnet(network, prefix6, 'ipv6');
	}
	return list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
}
