import { openCore, type Core } from '../../core/openCore';
import { makeEngine, type EngineItem, type EngineRun } from '../support/n8nEngine';
import { credentialsFor, locator } from '../support/nodeCredentials';
import { anSmtpSink, type SmtpSink } from '../support/smtpSink';
import { sqliteSettings } from '../support/stores';

type Json = Record<string, unknown>;

describe('nobody to mail, through every node', () => {
	const settings = sqliteSettings();
	let engine: Awaited<ReturnType<typeof makeEngine>>;
	let sink: SmtpSink;
	let core: Core;

	beforeAll(async () => {
		engine = await makeEngine();
		sink = await anSmtpSink();
		core = await openCore({ store: settings });
		await core.shops.save({ id: 'demo', name: 'Lumen Home', defaultSite: 'deu', timeZone: 'Europe/Berlin', currency: 'EUR' });
		await core.links.publish('demo', { url: 'https://shop.example/webhook/1/m', workflowId: 'w' });
	});
	afterAll(async () => {
		await core.close();
		await sink.stop();
	});

	const run = async (node: string, parameters: Json, items: Json[] = [{}]): Promise<EngineRun> => {
		const { sellerMailStoreApi = {}, sellerMailSenderApi = {} } = credentialsFor(settings.file, sink.port);
		return await engine({ node, parameters, items, credentials: node === 'segmentBuyers' ? { sellerMailStoreApi } : { sellerMailStoreApi, sellerMailSenderApi } });
	};
	const json = (result: EngineRun, output = 0): Json[] => result.out(output).map((item: EngineItem) => item.json);
	const segment = async (parameters: Json = {}): Promise<EngineRun> => await run('segmentBuyers', { shop: locator('demo'), preset: 'cart-abandoned', ...parameters });
	const sendAll = async (segmented: EngineRun) => {
		const rendered = await run('renderTemplate', { templateFrom: 'library', languageFrom: 'buyer', templateName: 'abandoned-cart', options: {} }, json(segmented));
		const checked = await run('complianceCheck', { options: {} }, json(rendered));
		const sent = await run('sendCampaign', { operation: 'send', campaign: locator('nobody', 'name'), when: 'localWindow', options: {} }, json(checked));
		return { rendered, checked, sent };
	};

	it('an empty audience → every node passes it on and says that it is empty; nothing fails', async () => {
		const segmented = await segment({ output: 'audience' });
		expect(json(segmented)).toMatchObject([{ audience: { size: 0 } }]);
		expect(segmented.hints[0]).toMatch(/Nobody to mail.*check shop, sites, and the preset's times or the conditions/);
		const { rendered, checked, sent } = await sendAll(segmented);
		for (const { error } of [segmented, rendered, checked, sent]) expect(error).toBeUndefined();
		expect(json(rendered)).toMatchObject([{ content: { id: expect.stringMatching(/^c_/), samples: [] } }]);
		expect(rendered.hints[0]).toContain('audience is empty');
		expect(json(checked)).toMatchObject([{ compliance: { outcome: 'pass', findings: [] } }]);
		expect(checked.hints[0]).toContain('audience is empty');
		expect([json(sent, 0), json(sent, 1)]).toEqual([[], []]);
		expect(json(sent, 2)).toMatchObject([{ campaign: { name: 'nobody', planned: 0, accepted: 0, nextDueAt: null } }]);
		expect(sent.hints[0]).toContain('nobody: nobody to mail');
		expect(sink.mails).toEqual([]);
	});

	it('everybody left out → no items, and the hint says why', async () => {
		const at = core.clock.now() - 86_400_000;
		await core.buyers.recordEvents('demo', ['a', 'b'].map((name) => ({ email: `${name}@shop.example`, country: 'DE', kind: 'cart', subject: name, occurredAt: at, value: 10, currency: 'EUR' })));
		const segmented = await segment({ output: 'buyers' });
		expect(json(segmented)).toEqual([]);
		expect(segmented.hints[0]).toBe('Nobody to mail; left out: 2 no consent.');
	});
});
