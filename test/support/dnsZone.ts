import type { DnsAnswer } from '../../core/shop/sendingSetup/dnsAnswer';
import type { DnsResolver } from '../../core/shop/sendingSetup/ports';

/** What a pure test lets DNS say, by name. */
export interface Zone {
	[name: string]: { TXT?: string[]; A?: string[]; MX?: string[]; CNAME?: string; fails?: boolean };
}

/** A resolver over a zone in memory: for tables of records, where a server would only be slow. */
export function aZoneResolver(zone: Zone): DnsResolver & { asked: string[] } {
	const asked: string[] = [];
	const read = async (name: string, pick: (at: Zone[string]) => string[] | undefined): Promise<DnsAnswer> => {
		asked.push(name);
		const at = zone[name];
		if (at?.fails) return await Promise.resolve({ kind: 'unreachable', reason: 'timeout' });
		const values = at && pick(at);
		return await Promise.resolve(values?.length ? { kind: 'found', values } : { kind: 'absent' });
	};
	return {
		asked,
		readTexts: async (name) => await read(name, ({ TXT }) => TXT),
		readAlias: async (name) => await read(name, ({ CNAME }) => (CNAME ? [CNAME] : undefined)),
		readAddresses: async (name) => await read(name, ({ A }) => A),
		readMailHosts: async (name) => await read(name, ({ MX }) => MX),
	};
}
