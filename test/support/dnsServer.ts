import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { createServer, type Server } from 'node:net';

/** What stands at a name. Lists of strings are several records; an inner list is one TXT record in several strings. */
export interface DnsName {
	TXT?: Array<string | string[]>;
	A?: string[];
	AAAA?: string[];
	MX?: string[];
	CNAME?: string;
	/** instead of an answer */
	fails?: 'SERVFAIL' | 'REFUSED' | 'silent';
	delayMs?: number;
}

export interface DnsServer {
	/** `127.0.0.1:port`, as Node's resolver takes it */
	address: string;
	/** by lower-case name; may be changed at any time. A name that isn't there is NXDOMAIN. */
	names: Record<string, DnsName>;
	/** `TXT mail.shop.com`, in order */
	questions: string[];
	stop(): Promise<void>;
}

const TYPES: Readonly<Record<number, 'A' | 'CNAME' | 'MX' | 'TXT' | 'AAAA'>> = { 1: 'A', 5: 'CNAME', 15: 'MX', 16: 'TXT', 28: 'AAAA' };
const NUMBERS = { A: 1, CNAME: 5, MX: 15, TXT: 16, AAAA: 28 } as const;
const CODES = { OK: 0, SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 } as const;
/** A datagram of more is cut off, and asked for again by TCP. */
const MAX_DATAGRAM = 1_232;

/** A real DNS server on a free port of this machine, by UDP and TCP: it answers as a resolver does, CNAME included. */
export async function aDnsServer(names: Record<string, DnsName> = {}): Promise<DnsServer> {
	const server: DnsServer = { address: '', names, questions: [], stop: async () => await Promise.resolve() };
	const tcp = await listenTcp(server);
	const { port } = tcp.address() as { port: number };
	const udp = await listenUdp(server, port);
	server.address = `127.0.0.1:${port}`;
	server.stop = async () => {
		await new Promise<void>((resolve) => udp.close(() => resolve()));
		await new Promise<void>((resolve) => tcp.close(() => resolve()));
	};
	return server;
}

async function listenUdp(server: DnsServer, port: number): Promise<Socket> {
	const socket = createSocket('udp4');
	let isOpen = true;
	socket.on('close', () => (isOpen = false));
	socket.on('message', (query, from: RemoteInfo) => {
		answerLater(server, query, (reply) => {
			if (isOpen) socket.send(reply.length > MAX_DATAGRAM ? cutOff(reply, query) : reply, from.port, from.address);
		});
	});
	await new Promise<void>((resolve) => socket.bind(port, '127.0.0.1', resolve));
	return socket;
}

async function listenTcp(server: DnsServer): Promise<Server> {
	const tcp = createServer((connection) => {
		connection.on('error', () => undefined);
		connection.on('data', (data) => answerLater(server, data.subarray(2), (reply) => connection.end(Buffer.concat([uint16(reply.length), reply]))));
	});
	await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
	return tcp;
}

function answerLater(server: DnsServer, query: Buffer, send: (reply: Buffer) => void): void {
	const { name, type, end } = readQuestion(query);
	server.questions.push(`${TYPES[type] ?? type} ${name}`);
	const at = server.names[name];
	if (at?.fails === 'silent') return;
	const reply = answer(server, query.subarray(0, end), name, TYPES[type]);
	setTimeout(() => send(reply), at?.delayMs ?? 0);
}

function readQuestion(query: Buffer): { name: string; type: number; end: number } {
	const labels: string[] = [];
	let at = 12;
	for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
		labels.push(query.subarray(at + 1, at + 1 + length).toString('latin1'));
		at += 1 + length;
	}
	return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

function answer(server: DnsServer, question: Buffer, name: string, type: keyof typeof NUMBERS | undefined): Buffer {
	const records: Buffer[] = [];
	let owner = name;
	for (let alias = server.names[owner]?.CNAME; alias && type !== 'CNAME'; alias = server.names[owner]?.CNAME) {
		records.push(record(owner, 'CNAME', encodeName(alias)));
		owner = alias.toLowerCase();
	}
	const at = server.names[owner];
	if (type && at) records.push(...dataOf(at, type).map((data) => record(owner, type, data)));
	const fails = at?.fails === 'SERVFAIL' || at?.fails === 'REFUSED' ? at.fails : undefined;
	const code = fails ? CODES[fails] : at ? CODES.OK : CODES.NXDOMAIN;
	return Buffer.concat([header(question, code, fails ? 0 : records.length), question.subarray(12), ...(fails ? [] : records)]);
}

/** Same id, an answer, recursion done. */
function header(question: Buffer, code: number, count: number, flags = 0x8180): Buffer {
	return Buffer.concat([question.subarray(0, 2), uint16(flags | code), uint16(1), uint16(count), uint16(0), uint16(0)]);
}

function cutOff(reply: Buffer, query: Buffer): Buffer {
	const { end } = readQuestion(query);
	return Buffer.concat([header(query, reply.readUInt16BE(2) & 15, 0, 0x8380), reply.subarray(12, end)]);
}

function dataOf(at: DnsName, type: keyof typeof NUMBERS): Buffer[] {
	switch (type) {
		case 'TXT': return (at.TXT ?? []).map((text) => Buffer.concat((Array.isArray(text) ? text : split(text)).map((part) => Buffer.concat([Buffer.from([part.length]), Buffer.from(part, 'latin1')]))));
		case 'A': return (at.A ?? []).map((address) => Buffer.from(address.split('.').map(Number)));
		case 'AAAA': return (at.AAAA ?? []).map((address) => Buffer.concat(expand(address).map(uint16)));
		case 'MX': return (at.MX ?? []).map((host) => Buffer.concat([uint16(10), encodeName(host)]));
		case 'CNAME': return at.CNAME ? [encodeName(at.CNAME)] : [];
	}
}

function split(text: string): string[] {
	return text.match(/[^]{1,255}/g) ?? [''];
}

function expand(address: string): number[] {
	const [head = '', tail] = address.split('::');
	const parse = (part: string): number[] => (part === '' ? [] : part.split(':').map((group) => parseInt(group, 16)));
	if (tail === undefined) return parse(head);
	return [...parse(head), ...Array<number>(8 - parse(head).length - parse(tail).length).fill(0), ...parse(tail)];
}

function record(owner: string, type: keyof typeof NUMBERS, data: Buffer): Buffer {
	return Buffer.concat([encodeName(owner), uint16(NUMBERS[type]), uint16(1), Buffer.from([0, 0, 1, 44]), uint16(data.length), data]);
}

function encodeName(name: string): Buffer {
	return Buffer.concat([...name.split('.').filter(Boolean).map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label, 'latin1')])), Buffer.from([0])]);
}

function uint16(value: number): Buffer {
	return Buffer.from([value >> 8, value & 255]);
}
