import { spf as mailauthSpf } from 'mailauth/lib/spf';
import { evaluateSpf } from '../../../../core/shop/sendingSetup/evaluateSpf';
import { judgeSpf } from '../../../../core/shop/sendingSetup/judgeSpf';
import { findMailProvider } from '../../../../core/shop/sendingSetup/mailProvider';
import { parseSpf } from '../../../../core/shop/sendingSetup/parseSpf';
import { spfTermOf, type SendingServer } from '../../../../core/shop/sendingSetup/proposeSpf';
import { readSpf } from '../../../../core/shop/sendingSetup/readSpf.flow';
import type { RecordCheck } from '../../../../core/shop/sendingSetup/recordCheck';
import { aZoneResolver, type Zone } from '../../../support/dnsZone';

const DOMAIN = 'mail.shop.com';
const SERVER = '192.0.2.25';
const ELSEWHERE = '203.0.113.7';
const aServer = (fields: Partial<SendingServer> = {}): SendingServer => ({ host: 'smtp.shop.com', addresses: [SERVER], isLocal: false, provider: undefined, ...fields });
const SES = aServer({ host: 'email-smtp.eu-west-1.amazonaws.com', addresses: ['198.51.100.1'], provider: findMailProvider('email-smtp.eu-west-1.amazonaws.com') });

/** What the records of providers look like, and everything a table needs. */
const WORLD: Zone = {
	'amazonses.com': { TXT: ['v=spf1 ip4:198.51.100.0/24 -all'] },
	'_spf.google.com': { TXT: ['v=spf1 include:_netblocks.google.com include:_netblocks2.google.com ~all'] },
	'_netblocks.google.com': { TXT: ['v=spf1 ip4:192.0.2.0/28 ~all'] }, '_netblocks2.google.com': { TXT: ['v=spf1 ip6:2001:db8::/32 ~all'] },
	'smtp.shop.com': { A: [SERVER, '2001:db9::25'] }, 'mx.shop.com': { A: ['192.0.2.99'] }, [DOMAIN]: {},
	'other.shop.com': { TXT: ['v=spf1 -all', 'something else'] }, 'twice.shop.com': { TXT: ['v=spf1 -all', 'v=spf1 ~all'] }, 'bad.shop.com': { TXT: ['v=spf1 ipv4:192.0.2.1 -all'] },
	'a.loop.com': { TXT: ['v=spf1 include:b.loop.com -all'] }, 'b.loop.com': { TXT: ['v=spf1 include:a.loop.com -all'] },
};
const zoneOf = (text: string | string[], more: Zone = {}): Zone => ({ ...WORLD, [DOMAIN]: { TXT: [text].flat(), A: ['192.0.2.77'], MX: ['mx.shop.com'] }, ...more });
const judge = async (text: string | string[], server = aServer(), more: Zone = {}): Promise<RecordCheck> => judgeSpf(await readSpf(aZoneResolver(zoneOf(text, more)), DOMAIN), server);
const many = (count: number, of: (index: number) => string): string => Array.from({ length: count }, (_, index) => of(index)).join(' ');

describe('the grammar of SPF', () => {
	it.each([
		'v=spf1', 'v=spf1 -all', 'v=spf1  a   mx ~all', 'v=spf1 a/24 mx//64 a:x.com/24//64 -all', 'v=spf1 ip4:192.0.2.1 ip4:192.0.2.0/0 ip6:2001:db8::/32 ip6:::1 ?all', 'v=spf1 A MX INCLUDE:X.COM -ALL',
		'v=spf1 redirect=_spf.x.com', 'v=spf1 exists:%{ir}.%{v}._spf.%{d2} -all', 'v=spf1 include:%{d}.x.com ~all', 'v=spf1 ptr ptr:x.com exp=why.%{d} unknown=anything+all -all', 'v=spf1 include:_spf-a.x_y.com. -all', 'v=spf1 exists:%{l1r-}%%%_%-.x.com -all',
	])('%s', (text) => expect(parseSpf(text).kind).toBe('record'));

	it.each([
		['v=spf1 ipv4:192.0.2.1 -all', 'ipv4:192.0.2.1'], ['v=spf1 ip4:192.0.2.256', 'ip4:192.0.2.256'], ['v=spf1 ip4:192.0.2.1/33', 'ip4:192.0.2.1/33'], ['v=spf1 ip4:192.0.2.1/08', 'ip4:192.0.2.1/08'], ['v=spf1 ip6:192.0.2.1', 'ip6:192.0.2.1'],
		['v=spf1 ip6:2001:db8::/129', 'ip6:2001:db8::/129'], ['v=spf1 include', 'include'], ['v=spf1 include: -all', 'include:'], ['v=spf1 all:x.com', 'all:x.com'], ['v=spf1 include:x.com/24', 'include:x.com/24'], ['v=spf1 a:', 'a:'],
		['v=spf1 include:192.0.2.1', 'include:192.0.2.1'], ['v=spf1 include:x com', 'include:x'], ['v=spf1 +-all', '+-all'], ['v=spf1 redirect=a.com redirect=b.com', 'redirect=b.com'], ['v=spf1 redirect=', 'redirect='],
		['v=spf1 exists:%{q}.x.com', 'exists:%{q}.x.com'], ['v=spf1 exists:%x.com', 'exists:%x.com'], ['v=spf1 include:https://x.com', 'include:https://x.com'], ['v=spf1 a;mx', 'a;mx'], ['v=spf1 mx/24/64', 'mx/24/64'],
	])('%s → names %s', (text, term) => expect(parseSpf(text)).toEqual({ kind: 'invalid', term }));
});

describe('who may send, as another implementation sees it', () => {
	const RECORDS = [
		'v=spf1 -all', 'v=spf1', 'v=spf1 ip4:192.0.2.25 -all', 'v=spf1 ip4:192.0.2.0/28 ~all', 'v=spf1 ip4:192.0.2.0/27 ?all', 'v=spf1 -ip4:192.0.2.25 +all', 'v=spf1 ~ip4:192.0.2.25 ip4:192.0.2.0/24 -all',
		'v=spf1 a:smtp.shop.com -all', 'v=spf1 a -all', 'v=spf1 a/24 -all', 'v=spf1 mx -all', 'v=spf1 mx/24 ~all', 'v=spf1 mx:nobody.shop.com a:smtp.shop.com -all', 'v=spf1 include:amazonses.com -all', 'v=spf1 include:_spf.google.com ~all',
		'v=spf1 include:other.shop.com ip4:192.0.2.25 -all', 'v=spf1 -include:_spf.google.com +all', 'v=spf1 redirect=_spf.google.com', 'v=spf1 ip4:192.0.2.25 redirect=other.shop.com', 'v=spf1 -all redirect=_spf.google.com', 'v=spf1 include:nobody.shop.com -all',
		'v=spf1 ip4:192.0.2.25 include:nobody.shop.com -all', 'v=spf1 include:twice.shop.com -all', 'v=spf1 include:bad.shop.com +all', 'v=spf1 redirect=nobody.shop.com', 'v=spf1 ip6:2001:db8::/32 ip6:2001:db9::25 -all', 'v=spf1 a:smtp.shop.com//64 -all',
	];
	const ADDRESSES = [SERVER, ELSEWHERE, '192.0.2.3', '198.51.100.200', '2001:db8::1', '2001:db9::26'];

	it.each(RECORDS)('%s', async (text) => {
		const zone = zoneOf(text);
		const reading = await readSpf(aZoneResolver(zone), DOMAIN);
		const ours = ADDRESSES.map((address) => evaluateSpf(reading.root, address));
		const theirs = await Promise.all(ADDRESSES.map(async (ip) => (await mailauthSpf({ sender: `bounce@${DOMAIN}`, ip, helo: 'x.example', mta: 'mx.example', resolver: resolve(zone) })).status.result));
		expect(ours).toEqual(theirs);
	});

	const resolve = (zone: Zone) => async (name: string, type: string): Promise<never> => {
		const at = zone[name.toLowerCase()];
		const values = type === 'TXT' ? at?.TXT?.map((text) => [text]) : type === 'MX' ? at?.MX?.map((exchange) => ({ exchange, priority: 10 })) : at?.A?.filter((address) => address.includes(':') === (type === 'AAAA'));
		return values?.length ? await Promise.resolve(values as never) : await Promise.reject(Object.assign(new Error(name), { code: at ? 'ENODATA' : 'ENOTFOUND' }));
	};

	it.each([
		['a macro before', 'v=spf1 exists:%{i}._spf.shop.com -all', 'unknown'], ['a macro before what lets it', 'v=spf1 exists:%{i}._spf.shop.com ip4:192.0.2.25 -all', 'pass'], ['a macro that would refuse', 'v=spf1 -exists:%{i}.bl.shop.com ip4:192.0.2.25 -all', 'unknown'],
		['ptr', 'v=spf1 ptr -all', 'unknown'], ['an include with a macro', 'v=spf1 include:%{d}.x.com -all', 'unknown'], ['a redirect with a macro', 'v=spf1 redirect=%{d}.x.com', 'unknown'],
	])('%s → %s: %s', async (_name, text, expected) => {
		expect(evaluateSpf((await readSpf(aZoneResolver(zoneOf(text)), DOMAIN)).root, SERVER)).toBe(expected);
	});
});

describe('an SPF record against the server that takes our mail', () => {
	it.each([
		['names the address', 'v=spf1 ip4:192.0.2.25 -all', aServer(), []], ['names the host', 'v=spf1 a:smtp.shop.com ~all', aServer(), []], ['by a redirect', 'v=spf1 redirect=_spf.google.com', aServer({ addresses: ['192.0.2.3'] }), []],
		['includes the provider', 'v=spf1 include:amazonses.com ~all', SES, []], ['includes it further down', 'v=spf1 include:_spf.shop.com -all', SES, []],
		['addresses that may be rented from the provider', 'v=spf1 ip4:203.0.113.9 -all', SES, ['serverNotNamed']], ['macros may let the provider', 'v=spf1 include:%{d}.spf.x.com -all', SES, ['serverNotNamed', 'macros']],
		['does not name an own server: it may send from elsewhere', 'v=spf1 include:amazonses.com -all', aServer(), ['serverNotNamed']], ['a relay on this machine', 'v=spf1 ip4:203.0.113.9 -all', aServer({ host: '127.0.0.1', isLocal: true, addresses: [] }), ['serverNotSeen']],
		['without an end', 'v=spf1 ip4:192.0.2.25', aServer(), ['noAll']], ['with ptr', 'v=spf1 ip4:192.0.2.25 ptr -all', aServer(), ['macros', 'ptr']],
	])('%s → ok', async (_name, text, server, notes) => {
		expect(await judge(text, server, { '_spf.shop.com': { TXT: ['v=spf1 include:amazonses.com -all'] } })).toMatchObject({ outcome: 'ok', reason: 'found', found: [text], notes });
	});

	it.each([
		['two records', ['v=spf1 ip4:192.0.2.1 -all', 'v=spf1 include:amazonses.com ~all'], SES, 'several', 'v=spf1 ip4:192.0.2.1 include:amazonses.com -all'],
		['a term that is none', 'v=spf1 ipv4:192.0.2.1 mx -all', aServer(), 'invalid', 'v=spf1 mx a:smtp.shop.com -all'],
		['the provider is missing', 'v=spf1 include:_spf.google.com ~all', SES, 'serverMissing', 'v=spf1 include:_spf.google.com include:amazonses.com ~all'],
		['the provider is missing before a redirect', 'v=spf1 redirect=_spf.google.com', SES, 'serverMissing', 'v=spf1 include:amazonses.com redirect=_spf.google.com'],
		['everybody may', 'v=spf1 include:amazonses.com +all', SES, 'allowsEverybody', 'v=spf1 include:amazonses.com ~all'], ['everybody may, in short', 'v=spf1 all', aServer(), 'allowsEverybody', 'v=spf1 a:smtp.shop.com ~all'],
		['nobody may', 'v=spf1 -all', aServer(), 'allowsNobody', 'v=spf1 a:smtp.shop.com -all'],
		['an include that is not there', 'v=spf1 include:nobody.shop.com include:amazonses.com -all', SES, 'includeMissing', 'v=spf1 include:amazonses.com -all'],
		['an include of two records', 'v=spf1 include:twice.shop.com -all', aServer(), 'includeMissing', 'v=spf1 a:smtp.shop.com -all'], ['a redirect to nothing', 'v=spf1 mx redirect=nobody.shop.com', aServer(), 'includeMissing', 'v=spf1 mx a:smtp.shop.com ~all'],
		['an include of itself', 'v=spf1 include:a.loop.com -all', aServer(), 'loop', 'v=spf1 a:smtp.shop.com ~all'],
		['11 lookups', `v=spf1 ${many(11, (index) => `a:h${index}.shop.com`)} -all`, aServer(), 'tooManyLookups', 'v=spf1 a:smtp.shop.com ~all'], ['3 names that do not exist', 'v=spf1 a:n1.shop.com a:n2.shop.com mx:n3.shop.com -all', aServer(), 'tooManyVoidLookups', 'v=spf1 a:smtp.shop.com ~all'],
		['an mx of 11 hosts', 'v=spf1 mx:big.shop.com -all', aServer(), 'tooManyMailHosts', 'v=spf1 a:smtp.shop.com ~all'],
	])('%s → wrong, with the exact record', async (_name, text, server, reason, value) => {
		const hosts: Zone = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`h${index}.shop.com`, { A: ['203.0.113.1'] }]));
		const check = await judge(text, server, { ...hosts, 'big.shop.com': { MX: Array.from({ length: 11 }, (_, index) => `h${index}.shop.com`) } });
		expect(check).toMatchObject({ outcome: 'wrong', reason, wanted: { type: 'TXT', host: DOMAIN, name: 'mail', zone: 'shop.com', value } });
		// what is proposed is right itself
		expect(await judge(value, server)).toMatchObject({ outcome: 'ok' });
	});

	it('10 lookups and 2 void ones are allowed, counted over all includes', async () => {
		const hosts: Zone = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`h${index}.shop.com`, { A: ['203.0.113.1'] }]));
		const ten = `v=spf1 ${many(9, (index) => `a:h${index}.shop.com`)} a:smtp.shop.com -all`;
		expect(await judge(ten, aServer(), hosts)).toMatchObject({ outcome: 'ok' });
		expect(await judge('v=spf1 include:ten.shop.com -all', aServer(), { ...hosts, 'ten.shop.com': { TXT: [ten] } })).toMatchObject({ outcome: 'wrong', reason: 'tooManyLookups' });
		expect(await judge('v=spf1 a:n1.shop.com a:n2.shop.com a:smtp.shop.com -all')).toMatchObject({ outcome: 'ok' });
	});

	it('terms behind all are not looked up', async () => {
		const resolver = aZoneResolver(zoneOf('v=spf1 ip4:192.0.2.25 -all include:nobody.shop.com redirect=nobody.shop.com'));
		expect(judgeSpf(await readSpf(resolver, DOMAIN), aServer())).toMatchObject({ outcome: 'ok' });
		expect(resolver.asked).toEqual([DOMAIN]);
	});

	it('none → not visible, with the record for this server', async () => {
		expect(await judge(['verification=1'], SES)).toMatchObject({ outcome: 'notVisible', reason: 'missing', found: [], wanted: { value: 'v=spf1 include:amazonses.com ~all' } });
		expect(await judge([], aServer())).toMatchObject({ outcome: 'notVisible', wanted: { value: 'v=spf1 a:smtp.shop.com ~all' } });
		expect(await judge([], aServer({ host: 'localhost', isLocal: true }))).toMatchObject({ outcome: 'notVisible', notes: ['fillInAddress'] });
	});

	it('DNS without an answer anywhere in the chain → can not tell', async () => {
		expect(await judge('v=spf1 include:down.shop.com include:amazonses.com -all', SES, { 'down.shop.com': { fails: true } })).toMatchObject({ outcome: 'cantTell', reason: 'dnsUnreachable', dnsFailure: 'timeout' });
	});

	it.each([['192.0.2.25', 'ip4:192.0.2.25'], ['2001:db8::25', 'ip6:2001:db8::25'], ['smtp.shop.com', 'a:smtp.shop.com'], ['smtp.sendgrid.net', 'include:sendgrid.net'], ['SMTP.Office365.com.', 'include:spf.protection.outlook.com'], ['smtp.sendgrid.net.evil.com', 'a:smtp.sendgrid.net.evil.com']])('the term for %s is %s', (host, term) => {
		expect(spfTermOf({ host, isLocal: false, provider: findMailProvider(host) })).toBe(term);
	});
});
