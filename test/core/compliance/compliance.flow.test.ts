import type { BuyerItem, MailItem } from '../../../core/contract/items';
import { compileTemplate } from '../../../core/template/compileTemplate';
import { makeSample } from '../../../core/template/sampleData';
import { NOW, aBrand } from '../../support/mails';
import { aShopCore, type TestCore } from '../../support/shopCore';
import { STORE_KINDS } from '../../support/stores';

const template = compileTemplate({ kind: 'library', name: 'abandoned-cart' }, { brand: aBrand() });

describe.each(STORE_KINDS)('compliance with a %s store', (kind) => {
	let core: TestCore;
	let buyers: BuyerItem[];
	let urlOf: (buyerId: string) => string;

	beforeAll(async () => {
		core = await aShopCore(kind);
		await core.buyers.upsertBuyers('demo', [
			{ email: 'agreed@buyer.example', country: 'ES', consentBasis: 'double_opt_in', consentAt: NOW - 86_400_000 },
			{ email: 'never-asked@buyer.example', country: 'ES' },
			{ email: 'single@buyer.example', country: 'DE', consentBasis: 'explicit', consentAt: NOW - 86_400_000 },
			{ email: 'us@buyer.example', country: 'US' },
			{ email: 'left@buyer.example', country: 'US', consentBasis: 'explicit', consentAt: NOW - 86_400_000 },
		]);
		buyers = await core.buyers.list('demo', { limit: 10 });
		urlOf = await core.links.forBuyers('demo');
	});
	afterAll(async () => await core.close());

	const buyer = (name: string): BuyerItem => {
		const found = buyers.find(({ email }) => email.startsWith(name));
		if (!found) throw new Error(`no buyer ${name}`);
		return found;
	};
	const mailFor = (to: BuyerItem): { buyer: BuyerItem; mail: MailItem } => ({ buyer: to, mail: template.render({ buyer: to, data: makeSample('en').data, unsubscribeUrl: urlOf(to.id) }) });

	it('each buyer\'s consent is read from the store at this moment', async () => {
		const mails = ['agreed', 'never-asked', 'us'].map((name) => mailFor(buyer(name)));
		const results = await core.compliance.checkMails('demo', mails, aBrand());
		expect(results.map(({ outcome, findings }) => [outcome, findings.map(({ rule }) => rule)])).toEqual([['pass', []], ['violation', ['consent-state']], ['pass', []]]);
	});

	it('who unsubscribed a moment ago → violation', async () => {
		const left = buyer('left');
		expect((await core.compliance.checkMails('demo', [mailFor(left)], aBrand()))[0]?.outcome).toBe('pass');
		await core.consent.withdraw('demo', left.id, { source: 'test' });
		expect((await core.compliance.checkMails('demo', [mailFor(left)], aBrand()))[0]).toMatchObject({ outcome: 'violation', findings: [{ rule: 'consent-state', message: 'The buyer has unsubscribed.' }] });
	});

	it('a buyer that the store does not know → no consent', async () => {
		const stranger = { ...buyer('agreed'), id: 'b_stranger' };
		expect((await core.compliance.checkMails('demo', [mailFor(stranger)], aBrand()))[0]?.findings[0]).toMatchObject({ rule: 'consent-state', evidence: 'ES: unknown' });
	});

	it('where a consent was given is read with it: soft opt-in from a marketplace counts nothing in France', async () => {
		await core.buyers.upsertBuyers('demo', ['Amazon order 302-1', 'checkout of the shop'].map((consentSource, index) => ({
			email: `soft${index}@buyer.example`, country: 'FR', consentBasis: 'soft_opt_in', consentAt: NOW - 86_400_000, consentSource,
		})));
		const found = (await core.buyers.list('demo', { limit: 50 })).filter(({ email }) => email.startsWith('soft')).sort((a, b) => (a.email < b.email ? -1 : 1));
		const results = await core.compliance.checkMails('demo', found.map(mailFor), aBrand());
		expect(results.map(({ findings }) => findings.map(({ rule, outcome }) => [rule, outcome]))).toEqual([[['marketplace-collected', 'violation']], []]);
	});

	it('a date of birth is read from the store', async () => {
		await core.buyers.upsertBuyers('demo', [{ email: 'young@buyer.example', country: 'US', birthDate: '2015-03-01' }]);
		const [young] = await core.buyers.list('demo', { email: 'young@buyer.example' });
		expect((await core.compliance.checkMails('demo', young ? [mailFor(young)] : [], aBrand()))[0]?.findings).toMatchObject([{ rule: 'minimum-age', outcome: 'violation' }]);
	});

	it('a relay address of a buyer that the store doesn\'t know → violation for the address too', async () => {
		const relay = { ...buyer('us'), id: 'b_stranger', email: 'x1@marketplace.amazon.com' };
		expect((await core.compliance.checkMails('demo', [mailFor(relay)], aBrand()))[0]?.findings).toMatchObject([{ rule: 'marketplace-relay' }]);
	});

	it('another buyer\'s unsubscribe link → violation', async () => {
		const { mail } = mailFor(buyer('us'));
		expect((await core.compliance.checkMails('demo', [{ mail, buyer: buyer('agreed') }], aBrand()))[0]?.findings).toMatchObject([{ rule: 'unsubscribe-link' }, { rule: 'language' }]);
	});

	it('a mail without a buyer → its own rules only', async () => {
		const { mail } = mailFor(buyer('agreed'));
		expect((await core.compliance.checkMails(undefined, [{ mail }], aBrand()))[0]).toMatchObject({ outcome: 'needsReview', findings: [{ rule: 'unsubscribe-link' }] });
	});

	it('samples: the worst decides, each finding is named once', async () => {
		const samples = ['agreed', 'never-asked', 'never-asked'].map((name) => mailFor(buyer(name)));
		const result = await core.compliance.checkSamples('demo', samples, aBrand());
		expect(result).toMatchObject({ outcome: 'violation', findings: [{ rule: 'consent-state' }] });
		expect(result.findings).toHaveLength(1);
	});

	it('a doubt about one sample buyer\'s consent is no doubt about the content', async () => {
		expect((await core.compliance.checkMails('demo', [mailFor(buyer('single'))], aBrand()))[0]).toMatchObject({ outcome: 'needsReview', findings: [{ rule: 'consent-state' }] });
		expect(await core.compliance.checkSamples('demo', ['agreed', 'single'].map((name) => mailFor(buyer(name))), aBrand())).toMatchObject({ outcome: 'pass', findings: [] });
	});

	it('what was found is counted in the shop\'s record, without addresses', async () => {
		const before = await count('consent-state');
		await core.compliance.checkMails('demo', Array.from({ length: 1_200 }, () => mailFor(buyer('never-asked'))), aBrand());
		expect(await count('consent-state')).toBe(before + 1_200);
		expect(await core.compliance.countFindings('demo', NOW + 1)).toEqual([]);
	});

	it('the shop\'s record: the last 30 days by rule, most frequent first, of this shop only', async () => {
		const { rules, ...record } = await core.compliance.readRecord('demo');
		expect(record).toEqual({ days: 30, since: NOW - 30 * 86_400_000, stoppedWithoutFooter: 0 });
		expect(rules[0]).toMatchObject({ rule: 'consent-state', outcome: 'violation', stopped: 0 });
		expect(rules.map(({ count: found }) => found)).toEqual(rules.map(({ count: found }) => found).sort((a, b) => b - a));
		expect((await core.compliance.readRecord('nowhere')).rules).toEqual([]);
		core.testClock.advance(31 * 86_400_000);
		expect((await core.compliance.readRecord('demo')).rules).toEqual([]);
		core.testClock.set(NOW);
	});

	it('judged as another purpose: each result says as what, and which rules were left out', async () => {
		const order = { ...mailFor(buyer('never-asked')) };
		expect(await core.compliance.checkMails('demo', [order], aBrand(), { purpose: 'transactional' })).toMatchObject([{ outcome: 'pass', profile: 'transactional' }]);
		const judgedStricter = { ...order, mail: { ...order.mail, purpose: 'transactional' as const } };
		expect(await core.compliance.checkMails('demo', [judgedStricter], aBrand(), { purpose: 'marketing', switchedOff: ['image-share'] }))
			.toMatchObject([{ outcome: 'violation', profile: 'marketing', switchedOff: ['image-share'], findings: [{ rule: 'consent-state' }] }]);
		expect(await core.compliance.checkSamples('demo', [order], aBrand(), { purpose: 'transactional' })).toMatchObject({ outcome: 'pass', profile: 'transactional' });
	});

	it('stopped by the operator → the rest has no answer; samples are always judged in full', async () => {
		const signal = AbortSignal.abort();
		expect(await core.compliance.checkMails('demo', [mailFor(buyer('never-asked'))], aBrand(), { signal })).toEqual([]);
		expect(await core.compliance.checkSamples('demo', [mailFor(buyer('never-asked'))], aBrand(), { signal })).toMatchObject({ outcome: 'violation' });
	});

	it('messages in the language of the shop\'s staff', async () => {
		await core.shops.save({ id: 'cn', name: 'CN', staffLanguage: 'zh' });
		const stranger = { ...buyer('agreed'), id: 'b_stranger', shop: 'cn' };
		const [result] = await core.compliance.checkMails('cn', [mailFor(stranger)], aBrand());
		expect(result?.findings[0]?.message).toMatch(/^该国要求/);
	});

	async function count(rule: string): Promise<number> {
		return (await core.compliance.countFindings('demo', 0)).find((entry) => entry.rule === rule)?.count ?? 0;
	}
});
