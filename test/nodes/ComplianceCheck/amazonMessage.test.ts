import { rawAmazonMail } from '../../support/amazonMails';
import { makeEngine, type EngineRun } from '../../support/n8nEngine';
import { credentialsFor, locator } from '../../support/nodeCredentials';
import { anSmtpSink, type SmtpSink } from '../../support/smtpSink';
import { sqliteSettings } from '../../support/stores';

type Json = Record<string, unknown>;

describe('Compliance Check with the profile Amazon Message', () => {
	let engine: Awaited<ReturnType<typeof makeEngine>>;
	let sink: SmtpSink;
	/** a message that waits for an answer, with its draft */
	let item: Json;
	const file = sqliteSettings().file;

	beforeAll(async () => {
		engine = await makeEngine();
		sink = await anSmtpSink();
		[item = {}] = json(await reply('draft', await received('ja-message')));
	});
	afterAll(async () => await sink.stop());

	const reply = async (operation: string, items: Json[], parameters: Json = {}): Promise<EngineRun> =>
		await engine({ node: 'replyToBuyerMessage', parameters: { resource: 'message', operation, ...parameters }, items, credentials: credentialsFor(file, sink.port) });
	const check = async (items: Json[], more: { options?: Json; continueOnFail?: boolean } = {}): Promise<EngineRun> => {
		const { sellerMailStoreApi = {} } = credentialsFor(file, sink.port); // no sender: it isn't asked for
		return await engine({ node: 'complianceCheck', parameters: { profile: 'amazonMessage', options: more.options ?? {} }, items, credentials: { sellerMailStoreApi }, continueOnFail: more.continueOnFail });
	};
	const json = (result: EngineRun, output = 0): Json[] => result.out(output).map((item) => item.json);
	const received = async (mail: Parameters<typeof rawAmazonMail>[0]): Promise<Json[]> => json(await reply('receive', [{ raw: rawAmazonMail(mail) }], { shop: locator('demo') }));

	it('a ready answer passes, keeps what it was made from, and Reply sends it', async () => {
		const drafted = json(await reply('draft', await received('de-not-received')));
		const checked = await check(drafted);
		expect(json(checked)).toMatchObject([{ draft: drafted[0]?.draft, compliance: { outcome: 'pass', profile: 'amazonMessage', findings: [] } }]);
		expect(json(await reply('draft', drafted))).toMatchObject([{ draft: { template: 'item_not_received' } }]);
		expect(json(await reply('reply', json(checked)))).toMatchObject([{ reply: { state: 'sent' } }]);
	});

	it('a text that a person changed afterwards: blocked here, refused by Reply; corrected and checked here, it is sent', async () => {
		const [drafted] = json(await reply('draft', await received('it-message')));
		const withText = (text: string): Json => ({ ...drafted, draft: { ...(drafted?.draft as Json), text } });
		const blocked = await check([withText('Buongiorno, ci chiami al +39 02 1234567. Ordine 404-1111111-2222222')], { options: { reportFile: true } });
		expect(json(blocked, 2)).toMatchObject([{ compliance: { outcome: 'violation', findings: expect.arrayContaining([expect.objectContaining({ rule: 'AMZ-PHONE', kind: 'amazon' })]) } }]);
		expect(blocked.hints.join()).toMatch(/AMZ-PHONE \(1\): No phone number Remove the number/);
		expect(json(blocked, 3)).toMatchObject([{ report: { profiles: ['amazonMessage'], violations: 1 } }]);
		expect(String(json(blocked, 3)[0]?.html)).toMatch(/Amazon message[\s\S]*No phone number/);
		expect((await reply('reply', json(blocked, 2))).error?.description).toContain('REPLY_BLOCKED');
		const { conversation } = drafted as { conversation: { orderId: string } };
		const corrected = await check([withText(`Buongiorno, controlliamo il suo ordine ${conversation.orderId} e le rispondiamo qui. Cordiali saluti`)]);
		expect([0, 1, 2].map((output) => corrected.out(output).length)).not.toEqual([0, 0, 1]);
		expect(json(await reply('reply', [...json(corrected), ...json(corrected, 1)], { approvedBy: 'Wang Li' }))).toMatchObject([{ reply: { state: 'sent' } }]);
	});

	it.each<[string, (item: Json) => Json, RegExp, RegExp]>([
		['no draft', ({ conversation }) => ({ conversation }), /Item 1 has no `draft`/, /Reply to Buyer Message → Draft/],
		['no conversation', ({ draft }) => ({ draft }), /Item 1 has no `conversation`/, /Receive/],
		['a mail of a campaign', () => ({ mail: { html: 'x' } }), /no `draft` but a `mail`/, /From the Mail/],
		['a draft without text', (item) => ({ ...item, draft: {} }), /`draft\.text`/, /Draft/],
		['the draft of another conversation', (item) => ({ ...item, draft: { text: 'x', conversationId: 'other' } }), /names another conversation/, /Draft/],
		['a conversation that the store does not know', (item) => ({ ...item, conversation: { ...(item.conversation as Json), id: 'k_none' }, draft: { text: 'x' } }), /There is no conversation k_none/, /Receive/],
	])('%s → names item and field; with Continue On Fail the others go on', async (_name, spoil, message, nextStep) => {
		const strict = await check([item, spoil(item)]);
		expect(strict.error).toMatchObject({ message: expect.stringMatching(message), description: expect.stringMatching(nextStep) });
		const lenient = await check([item, spoil(item)], { continueOnFail: true });
		expect(json(lenient, 3)).toMatchObject([{ error: expect.stringMatching(message) }]);
		expect([0, 1, 2].flatMap((output) => json(lenient, output))).toHaveLength(1);
	});
});
