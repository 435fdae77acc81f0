import PostalMime from 'postal-mime';
import { aSender } from '../../support/builders';
import { aCampaignCore, type CampaignCore } from '../../support/campaignCore';
import { anSmtpSink, smtpError, type SmtpSink } from '../../support/smtpSink';
import { STORE_KINDS } from '../../support/stores';

describe.each(STORE_KINDS)('test send on %s', (kind) => {
	let shop: CampaignCore;
	let sink: SmtpSink;
	const ME = 'li.wei@lumen-home.example';

	beforeEach(async () => {
		shop = await aCampaignCore(kind);
		sink = await anSmtpSink({ onRecipient: (to) => (to.startsWith('full') ? smtpError(452, '4.2.2 full') : undefined) });
	});
	afterEach(async () => {
		await shop.close();
		await sink.stop();
	});

	const request = async (fields = {}) => {
		const { buyer, mail, data } = await shop.anItem();
		return { shopId: 'demo', buyer, mail, data, to: [ME], ...fields };
	};
	const testSend = async (fields = {}) => await shop.core.campaigns.testSend(aSender(sink.port), await request(fields));

	it('one mail to the operator, marked, signed; neither ledger nor quota nor health know of it', async () => {
		const report = await testSend();
		expect(report.compliance.findings.filter((finding) => finding.outcome === 'violation')).toEqual([]);
		expect(report).toMatchObject({ sent: [{ to: ME, state: 'accepted' }], compliance: { outcome: expect.stringMatching(/pass|needsReview/) } });
		expect(sink.mails.map((mail) => mail.to)).toEqual([ME]);
		const mail = await PostalMime.parse(sink.mails[0]!.raw);
		expect(mail.subject).toMatch(/^\[Test\] /);
		expect(mail.headers.some(({ key }) => key === 'dkim-signature')).toBe(true);
		expect(await shop.store.db.selectFrom('deliveries').selectAll().execute()).toEqual([]);
		expect(await shop.store.db.selectFrom('usage_ledger').selectAll().execute()).toEqual([]);
		expect(await shop.core.health.evaluate('demo', { days: 1 })).toEqual([]);
	});

	it('its links name nobody: pressing them unsubscribes nobody', async () => {
		const { buyer, mail, data } = await shop.anItem();
		await shop.core.campaigns.testSend(aSender(sink.port), { shopId: 'demo', buyer, mail, data, to: [ME] });
		const parsed = await PostalMime.parse(sink.mails[0]!.raw);
		const tokens = [...`${parsed.html || ''} ${parsed.text ?? ''}`.matchAll(/https:\/\/shop\.example\/webhook\/1\/m\?t=([^\s"<>)\]]+)/g)].map((match) => match[1]);
		expect(tokens.length).toBeGreaterThan(1);
		for (const token of tokens) expect(await shop.core.links.resolve(token)).toBeUndefined();
		expect(`${parsed.html || ''}${parsed.text ?? ''}`).not.toContain(buyer.id);
	});

	it.each([
		['the buyer of the mail', async () => (await shop.anItem()).buyer.email],
		['another buyer, written otherwise', async () => (await shop.anItem()).buyer.email.toUpperCase()],
	])('to the address of %s → refused, unless it is meant', async (_name, address) => {
		const to = [ME, await address()];
		await expect(testSend({ to })).rejects.toMatchObject({ code: 'TEST_TO_BUYER' });
		expect(sink.mails).toEqual([]);
		expect((await testSend({ to, mayBeBuyer: true })).sent).toHaveLength(2);
	});

	it.each([[[]], [['nobody']], [Array.from({ length: 11 }, (_, i) => `a${i}@lumen-home.example`)]])('addresses that make no sense → said', async (to) => {
		await expect(testSend({ to })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	});

	it('a mail that breaks a rule → the finding, nothing sent', async () => {
		const { mail } = await shop.anItem();
		const report = await testSend({ mail: { ...mail, html: mail.html.replace(/Wensan/g, 'Other'), text: mail.text.replace(/Wensan/g, 'Other') } });
		expect(report).toMatchObject({ sent: [], compliance: { outcome: 'violation' } });
		expect(sink.mails).toEqual([]);
	});

	it('a refused address → its answer; the others get theirs', async () => {
		expect((await testSend({ to: ['full@lumen-home.example', ME] })).sent).toMatchObject([{ state: 'refused', reply: expect.stringContaining('4.2.2') }, { state: 'accepted' }]);
	});
});
