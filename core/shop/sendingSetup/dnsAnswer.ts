export type DnsFailure = 'timeout' | 'serverFailure' | 'refused' | 'network';

export type DnsAnswer =
	| { kind: 'found'; values: string[] }
	/** the name, or this kind of record at it, does not exist */
	| { kind: 'absent' }
	/** nobody could say: neither that it is there nor that it isn't */
	| { kind: 'unreachable'; reason: DnsFailure };
