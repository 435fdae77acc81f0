import type { DnsFailure } from './dnsAnswer';
import type { ParsedSpf, SpfTerm } from './parseSpf';

/** One domain's SPF as DNS shows it, with everything that it refers to. */
export interface SpfNode {
	domain: string;
	/** its SPF records: exactly one is right */
	texts: string[];
	/** of the only one */
	parsed?: ParsedSpf;
	answers: SpfTermAnswer[];
	redirect?: SpfNode;
}

export interface SpfTermAnswer {
	term: SpfTerm;
	/** of include */
	node?: SpfNode;
	/** of a and mx */
	addresses?: string[];
	/** depends on the mail that is looked at: a macro, exists, ptr */
	isUnknown?: boolean;
}

export type SpfLimit = { kind: 'lookups' } | { kind: 'voidLookups' } | { kind: 'mailHosts' | 'loop'; at: string };

/** Everything that can be known of a domain's SPF without a mail. */
export interface SpfReading {
	root: SpfNode;
	lookupCount: number;
	voidCount: number;
	/** the limit at which reading stopped */
	limit?: SpfLimit;
	unreachable?: DnsFailure;
}

/** The node and all below it. */
export function nodesOf(node: SpfNode): SpfNode[] {
	const below = [...node.answers.flatMap((answer) => (answer.node ? [answer.node] : [])), ...(node.redirect ? [node.redirect] : [])];
	return [node, ...below.flatMap(nodesOf)];
}
