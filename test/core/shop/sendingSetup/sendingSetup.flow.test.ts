import { generateKeyPairSync } from 'node:crypto';
import type { SendItem, SendOptions } from '../../../../core/campaign/campaign.flow';
import { openCore, testSendingDomain, type Core } from '../../../../core/openCore';
import type { SenderProfile } from '../../../../core/shop/senderProfile';
import { openStore, type OpenStore } from '../../../../core/store/openStore';
import { compileTemplate } from '../../../../core/template/compileTemplate';
import { DKIM_PRIVATE_KEY, DKIM_RECORD, NOON, aBuyer, aSender, aShop } from '../../../support/builders';
import { aDnsServer, type DnsServer } from '../../../support/dnsServer';
import { anSmtpSink, type SmtpSink } from '../../../support/smtpSink';
import { STORE_KINDS, aClock, storeSettings } from '../../../support/stores';

const HOUR = 3_600_000;
const DOMAIN = 'mail.lumen-home.com';
const ORDER = { order: { id: '7', state: 'paid' } };
const DKIM_HOST = `s1._domainkey.${DOMAIN}`;

describe.each(STORE_KINDS)('the set-up gate on %s', (kind) => {
	let core: Core;
	let store: OpenStore;
	let sink: SmtpSink;
	let dns: DnsServer;
	let clock: ReturnType<typeof aClock>;
	let items: SendItem[];

	beforeEach(async () => {
		clock = aClock(NOON);
		sink = await anSmtpSink();
		dns = await aDnsServer();
		const settings = storeSettings(kind);
		core = await openCore({ store: settings, clock, dnsServers: [dns.address] });
		store = await openStore(settings, { clock });
		await aShop(store.db, { default_template: 'abandoned-cart' });
		await core.links.publish('demo', { url: 'https://shop.example/webhook/1/m', workflowId: 'w1' });
		items = [];
		for (let count = 0; count < 5; count += 1) items.push(await anItem());
	});
	afterEach(async () => {
		await store.close();
		await core.close();
		await sink.stop();
		await dns.stop();
	});

	const anItem = async (): Promise<SendItem> => {
		const { id, email } = await aBuyer(store.db, { country: 'US', language: 'en', site: 'usa', time_zone: 'UTC' });
		const buyer = { id, email: email ?? '', shop: 'demo', name: 'Ana', country: 'US', language: 'en', site: 'usa', siteSource: 'country', timeZone: 'UTC' } satisfies SendItem['buyer'];
		const mail = compileTemplate({ kind: 'library', name: 'logistics-update' }, { brand: aSender(1).brand }).render({ buyer, data: ORDER, unsubscribeUrl: '' });
		return { buyer, mail, occasion: 'order:1', variant: 'A', data: ORDER };
	};
	const aLiveSender = (fields: Partial<SenderProfile> = {}, domain = DOMAIN): SenderProfile => {
		const sender = aSender(sink.port);
		return {
			...sender, from: { name: 'Lumen Home', address: `news@${domain}` }, bounceAddress: `bounce@${domain}`, dkim: { domain, selector: 's1', privateKey: DKIM_PRIVATE_KEY },
			brand: { ...sender.brand, logoUrl: 'https://lumen-home.com/logo.png' }, ...fields,
		};
	};
	const showRecords = (domain = DOMAIN): void => {
		dns.names[domain] = { TXT: ['v=spf1 ip4:203.0.113.25 -all'] };
		dns.names[`s1._domainkey.${domain}`] = { TXT: [DKIM_RECORD] };
		dns.names[`_dmarc.${domain}`] = { TXT: ['v=DMARC1; p=quarantine'] };
	};
	let sent = 0;
	const send = async (sender = aLiveSender(), purpose: SendOptions['purpose'] = 'transactional') =>
		await core.campaigns.sendItems('demo', sender, purpose === 'transactional' ? items.splice(0, 1) : [], { campaign: `c${(sent += 1)}`, purpose, when: { kind: 'atOnce' }, sendOncePer: 'occasion' });
	const planned = async (): Promise<number> => (await store.db.selectFrom('deliveries').select('id').execute()).length;

	it('nothing in DNS yet → refused with 401, every record named exactly, nothing planned', async () => {
		const error = await send().then(() => undefined, (thrown: unknown) => thrown as { code: string; message: string; nextStep: string });
		expect(error).toMatchObject({ code: 'SENDING_DOMAIN_NOT_VERIFIED', context: { step: 1, level: '401', domain: DOMAIN }, isRetryable: false });
		expect(error?.message).toMatch(/^401: the sending domain mail\.lumen-home\.com is not verified \(set-up step 1 of 3\)\. SPF is not visible yet.*DKIM is not visible yet.*DMARC is not visible yet/);
		expect(error?.nextStep.split('\n')).toEqual([
			'In the DNS of lumen-home.com, add: type TXT, name mail, value v=spf1 ip4:ADDRESS-OF-YOUR-SERVER ~all — Put the address that your server sends from instead of ADDRESS-OF-YOUR-SERVER. DNS may take up to 48 hours to show it.',
			`In the DNS of lumen-home.com, add: type TXT, name s1._domainkey.mail, value ${DKIM_RECORD} — DNS may take up to 48 hours to show it.`,
			'In the DNS of lumen-home.com, add: type TXT, name _dmarc.mail, value v=DMARC1; p=none — DNS may take up to 48 hours to show it.',
		]);
		expect(await planned()).toBe(0);
		expect(sink.mails).toHaveLength(0);
		expect(JSON.stringify(error)).not.toContain('@');
	});

	it('everything right → sent; a record that goes wrong is seen once the last answer is 6 hours old', async () => {
		showRecords();
		expect((await send()).run.accepted).toBe(1);
		const asked = dns.questions.length;
		dns.names[DKIM_HOST] = { TXT: ['v=DKIM1; p='] };
		clock.advance(6 * HOUR - 1);
		expect((await send()).run.accepted).toBe(1);
		expect(dns.questions).toHaveLength(asked);
		clock.advance(1);
		await expect(send()).rejects.toMatchObject({ code: 'SENDING_DOMAIN_NOT_VERIFIED', message: expect.stringContaining('revoked') });
		await expect(core.campaigns.sendDue('demo', aLiveSender(), {})).rejects.toMatchObject({ code: 'SENDING_DOMAIN_NOT_VERIFIED' });
		showRecords();
		expect((await core.campaigns.sendDue('demo', aLiveSender(), {})).run.accepted).toBe(0);
		expect(sink.mails).toHaveLength(2);
	});

	it('a record that appears late is seen at the next try, and until then it says since when it is looked for', async () => {
		showRecords();
		delete dns.names[DKIM_HOST];
		await expect(send()).rejects.toMatchObject({ message: expect.stringContaining('DKIM is not visible yet') });
		clock.advance(5 * HOUR);
		await expect(send()).rejects.toMatchObject({ message: expect.stringContaining('looked for since 2026-11-20 12:00 (5 hours)') });
		clock.advance(44 * HOUR);
		await expect(send()).rejects.toMatchObject({ nextStep: expect.stringContaining('longer than the 48 hours') });
		dns.names[DKIM_HOST] = { CNAME: 'lumen.keys.net' };
		await expect(send()).rejects.toMatchObject({ message: expect.stringContaining('points to lumen.keys.net, and there is no key there; looked for since 2026-11-20 12:00 (49 hours)') });
		dns.names['lumen.keys.net'] = { TXT: [DKIM_RECORD.match(/.{1,90}/g) ?? []], delayMs: 200 };
		expect((await send()).run.accepted).toBe(1);
	});

	it.each(['SERVFAIL', 'REFUSED'] as const)('DNS that gives no answer (%s) → another refusal, to be tried again; what was right within 72 hours goes on', async (fails) => {
		showRecords();
		const healthy = { ...dns.names };
		for (const name of Object.keys(dns.names)) dns.names[name] = { fails };
		await expect(send()).rejects.toMatchObject({ code: 'SENDING_DNS_UNREACHABLE', isRetryable: true, message: expect.stringContaining('DNS gave no answer') });
		Object.assign(dns.names, healthy);
		expect((await send()).run.accepted).toBe(1);
		for (const name of Object.keys(dns.names)) dns.names[name] = { fails };
		clock.advance(71 * HOUR);
		expect((await send()).run.accepted).toBe(1);
		const asked = dns.questions.length;
		expect((await send()).run.accepted).toBe(1);
		expect(dns.questions).toHaveLength(asked);
		clock.advance(HOUR);
		await expect(send()).rejects.toMatchObject({ code: 'SENDING_DNS_UNREACHABLE' });
	});

	it('another key in the credential is another check, though the last one was right', async () => {
		showRecords();
		expect((await send()).run.accepted).toBe(1);
		const privateKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
		await expect(send(aLiveSender({ dkim: { domain: DOMAIN, selector: 's1', privateKey } }))).rejects.toMatchObject({ message: expect.stringContaining('another one than in the credential') });
	});

	it.each([
		['no logo', { logoUrl: undefined }, 'abandoned-cart', 'Step 2', 'Logo Address'], ['a logo by http', { logoUrl: 'http://lumen-home.com/logo.png' }, 'abandoned-cart', 'Step 2', 'Logo Address'], ['no contact address', { contactEmail: undefined }, 'abandoned-cart', 'Step 2', 'Contact Email'],
		['no default template', {}, null, 'Step 3', 'Default Template'], ['a default template that is none', {}, 'gone', 'Step 3', 'Default Template'], ['an order template as default', {}, 'logistics-update', 'Step 3', 'Default Template'],
	])('%s → marketing is refused and the step named; order mail goes', async (_name, brand, template, step, field) => {
		showRecords();
		await core.shops.save({ id: 'demo', defaultTemplate: template });
		const sender = aLiveSender({ brand: { ...aLiveSender().brand, ...brand } });
		await expect(send(sender, 'marketing')).rejects.toMatchObject({ code: 'SENDING_SETUP_INCOMPLETE', message: expect.stringMatching(new RegExp(`set-up ${step} of 3`, 'i')), nextStep: expect.stringContaining(field) });
		expect((await send(sender)).run.accepted).toBe(1);
	});

	it.each(['abandoned-cart', 'own'])('with all three steps done (%s) marketing goes', async (template) => {
		showRecords();
		await core.shops.save({ id: 'demo', defaultTemplate: template });
		expect(await send(aLiveSender(), 'marketing')).toMatchObject({ planned: 0 });
		expect((await core.campaigns.list('demo')).map(({ purpose }) => purpose)).toEqual(['marketing']);
	});

	it('the domain of the first mail stays: another one is refused and recorded, and the first still sends', async () => {
		showRecords();
		showRecords('news.lumen-home.com');
		expect((await send()).run.accepted).toBe(1);
		await expect(send(aLiveSender({}, 'news.lumen-home.com'))).rejects.toMatchObject({
			code: 'SENDING_DOMAIN_FIXED', message: expect.stringContaining(`sends from ${DOMAIN} since 2026-11-20 12:00`), context: { domain: 'news.lumen-home.com', level: '401' },
		});
		const asked = dns.questions.length;
		await expect(send(aLiveSender({}, 'not-in-dns.lumen-home.com'))).rejects.toMatchObject({ code: 'SENDING_DOMAIN_FIXED' });
		expect(dns.questions).toHaveLength(asked);
		clock.advance(HOUR);
		await expect(core.campaigns.sendDue('demo', aLiveSender({}, 'news.lumen-home.com'), {})).rejects.toMatchObject({ code: 'SENDING_DOMAIN_FIXED' });
		expect(await store.db.selectFrom('sending_refusals').selectAll().orderBy('refused_domain').execute()).toEqual([
			{ shop_id: 'demo', refused_domain: 'news.lumen-home.com', fixed_domain: DOMAIN, attempt_count: 2, first_at: NOON, last_at: NOON + HOUR },
			{ shop_id: 'demo', refused_domain: 'not-in-dns.lumen-home.com', fixed_domain: DOMAIN, attempt_count: 1, first_at: NOON, last_at: NOON },
		]);
		expect((await send()).run.accepted).toBe(1);
		expect(await core.shops.sendingSetupOf('demo')).toMatchObject({ domain: DOMAIN, isFixed: true, isVerified: true, refusals: [{ refusedDomain: 'news.lumen-home.com', attemptCount: 2 }, { refusedDomain: 'not-in-dns.lumen-home.com' }] });
	});

	it('until a mail has left, the domain may be corrected', async () => {
		showRecords();
		showRecords('news.lumen-home.com');
		const away = aLiveSender();
		expect((await send({ ...away, smtp: { ...away.smtp, port: 1 } })).run).toMatchObject({ accepted: 0 });
		expect(await core.shops.sendingSetupOf('demo')).toMatchObject({ domain: DOMAIN, isFixed: false });
		expect((await core.campaigns.sendDue('demo', aLiveSender({}, 'news.lumen-home.com'), {})).run.accepted).toBe(1);
		expect(await core.shops.sendingSetupOf('demo')).toMatchObject({ domain: 'news.lumen-home.com', isFixed: true, refusals: [] });
		await expect(send()).rejects.toMatchObject({ code: 'SENDING_DOMAIN_FIXED' });
	});

	it('two workers begin with different domains at once: from then on one of them counts', async () => {
		showRecords();
		showRecords('news.lumen-home.com');
		const results = await Promise.allSettled([send(), send(aLiveSender({}, 'news.lumen-home.com'))]);
		expect(results.some(({ status }) => status === 'fulfilled')).toBe(true);
		const { domain } = await core.shops.sendingSetupOf('demo');
		const other = domain === DOMAIN ? 'news.lumen-home.com' : DOMAIN;
		await expect(send(aLiveSender({}, other))).rejects.toMatchObject({ code: 'SENDING_DOMAIN_FIXED' });
	});

	it('a sender that reaches nobody needs nothing and settles nothing; a real domain on this machine does', async () => {
		expect((await send(aSender(sink.port))).run.accepted).toBe(1);
		expect(dns.questions).toEqual([]);
		expect(await core.shops.sendingSetupOf('demo')).toMatchObject({ domain: null, isFixed: false, checkedAt: null });
		await expect(send()).rejects.toMatchObject({ code: 'SENDING_DOMAIN_NOT_VERIFIED' });
		const outside = aSender(sink.port);
		await expect(send({ ...outside, smtp: { ...outside.smtp, host: 'smtp.lumen-home.com' } })).rejects.toMatchObject({ code: 'SENDING_DOMAIN_NOT_VERIFIED' });
	});

	it('double opt-in is refused before a request is recorded, and goes once the records are there', async () => {
		const ask = async () => await core.consent.requestDoubleOptIn('demo', aLiveSender(), [{ email: 'new@buyer.example', source: 'form', country: 'DE' }]);
		await expect(ask()).rejects.toMatchObject({ code: 'SENDING_DOMAIN_NOT_VERIFIED' });
		expect(await store.db.selectFrom('consent_records').select('id').execute()).toEqual([]);
		showRecords();
		expect(await ask()).toMatchObject({ results: [{ kind: 'requested', delivery: { state: 'accepted' } }] });
	});

	it('setting up says the three steps in the staff’s language, asks DNS each time and records what is refused', async () => {
		await core.shops.save({ id: 'demo', defaultTemplate: null, staffLanguage: 'zh', timeZone: 'Asia/Shanghai' });
		const first = await core.shops.setUpSending('demo', aLiveSender({ brand: aSender(1).brand }));
		expect(first).toMatchObject({ domain: DOMAIN, isTest: false, isReady: false, fixedDomain: null, steps: [{ step: 1, name: 'sendingDomain', state: 'waiting' }, { step: 2, name: 'brand', state: 'missing' }, { step: 3, state: 'missing' }] });
		expect(first.steps[0].records.map(({ record, outcome, missingSince }) => [record, outcome, missingSince])).toEqual([['spf', 'notVisible', NOON], ['dkim', 'notVisible', NOON], ['dmarc', 'notVisible', NOON]]);
		expect(first.steps[0].message).toContain('自 2026-11-20 20:00 起查找');
		expect(first.nextStep).toContain('请在 lumen-home.com 的 DNS 中添加：类型 TXT，名称 s1._domainkey.mail');
		showRecords();
		await core.shops.save({ id: 'demo', defaultTemplate: 'win-back', staffLanguage: 'en' });
		expect(await core.shops.setUpSending('demo', aLiveSender())).toMatchObject({ isReady: true, nextStep: '', steps: [{ state: 'done' }, { state: 'done' }, { state: 'done' }] });
		dns.names[`_dmarc.${DOMAIN}`] = { TXT: ['v=DMARC1; p=none', 'v=DMARC1; p=reject'] };
		expect(await core.shops.setUpSending('demo', aLiveSender())).toMatchObject({ isReady: false, steps: [{ state: 'wrong', message: expect.stringContaining('there are 2 records') }, {}, {}], nextStep: expect.stringContaining('replace it by: type TXT, name _dmarc.mail') });
		showRecords();
		await send();
		expect(await core.shops.setUpSending('demo', aLiveSender({}, 'news.lumen-home.com'))).toMatchObject({
			isReady: false, fixedDomain: DOMAIN, fixedSince: NOON, steps: [{ state: 'wrong', message: expect.stringContaining('can not change') }, {}, {}], refusals: [{ refusedDomain: 'news.lumen-home.com', attemptCount: 1 }],
		});
		expect(await core.shops.setUpSending('demo', aSender(sink.port))).toMatchObject({ isTest: true, isReady: true });
		await expect(core.shops.setUpSending('nobody', aLiveSender())).rejects.toMatchObject({ code: 'NOT_FOUND' });
	});

	it('what strangers write into DNS comes through short and in one line', async () => {
		showRecords();
		dns.names[DOMAIN] = { TXT: [`v=spf1 ${'x'.repeat(900)}`] };
		dns.names[DKIM_HOST] = { TXT: ['v=DKIM1;\u0007\n p=<script>'] };
		const { steps } = await core.shops.setUpSending('demo', aLiveSender());
		const [spf, dkim] = steps[0].records;
		expect(spf?.found[0]).toHaveLength(600);
		expect(spf?.detail).toHaveLength(200);
		expect(dkim?.found).toEqual(['v=DKIM1;  p=<script>']);
	});
});

it('the credential’s own look at DNS needs no shop', async () => {
	const dns = await aDnsServer({ [DKIM_HOST]: { TXT: [DKIM_RECORD] } });
	const sender = { ...aSender(1), from: { name: 'x', address: `a@${DOMAIN}` }, dkim: { domain: DOMAIN, selector: 's1', privateKey: DKIM_PRIVATE_KEY } };
	const { isTest, step } = await testSendingDomain(sender, { clock: aClock(), dnsServers: [dns.address] });
	expect(isTest).toBe(false);
	expect(step.records.map(({ outcome }) => outcome)).toEqual(['notVisible', 'ok', 'notVisible']);
	await dns.stop();
});
