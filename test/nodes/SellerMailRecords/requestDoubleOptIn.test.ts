import { openCore, type Core } from '../../../core/openCore';
import { makeEngine, type EngineRun } from '../../support/n8nEngine';
import { credentialsFor, locator } from '../../support/nodeCredentials';
import { anSmtpSink, type SmtpSink } from '../../support/smtpSink';
import { sqliteSettings } from '../../support/stores';

type Json = Record<string, unknown>;

describe('Consent → Request Double Opt-In in n8n’s engine', () => {
	const settings = sqliteSettings();
	let engine: Awaited<ReturnType<typeof makeEngine>>;
	let core: Core;
	let sink: SmtpSink;
	beforeAll(async () => {
		engine = await makeEngine();
		core = await openCore({ store: settings });
		sink = await anSmtpSink();
		await core.shops.save({ id: 'demo', name: 'Lumen Home', defaultSite: 'deu' });
	});
	afterAll(async () => {
		await core.close();
		await sink.stop();
	});

	const run = async (items: Json[], parameters: Json = {}, more: { continueOnFail?: boolean; port?: number } = {}): Promise<EngineRun> => await engine({
		node: 'sellerMailRecords', items, credentials: credentialsFor(settings.file, more.port ?? sink.port), continueOnFail: more.continueOnFail,
		parameters: { resource: 'consent', operation: 'requestDoubleOptIn', shop: locator('demo'), email: '={{ $json.email }}', source: 'Newsletter form', options: { language: '={{ $json.language }}', ip: '', country: '', wording: '' }, ...parameters },
	});

	it('before a Seller Mail Trigger is published → refused, nothing recorded', async () => {
		const refused = await run([{ email: 'early@shop.example' }]);
		expect(refused.error).toMatchObject({ message: expect.stringContaining('public address') });
		expect((await run([{ email: 'early@shop.example' }], {}, { continueOnFail: true })).status).toBe('success');
		expect(await core.buyers.list('demo', { email: 'early@shop.example' })).toEqual([]);
		await core.links.publish('demo', { url: 'https://shop.example/m', workflowId: 'w' });
	});

	it('each item goes on with its outcome, wrong ones to Rejected; the hint counts', async () => {
		const result = await run([{ email: 'ana@shop.example', language: 'es', note: 'kept' }, { email: 'nobody' }, { email: 'ANA@shop.example' }, { email: 'x1@marketplace.amazon.de' }]);
		expect(result.error).toBeUndefined();
		expect(result.out(0)).toMatchObject([
			{ json: { note: 'kept', doubleOptIn: { outcome: 'requested', requestId: expect.stringMatching(/^k_/), delivery: { state: 'accepted' } } }, pairedItem: { item: 0 } },
			{ json: { doubleOptIn: { outcome: 'alreadyRequested' } }, pairedItem: { item: 2 } },
			{ json: { doubleOptIn: { outcome: 'neverMarketable' } }, pairedItem: { item: 3 } },
		]);
		expect(result.out(1)).toMatchObject([{ json: { rejected: { field: 'email' } }, pairedItem: { item: 1 } }]);
		for (const count of ['1 requested', '1 already requested', '1 never marketable']) expect(result.hints[0]).toContain(count);
		expect(result.hints[0]).toContain('1 rejected');
		expect(sink.mails.map((mail) => mail.to)).toEqual(['ana@shop.example']);
		expect(JSON.stringify(result.out(0).map((item) => item.json.doubleOptIn))).not.toContain('@');
	});

	it('server down → said, and planned for Send Due', async () => {
		const result = await run([{ email: 'later@shop.example' }], {}, { port: 1 });
		expect(result.out(0)).toMatchObject([{ json: { doubleOptIn: { outcome: 'requested', delivery: { state: 'planned' } } } }]);
		expect(result.hints[1]).toContain('Send Due');
	});
});
