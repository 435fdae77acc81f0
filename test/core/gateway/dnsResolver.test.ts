import { makeDnsResolver } from '../../../core/gateway/dnsResolver';
import { DKIM_RECORD } from '../../support/builders';
import { aDnsServer, type DnsServer } from '../../support/dnsServer';

describe('DNS by a real server on this machine', () => {
	let server: DnsServer;
	const resolver = (timeoutMs = 2_000) => makeDnsResolver({ servers: [server.address], timeoutMs });
	beforeAll(async () => {
		server = await aDnsServer({
			'mail.shop.com': { TXT: ['v=spf1 -all', ['v=spf1 ', 'include:', 'x.shop.com']], A: ['192.0.2.1'], AAAA: ['2001:db8::25'], MX: ['mx1.shop.com', 'mx2.shop.com'] },
			's1._domainkey.mail.shop.com': { CNAME: 's1.provider.net' },
			's1.provider.net': { TXT: [DKIM_RECORD] },
			's2._domainkey.mail.shop.com': { CNAME: 'gone.provider.net' },
			'big.shop.com': { TXT: Array.from({ length: 20 }, (_, index) => `${index} ${'x'.repeat(200)}`) },
			'old.shop.com': { A: ['192.0.2.2'] },
			'broken.shop.com': { fails: 'SERVFAIL' }, 'closed.shop.com': { fails: 'REFUSED' }, 'silent.shop.com': { fails: 'silent' },
			'slow.shop.com': { TXT: ['late'], delayMs: 300 },
		});
	});
	afterAll(async () => await server.stop());

	it('several records, a record in several strings', async () => {
		const answer = await resolver().readTexts('mail.shop.com');
		expect(answer).toEqual({ kind: 'found', values: expect.arrayContaining(['v=spf1 -all', 'v=spf1 include:x.shop.com']) });
	});

	it('a key behind a CNAME, longer than one string', async () => {
		expect(await resolver().readTexts('s1._domainkey.mail.shop.com')).toEqual({ kind: 'found', values: [DKIM_RECORD] });
		expect(await resolver().readAlias('s1._domainkey.mail.shop.com')).toEqual({ kind: 'found', values: ['s1.provider.net'] });
	});

	it('a CNAME to nowhere is absent, and the CNAME can be seen', async () => {
		expect(await resolver().readTexts('s2._domainkey.mail.shop.com')).toEqual({ kind: 'absent' });
		expect(await resolver().readAlias('s2._domainkey.mail.shop.com')).toEqual({ kind: 'found', values: ['gone.provider.net'] });
	});

	it('what does not fit a datagram comes by TCP', async () => {
		const answer = await resolver().readTexts('big.shop.com');
		expect(answer.kind === 'found' && answer.values.length).toBe(20);
	});

	it.each([
		['NXDOMAIN', 'nobody.shop.com', { kind: 'absent' }], ['no TXT at a name that is there', 'old.shop.com', { kind: 'absent' }], ['no name at all', 'a..b', { kind: 'absent' }],
		['SERVFAIL', 'broken.shop.com', { kind: 'unreachable', reason: 'serverFailure' }], ['REFUSED', 'closed.shop.com', { kind: 'unreachable', reason: 'refused' }],
		['an answer that takes its time', 'slow.shop.com', { kind: 'found', values: ['late'] }],
	])('%s', async (_name, name, expected) => {
		expect(await resolver().readTexts(name)).toEqual(expected);
	});

	it('no answer in time; no server there', async () => {
		expect(await resolver(150).readTexts('silent.shop.com')).toEqual({ kind: 'unreachable', reason: 'timeout' });
		const dead = makeDnsResolver({ servers: ['127.0.0.1:9'], timeoutMs: 150 });
		expect(await dead.readTexts('mail.shop.com')).toMatchObject({ kind: 'unreachable' });
	});

	it('a changed record is seen at once: nothing is kept', async () => {
		const one = resolver();
		expect(await one.readTexts('new.shop.com')).toEqual({ kind: 'absent' });
		server.names['new.shop.com'] = { TXT: ['first'] };
		expect(await one.readTexts('new.shop.com')).toEqual({ kind: 'found', values: ['first'] });
		server.names['new.shop.com'] = { TXT: ['second'] };
		expect(await one.readTexts('new.shop.com')).toEqual({ kind: 'found', values: ['second'] });
	});

	it('a server that is no address is refused with what to do', () => {
		expect(() => makeDnsResolver({ servers: ['dns.google'] })).toThrow(expect.objectContaining({ code: 'INPUT_INVALID', nextStep: expect.stringContaining('SELLER_MAIL_DNS_SERVERS') }));
	});

	it('addresses of both kinds, of one kind, of none; mail hosts', async () => {
		expect(await resolver().readAddresses('mail.shop.com')).toEqual({ kind: 'found', values: ['192.0.2.1', '2001:db8::25'] });
		expect(await resolver().readAddresses('old.shop.com')).toEqual({ kind: 'found', values: ['192.0.2.2'] });
		expect(await resolver().readAddresses('192.0.2.9')).toEqual({ kind: 'found', values: ['192.0.2.9'] });
		expect(await resolver().readAddresses('nobody.shop.com')).toEqual({ kind: 'absent' });
		expect(await resolver().readAddresses('broken.shop.com')).toEqual({ kind: 'unreachable', reason: 'serverFailure' });
		expect(await resolver().readMailHosts('mail.shop.com')).toEqual({ kind: 'found', values: ['mx1.shop.com', 'mx2.shop.com'] });
	});
});
