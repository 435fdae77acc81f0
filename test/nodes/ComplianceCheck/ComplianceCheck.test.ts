import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openCore, type Core } from '../../../core/openCore';
import { openStore, type OpenStore } from '../../../core/store/openStore';
import { compileTemplate } from '../../../core/template/compileTemplate';
import { aBuyer, aSender, aShop } from '../../support/builders';
import { UNSUBSCRIBE_URL } from '../../support/mails';
import { FOOTER, aWellMadeMail } from '../../support/wellMadeMail';
import { makeEngine, readBinary, type EngineRun } from '../../support/n8nEngine';
import { credentialsFor, locator } from '../../support/nodeCredentials';
import { anSmtpSink, type SmtpSink } from '../../support/smtpSink';
import { sqliteSettings } from '../../support/stores';

type Json = Record<string, unknown>;
interface Item extends Json { buyer: Json; mail: Json & { html: string; text: string } }

const CART = { cart: { items: [], value: { amountMinor: 3_840, currency: 'EUR' }, url: 'https://lumen-home.example/cart/1' } };
const REPORT = 3;

describe('Compliance Check in n8n\'s engine', () => {
	let engine: Awaited<ReturnType<typeof makeEngine>>;
	let sink: SmtpSink;
	let store: OpenStore;
	let core: Core;
	const settings = sqliteSettings();

	beforeAll(async () => {
		engine = await makeEngine();
		sink = await anSmtpSink();
		core = await openCore({ store: settings });
		store = await openStore(settings, { clock: core.clock });
		await aShop(store.db);
		await core.links.publish('demo', { url: 'https://shop.example/webhook/1/m', workflowId: 'w' });
	});
	beforeEach(() => void sink.mails.splice(0));
	afterAll(async () => {
		await store.close();
		await core.close();
		await sink.stop();
	});

	const run = async (parameters: Json, items: Json[], continueOnFail = false): Promise<EngineRun> =>
		await engine({ node: 'complianceCheck', parameters, items, credentials: credentialsFor(settings.file, sink.port), continueOnFail });
	const send = async (campaign: string, items: Json[]): Promise<EngineRun> =>
		await engine({ node: 'sendCampaign', parameters: { operation: 'send', campaign: locator(campaign, 'name'), when: 'atOnce', options: {} }, items, credentials: credentialsFor(settings.file, sink.port) });
	const json = (result: EngineRun, output: number): Json[] => result.out(output).map((item) => item.json);
	const urlOf = async (id: string): Promise<string> => (await core.links.forBuyers('demo'))(id);

	/** The library's mail: everything passes. */
	const anItem = async (fields: Parameters<typeof aBuyer>[1] = {}): Promise<Item> => {
		const row = await aBuyer(store.db, fields);
		const buyer = { id: row.id, shop: 'demo', email: row.email ?? '', name: 'Ana', country: row.country ?? 'ES', language: 'es', site: row.site, timeZone: 'Europe/Madrid' };
		const mail = compileTemplate({ kind: 'library', name: 'abandoned-cart' }, { brand: aSender(1).brand }).render({ buyer, data: CART, unsubscribeUrl: await urlOf(buyer.id) });
		return { buyer, mail: { ...mail }, segment: { name: 'carts', asOf: 1, occasion: 'cart:1' }, note: 'kept' };
	};
	/** Too much picture: image-share alone stops it. */
	const aPicture = async (extra = '', more: Json = {}): Promise<Item> => {
		const { buyer } = await anItem({ country: 'US', site: 'usa' });
		const url = await urlOf(String(buyer.id));
		const mail = aWellMadeMail({ top: `<img src="https://cdn.lumen-home.example/a.png" width="600" height="2400" alt="Lamps">${extra}`, footer: FOOTER.replace('<br>lumen-home.example', '<br>service@lumen-home.example') });
		const place = (text: string): string => text.replaceAll(UNSUBSCRIBE_URL, url);
		return { buyer: { ...buyer, language: 'en' }, mail: { ...mail, html: place(mail.html), text: place(mail.text), ...more } };
	};

	it('pass, needs review and blocked leave by their own outputs, with all that the items carried', async () => {
		const review = await anItem({ country: 'US', site: 'usa' });
		review.mail.subject = 'Hola';
		review.mail.html = review.mail.html.replace(/38,40|€|%/g, '');
		const items = [await anItem(), review, await anItem({ country: 'DE', marketing_consent: 'unknown' })];
		const result = await run({}, items);
		expect(result.error).toBeUndefined();
		expect([json(result, 0), json(result, 1), json(result, 2)]).toMatchObject([
			[{ note: 'kept', compliance: { outcome: 'pass', profile: 'marketing', findings: [] } }],
			[{ compliance: { outcome: 'needsReview' } }],
			[{ compliance: { outcome: 'violation', findings: [{ rule: 'consent-state' }] } }],
		]);
		expect(result.out(2)[0]?.pairedItem).toEqual({ item: 2 });
		expect(result.out(REPORT)).toEqual([]);
		expect(result.hints[0]).toMatch(/^1 pass, 1 need review, 1 blocked; most frequent: /);
		expect(result.hints[1]).toMatch(/consent-state \(1\): The country asks for consent.*Leave the buyer out/);
	});

	it.each([['pass', 0], ['review', 1], ['block', 2]])('needs review counts as %s → output %d', async (needsReviewAs, output) => {
		const item = await anItem();
		delete (item as Json).buyer; // nobody can say that the link is the right one
		const result = await run({ options: { needsReviewAs } }, [item]);
		expect(json(result, output)).toMatchObject([{ compliance: { outcome: 'needsReview', findings: [{ rule: 'unsubscribe-link' }] } }]);
	});

	describe('profile', () => {
		it('Transactional for marketing → passes here and says so; sending judges it as marketing', async () => {
			const item = await anItem({ country: 'DE', marketing_consent: 'unknown' });
			const result = await run({ profile: 'transactional' }, [item]);
			expect(json(result, 0)).toMatchObject([{ mail: { purpose: 'marketing' }, compliance: { outcome: 'pass', profile: 'transactional' } }]);
			expect(result.hints.join()).toContain('1 of the items are marketing, judged here as order mail');
			expect(json(await send('freed', json(result, 0)), 2)).toMatchObject([{ delivery: { state: 'blocked', cause: 'no-consent' } }]);
			expect(sink.mails).toEqual([]);
		});

		it('Marketing for order mail → the stricter rules', async () => {
			const item = await anItem({ country: 'DE', marketing_consent: 'unknown' });
			item.mail.purpose = 'transactional';
			expect(json(await run({}, [item]), 0)).toHaveLength(1);
			expect(json(await run({ profile: 'marketing' }, [item]), 2)).toMatchObject([{ mail: { purpose: 'transactional' }, compliance: { profile: 'marketing', findings: [{ rule: 'consent-state' }] } }]);
		});

		it('one that does not exist → an error that names the choices', async () => {
			expect((await run({ profile: 'Marketing!' }, [await anItem()])).error).toMatchObject({ message: expect.stringContaining('“Profile”'), description: expect.stringContaining('amazonMessage') });
		});
	});

	describe('rules switched off', () => {
		it('off here → passes, says so, and Send Campaign sends it; not off → it does not', async () => {
			const [off, on] = [await aPicture(), await aPicture()];
			const blocked = await run({}, [on]);
			expect(json(blocked, 2)).toMatchObject([{ compliance: { findings: [{ rule: 'image-share' }] } }]);
			const passed = await run({ rulesSwitchedOff: ['image-share'] }, [off]);
			expect(json(passed, 0)).toMatchObject([{ compliance: { outcome: 'pass', switchedOff: ['image-share'], findings: [] } }]);
			expect(passed.hints.join()).toContain('Switched off, here and when they are sent: image-share.');
			expect(json(await send('pictures-off', json(passed, 0)), 0)).toMatchObject([{ delivery: { state: 'accepted' } }]);
			expect(json(await send('pictures-on', json(blocked, 2)), 2)).toMatchObject([{ delivery: { state: 'blocked', cause: 'compliance:image-share' } }]);
		});

		it('a legal rule, written into an item by hand → Send Campaign says that it ignores it, and stops the mail', async () => {
			const item = await aPicture();
			item.mail.html = item.mail.html.replace('Wensan', 'Other');
			const sent = await send('forged', [{ ...item, compliance: { outcome: 'pass', checkedAt: 1, findings: [], switchedOff: ['image-share', 'footer-postal-address', 'nonsense'] } }]);
			expect(json(sent, 2)).toMatchObject([{ delivery: { state: 'blocked', cause: 'compliance:footer-postal-address' } }]);
			expect(sent.hints[0]).toContain('footer-postal-address, nonsense can not be switched off');
		});

		it('off for some of a campaign\'s items only → stays on for all, and the hint says so', async () => {
			const passed = json(await run({ rulesSwitchedOff: ['image-share'] }, [await aPicture()]), 0);
			const sent = await send('mixed', [...passed, ...json(await run({}, [await anItem()]), 0)]);
			expect(json(sent, 2)).toMatchObject([{ delivery: { cause: 'compliance:image-share' } }]);
			expect(json(sent, 0)).toHaveLength(1);
			expect(sent.hints[0]).toContain('image-share is switched off in some of the items only');
		});

		it('an audience carries them to its campaign', async () => {
			const { buyer, mail } = await aPicture();
			const content = { id: 'c_x', purpose: 'marketing', template: 'own', languages: ['en'], samples: [{ buyer, mail }] };
			const audience = { id: 'a_x', shop: 'demo', segment: 's', asOf: 1, size: 1, bySite: {}, byVariant: {}, leftOut: {} };
			const checked = json(await run({ rulesSwitchedOff: ['image-share'] }, [{ audience, content }]), 0);
			expect(checked).toMatchObject([{ compliance: { outcome: 'pass', switchedOff: ['image-share'] } }]);
			await send('of-audience', checked); // its content is not in this store: refused, after the campaign was made
			expect(await core.campaigns.status('demo', 'of-audience')).toMatchObject([{ switchedOff: ['image-share'] }]);
		});

		it.each([
			[['footer-postal-address'], 'the law asks for it'],
			[['image-share', 'size'], 'mailbox providers'],
			['placeholders', 'broken mails'],
			['image-share,no-such-rule', 'there is no such rule'],
			[[{ toString: 1 }], 'there is no such rule'],
			[7, 'there is no such rule'],
		])('%j → refused with the reason before anything is checked', async (rulesSwitchedOff, why) => {
			const before = await core.compliance.countFindings('demo', 0);
			expect((await run({ rulesSwitchedOff }, [await aPicture()])).error).toMatchObject({ message: expect.stringContaining(why), description: expect.stringContaining('image-share') });
			expect(await core.compliance.countFindings('demo', 0)).toEqual(before);
		});
	});

	describe('report', () => {
		const options = { reportFile: true };
		const HOSTILE = '</bdi></section><script>alert(1)</script><img src=x onerror=alert(2)>';

		it('one item a run on an output of its own: counts, html, and the same as a file', async () => {
			const items = [await anItem(), await aPicture(), await aPicture()];
			const result = await run({ options }, items);
			expect([0, 1, 2, REPORT].map((output) => result.out(output).length)).toEqual([1, 0, 2, 1]);
			const [item] = result.out(REPORT);
			expect(item?.json).toMatchObject({ report: { checked: 3, passed: 1, violations: 2, failed: 0, shops: ['demo'], rules: [{ rule: 'image-share', outcome: 'violation', count: 2 }] } });
			expect(item?.json.html).toContain('2 of 3 items');
			expect(item?.json.html).toContain('item 1');
			expect(item?.json.mail).toBeUndefined();
			expect(item?.binary?.data).toMatchObject({ fileName: 'compliance-report.html', mimeType: 'text/html' });
			expect((await readBinary(item)).toString()).toBe(item?.json.html);
			for (const { buyer } of items) expect(item?.json.html).not.toContain(buyer.email);
		});

		it('a mail\'s own words are text in it, and nothing in it is loaded from elsewhere', async () => {
			const item = await aPicture('', { subject: `RE: ${HOSTILE}` });
			(item.buyer as Json).country = '<b';
			const page = String((await run({ options, profile: 'marketing' }, [item, { mail: { ...item.mail, text: `{{${HOSTILE.slice(0, 40)}}}` } }])).out(REPORT)[0]?.json.html);
			expect(page).toContain('&lt;/section&gt;&lt;script&gt;');
			expect(page).not.toMatch(/<script|<img|onerror=alert\(2\)>|<b\)|https?:\/\//i);
		});

		it('is in the language of the shop\'s staff', async () => {
			await core.shops.save({ id: 'cn', name: '店', staffLanguage: 'zh' });
			const item = await aPicture();
			const result = await run({ options }, [{ ...item, buyer: { ...item.buyer, shop: 'cn' } }]);
			expect(result.out(REPORT)[0]?.json.html).toMatch(/<html lang="zh-CN">[\s\S]*合规检查报告[\s\S]*图片占比低于 60%/);
		});

		it('bad items with Continue On Fail: they leave by the error output behind the report, which counts them', async () => {
			const result = await run({ options }, [{ hello: 1 }, await anItem()], true);
			expect(json(result, 0)).toHaveLength(1);
			expect(json(result, REPORT)).toMatchObject([{ report: { checked: 1, failed: 1 } }]);
			expect(json(result, 4)).toMatchObject([{ error: expect.stringContaining('Item 0 has no `mail`') }]);
		});
	});

	describe('bad input', () => {
		const mail = { purpose: 'marketing', language: 'en', subject: 'x', html: '<p>x</p>', text: 'x' };
		it.each<[string, Json, RegExp, RegExp]>([
			['nothing', {}, /Item 1 has no `mail`/, /Render Template/],
			['a mail that is text', { mail: 'hello' }, /Item 1: `mail` is not as expected/, /Render Template/],
			['a mail without html', { mail: { ...mail, html: undefined } }, /`mail\.html`/, /Render Template/],
			['a mail with html that is no text', { mail: { ...mail, html: ['<p>'] } }, /`mail\.html`/, /Render Template/],
			['another purpose', { mail: { ...mail, purpose: 'spam' } }, /`mail\.purpose`/, /Render Template/],
			['a buyer without shop', { mail, buyer: { id: 'b', email: 'a@b.example' } }, /`buyer\.shop`/, /Segment Buyers/],
			['an audience that was not rendered', { audience: { id: 'a_1' } }, /Item 1 has no `content`/, /Render Template/],
			['content without samples', { content: { id: 'c', purpose: 'marketing', template: 't', languages: [] } }, /`content\.samples`/, /Render Template/],
			['an Amazon draft', { conversation: {}, draft: { text: 'x' } }, /no `mail` but the `draft`/, /Amazon Message/],
		])('%s → names item and field, says what to do; with Continue On Fail the others go on', async (_name, item, message, nextStep) => {
			const items = [await anItem(), item];
			expect((await run({}, items)).error).toMatchObject({ message: expect.stringMatching(message), description: expect.stringMatching(nextStep) });
			const lenient = await run({}, items, true);
			expect(json(lenient, 0)).toHaveLength(1);
			expect(json(lenient, 3)).toMatchObject([{ error: expect.stringMatching(message) }]);
		});

		it('mails and an audience side by side are both checked', async () => {
			const item = await anItem();
			const content = { id: 'c_x', purpose: 'marketing', template: 't', languages: ['es'], samples: [{ buyer: item.buyer, mail: item.mail }] };
			const result = await run({}, [{ audience: { id: 'a' }, content }, item]);
			expect(json(result, 0)).toMatchObject([{ content: { id: 'c_x' }, compliance: { outcome: 'pass' } }, { compliance: { outcome: 'pass' } }]);
		});

		it('a mail of 5 MB → blocked for its size, with an answer', async () => {
			const huge = await aPicture('<p>word </p>'.repeat(430_000));
			expect(Buffer.byteLength(huge.mail.html)).toBeGreaterThan(5_000_000);
			const result = await run({}, [huge, await anItem()]);
			expect(json(result, 2)).toMatchObject([{ compliance: { findings: expect.arrayContaining([expect.objectContaining({ rule: 'size' })]) } }]);
			expect(json(result, 0)).toHaveLength(1);
		});

		it('no sender credential filled in → the field is named', async () => {
			const credentials = credentialsFor(settings.file, sink.port);
			const result = await engine({ node: 'complianceCheck', parameters: {}, items: [await anItem()], credentials: { ...credentials, sellerMailSenderApi: { ...credentials.sellerMailSenderApi, phone: '' } } });
			expect(result.error?.message).toContain('“Customer Service Phone” is empty');
		});
	});

	it('what checks found and sending stopped is in the shop\'s record', async () => {
		const read = async (): Promise<EngineRun> => {
			const { sellerMailStoreApi = {} } = credentialsFor(settings.file, sink.port);
			return await engine({ node: 'sellerMailRecords', parameters: { resource: 'shop', operation: 'get', shop: locator('demo') }, items: [{}], credentials: { sellerMailStoreApi } });
		};
		const countOf = (result: EngineRun, rule: string) => (json(result, 0)[0] as { complianceRecord: { rules: Array<{ rule: string; count: number; stopped: number }> } }).complianceRecord.rules.find((entry) => entry.rule === rule) ?? { count: 0, stopped: 0 };
		const before = await read();
		const item = await aPicture();
		item.mail.html = item.mail.html.replace('Wensan', 'Other');
		await run({}, [item]);
		await send('into-the-record', [item]);
		const after = await read();
		for (const rule of ['image-share', 'footer-postal-address']) {
			expect([countOf(after, rule).count - countOf(before, rule).count, countOf(after, rule).stopped - countOf(before, rule).stopped]).toEqual([2, 1]);
		}
		const stopped = (result: EngineRun): number => (json(result, 0)[0] as { complianceRecord: { stoppedWithoutFooter: number } }).complianceRecord.stoppedWithoutFooter;
		expect(stopped(after)).toBe(stopped(before) + 1);
		expect(after.hints.join()).toMatch(/Compliance, last 30 days: .*image-share \d+ \(\d+ stopped at sending\).*without a full footer that were stopped: \d+/);
	});

	it('has icons for light and dark and a codex with Chinese search words', () => {
		const folder = join(__dirname, '..', '..', '..', 'nodes', 'ComplianceCheck');
		const codex = JSON.parse(readFileSync(join(folder, 'ComplianceCheck.node.json'), 'utf8')) as { alias: string[] };
		expect(codex.alias).toEqual(expect.arrayContaining(['合规检查', '亚马逊', '报告']));
		expect(readFileSync(join(folder, 'complianceCheck.svg'), 'utf8')).not.toBe(readFileSync(join(folder, 'complianceCheck.dark.svg'), 'utf8'));
	});
});
