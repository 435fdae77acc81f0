import { openCore, type Core } from '../../../core/openCore';
import { makeSample } from '../../../core/template/sampleData';
import { makeEngine, type EngineRun } from '../../support/n8nEngine';
import { credentialsFor } from '../../support/nodeCredentials';
import { sqliteSettings } from '../../support/stores';

type Json = Record<string, unknown>;

describe('Render Template with the shop’s default', () => {
	const store = sqliteSettings();
	let core: Core;
	let engine: Awaited<ReturnType<typeof makeEngine>>;
	beforeAll(async () => {
		core = await openCore({ store });
		for (const id of ['demo', 'other']) await core.shops.save({ id, defaultSite: 'usa' });
		engine = await makeEngine();
	});
	afterAll(async () => await core.close());

	const sample = makeSample('en');
	const anItem = (shop: string): Json => ({ buyer: { ...sample.buyer, shop }, data: sample.data });
	const render = async (items: Json[]): Promise<EngineRun> =>
		await engine({ node: 'renderTemplate', items, parameters: { templateFrom: 'library', templateName: 'shopDefault', languageFrom: 'buyer', options: {} }, credentials: credentialsFor(store.file, 25) });

	it('takes what the shop has chosen', async () => {
		await core.shops.save({ id: 'demo', defaultTemplate: 'win-back' });
		const rendered = await render([anItem('demo'), anItem('demo')]);
		expect(rendered.error).toBeUndefined();
		expect(rendered.out().map(({ json }) => json.mail.template)).toEqual(['win-back', 'win-back']);
	});

	it.each([
		['none chosen', null, ['demo'], 'shop `demo` has none', 'Default Template'], ['own HTML', 'own', ['demo'], 'own HTML', '“Own”'], ['two shops', 'win-back', ['demo', 'other'], 'several shops', 'by name'], ['no shop', 'win-back', [], 'name no shop', 'by name'],
	])('%s → says what to do', async (_name, defaultTemplate, shops, message, nextStep) => {
		await core.shops.save({ id: 'demo', defaultTemplate });
		expect((await render(shops.length > 0 ? shops.map(anItem) : [{}])).error).toMatchObject({ message: expect.stringContaining(message), description: expect.stringContaining(nextStep) });
	});
});
