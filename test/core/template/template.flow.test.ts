import type { Core } from '../../../core/openCore';
import { compileTemplate } from '../../../core/template/compileTemplate';
import { makeSample } from '../../../core/template/sampleData';
import { aBrand, aMail, UNSUBSCRIBE_URL } from '../../support/mails';
import { aShopCore } from '../../support/shopCore';
import { STORE_KINDS } from '../../support/stores';

describe.each(STORE_KINDS)('contents in a %s store', (kind) => {
	let core: Core;
	beforeAll(async () => {
		core = await aShopCore(kind);
	});
	afterAll(async () => await core.close());

	it('a template is saved once and renders from what is stored', async () => {
		const body = { source: { kind: 'library' as const, name: 'abandoned-cart' }, brand: aBrand(), overrides: { brandColour: '#aa0000' } };
		const id = await core.templates.saveTemplate('demo', body);
		expect(await core.templates.saveTemplate('demo', body)).toBe(id);
		expect(id).toMatch(/^c_[\w-]{43}$/);
		const content = await core.templates.getContent(id);
		if (content.kind !== 'template') throw new Error('not a template');
		const mail = compileTemplate(content.body.source, content.body).render({ ...makeSample('pt'), unsubscribeUrl: UNSUBSCRIBE_URL });
		expect(mail).toMatchObject({ language: 'pt', subject: expect.stringMatching(/^Guardamos o seu carrinho: R\$/) });
		expect(mail.html).toContain('#aa0000');
	});

	it('another shop\'s same content, or other content, has another id', async () => {
		const body = { source: { kind: 'library' as const, name: 'logistics-update' }, brand: aBrand() };
		await core.shops.save({ id: 'second', name: 'Second' });
		const ids = [await core.templates.saveTemplate('demo', body), await core.templates.saveTemplate('second', body), await core.templates.saveTemplate('demo', { ...body, brand: aBrand({ phone: '123456' }) })];
		expect(new Set(ids).size).toBe(3);
	});

	it('1,000 mails, some of them the same → ids in their order, each stored once', async () => {
		const mail = aMail();
		const mails = Array.from({ length: 1_000 }, (_, index) => ({ ...mail, subject: `Free ${index % 900}` }));
		const ids = await core.templates.saveMails('demo', mails);
		expect(new Set(ids).size).toBe(900);
		expect(ids[950]).toBe(ids[50]);
		const stored = await core.templates.getMany([...ids, 'c_unknown']);
		expect(stored.size).toBe(900);
		expect(stored.get(ids[777] ?? '')).toMatchObject({ shopId: 'demo', kind: 'mail', body: { subject: 'Free 777', html: mail.html } });
	});

	it('an id that is not there → NOT_FOUND', async () => {
		await expect(core.templates.getContent('c_nothing')).rejects.toMatchObject({ code: 'NOT_FOUND' });
	});
});
