import { BlockList, isIP, isIPv4 } from 'node:net';
import { domainToASCII } from 'node:url';
import type { SenderProfile } from '../senderProfile';

/** Names that never exist for the world. Sources: RFC 2606, RFC 6761, RFC 6762, RFC 9476 and ICANN's `.internal` (2024). */
const RESERVED = /(?:^|\.)(?:example|test|invalid|localhost|local|internal|home\.arpa|example\.(?:com|net|org))$/;

const PRIVATE_NETWORKS = new BlockList();
for (const [network, prefix] of [['127.0.0.0', 8], ['10.0.0.0', 8], ['172.16.0.0', 12], ['192.168.0.0', 16], ['169.254.0.0', 16]] as const) PRIVATE_NETWORKS.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [['::1', 128], ['fc00::', 7], ['fe80::', 10]] as const) PRIVATE_NETWORKS.addSubnet(network, prefix, 'ipv6');

export function isReservedDomain(domain: string): boolean {
	return RESERVED.test(domain);
}

/** A server on this machine or network: its name or address means nothing outside, and mail leaves from another address. */
export function isLocalServer(host: string): boolean {
	const name = host.toLowerCase().replace(/^\[|\]$/g, '');
	if (isIP(name)) return PRIVATE_NETWORKS.check(name, isIPv4(name) ? 'ipv4' : 'ipv6');
	return !name.includes('.') || isReservedDomain(name);
}

export function isPublicAddress(address: string): boolean {
	return !PRIVATE_NETWORKS.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
}

/**
 * Whether nothing of this sender can reach anybody: a From domain that can't exist, on a server of one's own. Such mail is a
 * trial, needs no records and settles nothing. A relay on this machine with a real domain does reach people.
 */
export function isTestSender({ from, smtp }: Pick<SenderProfile, 'from' | 'smtp'>): boolean {
	return isReservedDomain(domainOf(from.address)) && isLocalServer(smtp.host);
}

/** As DNS knows it. */
export function domainOf(address: string): string {
	const domain = address.slice(address.lastIndexOf('@') + 1).trim().toLowerCase();
	return domainToASCII(domain) || domain;
}
