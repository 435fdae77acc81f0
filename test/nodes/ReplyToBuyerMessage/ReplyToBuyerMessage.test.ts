import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeEngine, type EngineItem, type EngineRun } from '../../support/n8nEngine';
import { anSmtpSink, type SmtpSink } from '../../support/smtpSink';
import { rawAmazonMail } from '../../support/amazonMails';
import { sqliteSettings } from '../../support/stores';

type Json = Record<string, unknown>;

describe('Reply to Buyer Message in n8n’s engine', () => {
	let sink: SmtpSink;
	let run: (operation: string, items: Json[], more?: { parameters?: Json; continueOnFail?: boolean; resource?: string }) => Promise<EngineRun>;
	const shop = { __rl: true, mode: 'id', value: 'demo' };
	const jsonOf = (items: EngineItem[]): Json[] => items.map(({ json }) => json);

	beforeAll(async () => {
		sink = await anSmtpSink();
		const engine = await makeEngine();
		const credentials = {
			sellerMailStoreApi: { kind: 'sqlite', file: sqliteSettings().file },
			sellerMailSenderApi: { fromName: 'Shop', fromAddress: 'shop@seller.example', company: 'x', postalAddress: 'x', licenceAddress: 'x', phone: 'x', host: '127.0.0.1', port: sink.port, security: 'none', maxConnections: 1 },
		};
		run = async (operation, items, { parameters = {}, continueOnFail = false, resource = 'message' } = {}) =>
			await engine({ node: 'replyToBuyerMessage', parameters: { resource, operation, ...parameters }, items, credentials, continueOnFail });
	});
	afterAll(async () => await sink.stop());

	it('receives, drafts, replies; the item tells the whole story; a second run sends nothing', async () => {
		const received = await run('receive', [{ raw: rawAmazonMail('de-not-received'), note: 'kept' }, { raw: rawAmazonMail('phishing-evil-domain') }], { parameters: { shop } });
		expect(received.out(0)).toHaveLength(1);
		expect(received.out(0)[0]).toMatchObject({ json: { note: 'kept', conversation: { shop: 'demo', category: 'item_not_received', state: 'open', mayReply: true }, message: { kind: 'buyerMessage' } }, pairedItem: { item: 0 } });
		expect(received.out(1)[0]).toMatchObject({ json: { message: { kind: 'notAmazon', reason: 'lookAlike' } }, pairedItem: { item: 1 } });
		expect(received.hints[0]).toMatch(/^1 message received: 1 item not received \(due .*\); 1 not from Amazon\.$/);
		expect(JSON.stringify([received.out(0)[0]?.json.conversation, received.out(0)[0]?.json.message])).not.toContain('@marketplace');
		const drafted = await run('draft', jsonOf(received.out(0)));
		expect(drafted.out()[0]?.json).toMatchObject({ note: 'kept', draft: { language: 'de', compliance: { outcome: 'pass' } } });
		const first = await run('reply', jsonOf(drafted.out()));
		const second = await run('reply', jsonOf(drafted.out()));
		expect([first.out()[0]?.json.reply, second.out()[0]?.json.reply]).toMatchObject([{ state: 'sent' }, { state: 'alreadySent' }]);
		expect(sink.mails.map(({ to }) => to)).toEqual(['q7k2m9x4c1z8b5@marketplace.amazon.de']);
		const again = await run('receive', [{ raw: rawAmazonMail('de-not-received') }], { parameters: { shop } });
		expect([again.out(0), again.out(1)].map((items) => items.length)).toEqual([0, 1]);
	});

	it('a draft of own words that breaks a rule → the hint names it, Reply refuses with the next step', async () => {
		const received = await run('receive', [{ raw: rawAmazonMail('it-message') }], { parameters: { shop } });
		const drafted = await run('draft', jsonOf(received.out(0)), { parameters: { answerFrom: 'ownText', text: 'Buongiorno, ci chiami al +39 02 1234567. Ordine 404-1111111-2222222' } });
		expect(drafted.hints[0]).toContain('AMZ-PHONE');
		const refused = await run('reply', jsonOf(drafted.out()));
		expect(refused.error).toMatchObject({ message: expect.stringContaining('AMZ-PHONE'), description: expect.stringContaining('REPLY_BLOCKED') });
	});

	it('a broken item with Continue On Fail → an error item; the other items go on', async () => {
		const received = await run('receive', [{ hello: 'world' }, { raw: rawAmazonMail('ja-message') }], { parameters: { shop }, continueOnFail: true });
		expect(received.out(0)).toMatchObject([{ json: { conversation: { language: 'ja' } }, pairedItem: { item: 1 } }]);
		const errorOutput = received.out(2);
		expect(errorOutput).toMatchObject([{ json: { error: expect.stringContaining('Item 0') } }]);
	});

	it('Draft without a conversation → an error that names item, field and the node that makes it', async () => {
		expect((await run('draft', [{ x: 1 }])).error).toMatchObject({ message: expect.stringContaining('`conversation`'), description: expect.stringContaining('Receive') });
	});

	it('conversations are listed, marked and closed', async () => {
		const listed = await run('getMany', [{}], { resource: 'conversation', parameters: { shop, state: 'open', dueWithinHours: 0, limit: 10 } });
		const japanese = listed.out().filter(({ json }) => (json.conversation as { language: string }).language === 'ja');
		expect(japanese).toHaveLength(1);
		const marked = await run('markNoResponseNeeded', jsonOf(japanese), { parameters: { decidedBy: 'wang' } });
		expect(marked.out()[0]?.json.conversation).toMatchObject({ state: 'answered', replyDueAt: null });
		const closed = await run('close', jsonOf(japanese), { resource: 'conversation' });
		expect(closed.out()[0]?.json.conversation).toMatchObject({ state: 'closed' });
		expect((await run('draft', jsonOf(japanese))).error).toMatchObject({ description: expect.stringContaining('CONVERSATION_CLOSED') });
	});

	it('has icons that are SVG and a codex with Chinese search words', () => {
		const folder = join(__dirname, '..', '..', '..', 'nodes', 'ReplyToBuyerMessage');
		const codex = JSON.parse(readFileSync(join(folder, 'ReplyToBuyerMessage.node.json'), 'utf8')) as { alias: string[]; resources: object };
		expect(codex.alias).toContain('买家消息');
		expect(readFileSync(join(folder, 'replyToBuyerMessage.svg'), 'utf8')).not.toBe(readFileSync(join(folder, 'replyToBuyerMessage.dark.svg'), 'utf8'));
	});
});
