import data from '../data/smtpReplies.json';
import { memoise } from '../shared/memoise';

/** A mailbox provider, or a mail service that mail is handed to. */
export interface MailProvider {
	/** gmail, microsoft … */
	key: string;
	name: string;
	kind: 'mailbox' | 'relay';
	/** what it tells senders */
	help: string | undefined;
}

interface KnownProvider extends MailProvider {
	domains: readonly RegExp[];
	words: RegExp;
}

const KNOWN: readonly KnownProvider[] = data.providers.map((entry) => ({
	key: entry.key, name: entry.name, kind: entry.kind === 'relay' ? 'relay' : 'mailbox', help: 'help' in entry ? entry.help : undefined,
	domains: entry.domains.map(toDomainPattern), words: new RegExp(entry.words, 'i'),
}));

/** `hotmail.*` is hotmail.com, hotmail.fr and hotmail.co.uk */
function toDomainPattern(domain: string): RegExp {
	return new RegExp(`^${domain.replace(/\./g, '\\.').replace(/\*$/, '[a-z]{2,3}(?:\\.[a-z]{2})?')}$`);
}

const MAX_KEPT = 2_000;

/** Whose mailbox it is by its domain; `undefined` for domains of companies and small providers. */
export const findProviderOfDomain: (domain: string) => MailProvider | undefined = memoiseMissing((domain) =>
	toProvider(KNOWN.find(({ domains }) => domains.some((pattern) => pattern.test(domain)))));

/** Who speaks, by its words. */
export function guessProviderOfReply(reply: string): MailProvider | undefined {
	return toProvider(KNOWN.find(({ words }) => words.test(reply)));
}

function toProvider(known: KnownProvider | undefined): MailProvider | undefined {
	return known && { key: known.key, name: known.name, kind: known.kind, help: known.help };
}

function memoiseMissing<Value>(compute: (text: string) => Value | undefined): (text: string) => Value | undefined {
	const remembered = memoise((text: string): { value: Value | undefined } => ({ value: compute(text) }), MAX_KEPT);
	return (text) => remembered(text).value;
}
