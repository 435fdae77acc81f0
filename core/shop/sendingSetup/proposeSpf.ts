import { isIPv4, isIPv6 } from 'node:net';
import { isSpf } from './parseSpf';
import type { MailProvider } from './mailProvider';

/** The server that takes our mail. */
export interface SendingServer {
	host: string;
	/** its public addresses, as DNS shows them; empty for a server on this machine or network */
	addresses: string[];
	isLocal: boolean;
	provider: MailProvider | undefined;
}

/** What stands for a server whose address can't be seen from here. */
export const ADDRESS_TO_FILL_IN = 'ip4:ADDRESS-OF-YOUR-SERVER';

/** The term that lets this server send. */
export function spfTermOf({ host, isLocal, provider }: Pick<SendingServer, 'host' | 'isLocal' | 'provider'>): string {
	if (provider?.spf[0] !== undefined) return `include:${provider.spf[0]}`;
	if (isLocal) return ADDRESS_TO_FILL_IN;
	if (isIPv4(host)) return `ip4:${host}`;
	return isIPv6(host) ? `ip6:${host}` : `a:${host}`;
}

/**
 * The record to put instead of what is there: one record, the terms that may stay in their order, this server among them,
 * what holds for the rest at the end. `drop`: a term that breaks it.
 */
export function proposeSpf(texts: readonly string[], term: string, drop?: string): string {
	const words = texts.filter(isSpf).flatMap((text) => text.split(' ').slice(1)).filter((word) => word && word !== drop);
	const isEnd = (word: string): boolean => /^[+\-~?]?all$/i.test(word) || /^redirect=/i.test(word);
	const end = words.find((word) => isEnd(word) && !/^\+?all$/i.test(word)) ?? '~all';
	const terms = [...words.filter((word) => !isEnd(word)), term];
	return ['v=spf1', ...new Set(terms), end].join(' ');
}
