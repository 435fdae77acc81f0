import { isIPv4, isIPv6 } from 'node:net';

export type SpfMechanism = 'all' | 'include' | 'a' | 'mx' | 'ptr' | 'ip4' | 'ip6' | 'exists';
export type SpfQualifier = '+' | '-' | '~' | '?';

export interface SpfTerm {
	text: string;
	qualifier: SpfQualifier;
	mechanism: SpfMechanism;
	/** an address of ip4 and ip6, else a domain; empty: the record's own */
	target: string;
	prefix4: number;
	prefix6: number;
}

export interface SpfRecord {
	/** up to `all`: what stands behind it is never looked at */
	terms: SpfTerm[];
	/** counts only without `all` */
	redirect?: string;
}

export type ParsedSpf = { kind: 'record'; record: SpfRecord } | { kind: 'invalid'; term: string };

export function isSpf(text: string): boolean {
	return /^v=spf1(?: |$)/i.test(text);
}

/** Whether a name depends on the mail that is looked at. RFC 7208 section 7. */
export function hasMacro(target: string): boolean {
	return target.includes('%');
}

/** Reads one SPF record by the grammar of RFC 7208 section 12; the first term that breaks it makes the whole record void. */
export function parseSpf(text: string): ParsedSpf {
	const record: SpfRecord = { terms: [] };
	const seen = new Set<string>();
	for (const word of text.split(' ').slice(1).filter(Boolean)) {
		const [, name, value] = /^([a-z][a-z0-9\-_.]*)=([^]*)$/i.exec(word) ?? [];
		if (name !== undefined && value !== undefined) {
			const modifier = name.toLowerCase();
			if (isKnownModifier(modifier) && (seen.has(modifier) || !isDomainSpec(value))) return { kind: 'invalid', term: word };
			seen.add(modifier);
			if (modifier === 'redirect') record.redirect = value;
			continue;
		}
		const term = parseTerm(word);
		if (!term) return { kind: 'invalid', term: word };
		record.terms.push(term);
	}
	return { kind: 'record', record: cutAtAll(record) };
}

function isKnownModifier(name: string): boolean {
	return name === 'redirect' || name === 'exp';
}

function cutAtAll(record: SpfRecord): SpfRecord {
	const all = record.terms.findIndex(({ mechanism }) => mechanism === 'all');
	return all < 0 ? record : { terms: record.terms.slice(0, all + 1) };
}

const SHAPES: Readonly<Record<SpfMechanism, { target: 'none' | 'needed' | 'possible' | 'ip4' | 'ip6'; hasPrefix: boolean }>> = {
	all: { target: 'none', hasPrefix: false },
	include: { target: 'needed', hasPrefix: false },
	exists: { target: 'needed', hasPrefix: false },
	ptr: { target: 'possible', hasPrefix: false },
	a: { target: 'possible', hasPrefix: true },
	mx: { target: 'possible', hasPrefix: true },
	ip4: { target: 'ip4', hasPrefix: true },
	ip6: { target: 'ip6', hasPrefix: true },
};

function parseTerm(word: string): SpfTerm | undefined {
	const [, qualifier, name = '', rest = ''] = /^([+\-~?]?)([a-z0-9]+)([^]*)$/i.exec(word) ?? [];
	const mechanism = name.toLowerCase() as SpfMechanism;
	const shape = Object.hasOwn(SHAPES, mechanism) ? SHAPES[mechanism] : undefined;
	if (!shape || !/^(?:[:/]|$)/.test(rest)) return undefined;
	const { target, prefix4, prefix6 } = splitPrefix(rest, mechanism);
	if (!isTarget(target, rest, shape.target)) return undefined;
	if (!shape.hasPrefix && (prefix4 !== undefined || prefix6 !== undefined)) return undefined;
	if ((prefix4 ?? 0) > 32 || (prefix6 ?? 0) > 128) return undefined;
	return { text: word, qualifier: (qualifier || '+') as SpfQualifier, mechanism, target: target.replace(/\.$/, ''), prefix4: prefix4 ?? 32, prefix6: prefix6 ?? 128 };
}

/** `:192.0.2.0/24` and `:mail.shop.com/24//64`; of ip6 the one prefix is the long one. */
function splitPrefix(rest: string, mechanism: SpfMechanism): { target: string; prefix4?: number; prefix6?: number } {
	const [, target = '', first, second] = /^([^]*?)(?:\/(0|[1-9]\d{0,2}))?(?:\/\/(0|[1-9]\d{0,2}))?$/.exec(rest) ?? [];
	const number = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));
	const bare = target.startsWith(':') ? target.slice(1) : target;
	if (mechanism === 'ip6') return { target: bare, prefix6: number(first), prefix4: undefined };
	return { target: bare, prefix4: number(first), prefix6: number(second) };
}

function isTarget(target: string, rest: string, shape: (typeof SHAPES)[SpfMechanism]['target']): boolean {
	if (shape === 'none') return rest === '';
	if (shape === 'ip4') return isIPv4(target);
	if (shape === 'ip6') return isIPv6(target);
	if (target === '') return shape === 'possible' && !rest.startsWith(':');
	return isDomainSpec(target);
}

/** A name whose last part is no number, or one with macros, which is made up only when a mail is looked at. */
function isDomainSpec(text: string): boolean {
	if (hasMacro(text)) return /^(?:[\x21-\x24\x26-\x7e]|%%|%_|%-|%\{[slodiphcrtv]\d*r?[.\-+,/_=]*\})+$/i.test(text);
	return /^(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)+[a-z0-9-]*[a-z][a-z0-9-]*\.?$/i.test(text);
}
