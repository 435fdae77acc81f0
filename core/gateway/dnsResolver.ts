import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { SellerMailError } from '../shared/errors';
import type { DnsAnswer, DnsFailure } from '../shop/sendingSetup/dnsAnswer';
import type { DnsResolver } from '../shop/sendingSetup/ports';

const TIMEOUT_MS = 3_000;
const TRIES = 2;

/** What c-ares calls "there is no such thing". A name that DNS can't even carry isn't there either. */
const ABSENT = new Set(['ENOTFOUND', 'ENODATA', 'EBADNAME']);

const FAILURES: Readonly<Record<string, DnsFailure>> = { ETIMEOUT: 'timeout', ESERVFAIL: 'serverFailure', EREFUSED: 'refused', ENOTIMP: 'refused' };

/**
 * DNS by Node's own resolver (c-ares): it asks servers itself, instead of the machine's hosts file and caches. `servers`
 * (`192.0.2.53`, `[2001:db8::53]:53`) stand in for those of the machine. It follows CNAME and asks again by TCP what doesn't
 * fit a datagram.
 * @throws SellerMailError INPUT_INVALID for a server that is no address
 */
export function makeDnsResolver({ servers, timeoutMs = TIMEOUT_MS }: { servers?: readonly string[]; timeoutMs?: number } = {}): DnsResolver {
	const resolver = new Resolver({ timeout: timeoutMs, tries: TRIES });
	if (servers?.length) setServers(resolver, servers);
	return {
		readTexts: async (name) => await ask(async () => (await resolver.resolveTxt(name)).map((strings) => strings.join(''))),
		readAlias: async (name) => await ask(async () => await resolver.resolveCname(name)),
		readMailHosts: async (name) => await ask(async () => (await resolver.resolveMx(name)).map(({ exchange }) => exchange).filter(Boolean)),
		readAddresses: async (name) => {
			if (isIP(name)) return { kind: 'found', values: [name] };
			const [old, long] = await Promise.all([ask(async () => await resolver.resolve4(name)), ask(async () => await resolver.resolve6(name))]);
			return join(old, long);
		},
	};
}

function setServers(resolver: Resolver, servers: readonly string[]): void {
	try {
		resolver.setServers(servers);
	} catch (error) {
		throw new SellerMailError('INPUT_INVALID', {
			message: `DNS servers: “${servers.join(', ').slice(0, 100)}” are no addresses.`, nextStep: 'Correct SELLER_MAIL_DNS_SERVERS in n8n\'s environment, e.g. 1.1.1.1,8.8.8.8.', cause: error,
		});
	}
}

async function ask(question: () => Promise<string[]>): Promise<DnsAnswer> {
	try {
		const values = await question();
		return values.length > 0 ? { kind: 'found', values } : { kind: 'absent' };
	} catch (error) {
		const code = (error as NodeJS.ErrnoException).code ?? '';
		return ABSENT.has(code) ? { kind: 'absent' } : { kind: 'unreachable', reason: FAILURES[code] ?? 'network' };
	}
}

/** Found in one kind is found; absent only when both say so. */
function join(one: DnsAnswer, other: DnsAnswer): DnsAnswer {
	if (one.kind === 'found' && other.kind === 'found') return { kind: 'found', values: [...one.values, ...other.values] };
	if (one.kind === 'found') return one;
	if (other.kind === 'found' || one.kind === 'absent') return other;
	return one;
}
