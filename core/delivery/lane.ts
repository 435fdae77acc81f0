import { memoise } from '../shared/memoise';

/** Domains that lead to the same servers, under the provider's main one; `.*` is any country. */
const PROVIDERS: ReadonlyArray<[lane: string, domains: RegExp]> = [
	['gmail.com', /^(?:gmail|googlemail)\.com$/],
	['outlook.com', /^(?:hotmail|outlook|live|msn|passport)\.[a-z]{2,3}(?:\.[a-z]{2})?$/],
	['yahoo.com', /^(?:(?:yahoo(?!\.co\.jp)|ymail|rocketmail)\.[a-z]{2,3}(?:\.[a-z]{2})?|aol\.com|aim\.com)$/],
	['icloud.com', /^(?:icloud|me|mac)\.com$/],
	['orange.fr', /^(?:orange|wanadoo)\.fr$/],
	['gmx.net', /^(?:gmx\.[a-z]{2,3}|web\.de)$/],
	['mail.ru', /^(?:mail|inbox|list|bk)\.ru$/],
	['qq.com', /^(?:qq|foxmail)\.com$/],
	['163.com', /^(?:163|126)\.com$|^yeah\.net$/],
];

const MAX_KEPT = 5_000;

/** Where a domain's mail queues up: domains of one mailbox provider share its servers' patience. */
export const laneOf: (domain: string) => string = memoise((domain) => PROVIDERS.find(([, domains]) => domains.test(domain))?.[0] ?? domain, MAX_KEPT);

/** How many of them go to each lane. */
export function countLanes(deliveries: ReadonlyArray<{ domain?: string | null }>): Map<string, number> {
	return new Map([...Map.groupBy(deliveries, ({ domain }) => laneOf(domain ?? ''))].map(([lane, group]) => [lane, group.length]));
}
