import type { IncomingMail } from '../../../core/messaging/incomingMail';
import { makeMessagingFlow, type MessagingFlow } from '../../../core/messaging/messaging.flow';
import type { ReplyMail, ReplyMailer, ReplySendResult } from '../../../core/messaging/ports';
import { SENDING_LEASE_MS } from '../../../core/messaging/reply.flow';
import { replyHash } from '../../../core/messaging/replyMail';
import { HOUR_MS } from '../../../core/shared/clock';
import { systemRandom } from '../../../core/shared/random';
import type { SenderProfile } from '../../../core/shop/senderProfile';
import { makeMessagingStore } from '../../../core/store/messagingQueries';
import type { OpenStore } from '../../../core/store/openStore';
import { anAmazonMail } from '../../support/amazonMails';
import { aClock, aStore, STORE_KINDS } from '../../support/stores';

const RECEIVED_AT = Date.UTC(2026, 10, 20, 8, 30);
const sender: SenderProfile = {
	from: { name: 'Shop', address: 'shop@seller.example' },
	brand: { company: 'Shop', postalAddress: 'x', licenceAddress: 'x', phone: '1' },
	smtp: { host: '127.0.0.1', port: 1, security: 'none', maxConnections: 1, isCertificateChecked: true },
};

/** A mailer that keeps what it is given and answers as told: the port's contract, without a network. */
function aMailer(answer: (mail: ReplyMail) => Promise<ReplySendResult> = async () => ({ kind: 'accepted', reply: '250 ok' })) {
	const mails: ReplyMail[] = [];
	const mailer: ReplyMailer = { send: async (_sender, mail) => { mails.push(mail); return await answer(mail); } };
	return { mails, mailer };
}

describe.each(STORE_KINDS)('messaging on %s', (kind) => {
	const clock = aClock();
	let store: OpenStore;
	let outbox: ReturnType<typeof aMailer>;
	let flow: MessagingFlow;

	const useMailer = (next: ReturnType<typeof aMailer>): void => {
		outbox = next;
		flow = makeMessagingFlow({ clock, random: systemRandom, store: makeMessagingStore(store), mailer: next.mailer });
	};
	const open = async (mail: IncomingMail | string = 'de-not-received') => {
		const received = await flow.receive('demo', typeof mail === 'string' ? await anAmazonMail(mail) : mail);
		if (!received.conversation || !received.message) throw new Error(`no conversation: ${received.kind}`);
		return { ...received, conversation: received.conversation, message: received.message };
	};
	const stateOf = async (id: string) => (await flow.listConversations('demo', { limit: 50 })).find((conversation) => conversation.id === id);
	const outStates = async () => (await store.db.selectFrom('messages').select('state').where('direction', '=', 'out').where('state', '<>', 'draft').execute()).map(({ state }) => state);

	beforeEach(async () => {
		clock.set(RECEIVED_AT + 5 * 60_000);
		store = await aStore(kind, clock);
		useMailer(aMailer());
	});
	afterEach(async () => await store.close());

	const addOrder = async (more: Record<string, unknown> = {}) => await store.db.insertInto('orders').values({
		id: 'o_1', shop_id: 'demo', external_id: '301-1234567-7654321', buyer_id: 'b_1', placed_at: RECEIVED_AT - 200 * HOUR_MS, shipped_at: RECEIVED_AT - 100 * HOUR_MS,
		estimated_delivery_at: RECEIVED_AT - 24 * HOUR_MS, carrier: 'DHL', tracking_number: '00340434161094042557', source_updated_at: 1, created_at: 1, updated_at: 1, ...more,
	}).execute();

	describe('receive', () => {
		it('a question about a missing parcel → open, escalated, due within 6 h of when the buyer wrote, with the order’s tracking', async () => {
			await addOrder();
			expect(await open()).toMatchObject({
				kind: 'buyerMessage', isDuplicate: false,
				conversation: { shopId: 'demo', orderId: '301-1234567-7654321', marketplace: 'amazon.de', language: 'de', category: 'item_not_received', priority: 'high', team: 'after-sales', isEscalated: true, state: 'open', replyDueAt: RECEIVED_AT + 6 * HOUR_MS },
				order: { carrier: 'DHL', trackingNumber: '00340434161094042557', shippedAt: RECEIVED_AT - 100 * HOUR_MS },
			});
		});

		it('the same mail twice → one message, one conversation, the second known as a duplicate', async () => {
			const first = await open();
			const second = await open();
			expect(second).toMatchObject({ isDuplicate: true, conversation: { id: first.conversation.id }, message: { id: first.message.id } });
			expect(await store.db.selectFrom('messages').selectAll().execute()).toHaveLength(1);
		});

		it('the same mail by ten at once → recorded once', async () => {
			const results = await Promise.all(Array.from({ length: 10 }, async () => await open()));
			expect(results.filter(({ isDuplicate }) => !isDuplicate)).toHaveLength(1);
			expect(await store.db.selectFrom('messages').selectAll().execute()).toHaveLength(1);
			expect(await store.db.selectFrom('conversations').selectAll().execute()).toHaveLength(1);
		});

		it('a mail without Message-ID twice → recorded once', async () => {
			const mail = { ...await anAmazonMail('de-not-received'), messageId: undefined };
			await open(mail);
			expect((await open(mail)).isDuplicate).toBe(true);
		});

		it('a date in the future → counts from now', async () => {
			const mail = { ...await anAmazonMail('de-not-received'), sentAt: clock.now() + 900 * HOUR_MS };
			expect((await open(mail)).conversation.replyDueAt).toBe(clock.now() + 6 * HOUR_MS);
		});

		it('a second message in the same matter → the same conversation, the earlier deadline stays', async () => {
			const first = await open();
			const later = { ...await anAmazonMail('de-not-received', { 'wo ist meine Bestellung? Sie ist nicht angekommen.': 'ich brauche eine Rechnung bitte.' }), subject: 'Re: (Bestellung: 301-1234567-7654321)', messageId: '<second@x.example>', sentAt: RECEIVED_AT + 60_000 };
			expect((await open(later)).conversation).toMatchObject({ id: first.conversation.id, category: 'invoice_vat', replyDueAt: first.conversation.replyDueAt, isEscalated: true });
		});

		it('another order of the same buyer, or another case of the same order → another conversation', async () => {
			const first = await open();
			const otherOrder = await open({ ...await anAmazonMail('de-not-received', { '301-1234567-7654321': '301-0000000-0000001', '1b4e28ba-2fa1-11d2-883f-0016d3cca427': '3c4e28ba-2fa1-11d2-883f-0016d3cca429' }), messageId: '<o2@x.example>' });
			const otherCase = await open({ ...await anAmazonMail('de-not-received', { '1b4e28ba-2fa1-11d2-883f-0016d3cca427': '2c4e28ba-2fa1-11d2-883f-0016d3cca428' }), messageId: '<c2@x.example>' });
			expect(new Set([first, otherOrder, otherCase].map(({ conversation }) => conversation.id)).size).toBe(3);
		});

		it.each(['phishing-evil-domain', 'phishing-auth-fail', 'unknown-notice'])('%s → nothing is recorded', async (name) => {
			expect((await flow.receive('demo', await anAmazonMail(name))).conversation).toBeUndefined();
			expect(await store.db.selectFrom('conversations').selectAll().execute()).toEqual([]);
		});

		it('shops do not see each other’s conversations', async () => {
			const { conversation } = await open();
			await expect(flow.draft('other', conversation.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
		});
	});

	describe('draft', () => {
		it('answers in the buyer’s language with order and tracking, and passes', async () => {
			await addOrder();
			const draft = await flow.draft('demo', (await open()).conversation.id);
			expect(draft).toMatchObject({ language: 'de', template: 'item_not_received', compliance: { outcome: 'pass', findings: [] } });
			expect(draft.text).toContain('Sendungsnummer: 00340434161094042557');
		});

		it('for an order that Amazon ships → the other answer', async () => {
			await addOrder({ fulfilled_by: 'amazon' });
			expect((await flow.draft('demo', (await open()).conversation.id)).text).toContain('Amazon liefert diese Bestellung');
		});

		it('findings follow the shop’s staff language', async () => {
			await store.db.insertInto('shops').values({ id: 'demo', name: 'Demo', default_site: 'deu', time_zone: 'Europe/Berlin', currency: 'EUR', staff_language: 'zh', activated_at: 1, is_import_approved: 0, created_at: 1, updated_at: 1 }).execute();
			const draft = await flow.draft('demo', (await open()).conversation.id, { text: 'Rufen Sie +49 30 1234567 an' });
			expect(draft.compliance.findings[0]?.message).toMatch(/\p{Script=Han}/u);
		});

		it('of an unknown ready answer → an error that says what to do', async () => {
			await expect(flow.draft('demo', (await open()).conversation.id, { template: 'nope' })).rejects.toMatchObject({ code: 'INPUT_INVALID', message: expect.stringContaining('nope') });
		});
	});

	describe('reply', () => {
		it('a checked text goes to the relay as received, threaded, and answers the conversation', async () => {
			const { conversation, message } = await open();
			const { text } = await flow.draft('demo', conversation.id);
			const result = await flow.reply('demo', sender, { conversationId: conversation.id, text, sentBy: 'li' });
			const messageId = `<${replyHash(conversation.id, message.id, text)}@seller.example>`;
			expect(result).toEqual({ kind: 'sent', messageId, at: clock.now() });
			expect(outbox.mails).toEqual([{
				to: 'q7k2m9x4c1z8b5@marketplace.amazon.de', text, messageId, subject: 'Re: Paket nicht angekommen: Gutschrift anfordern(Bestellung: 301-1234567-7654321)',
				inReplyTo: message.headerMessageId, references: [message.headerMessageId],
			}]);
			expect(await stateOf(conversation.id)).toMatchObject({ state: 'answered', replyDueAt: null, answeredAt: clock.now() });
		});

		it('of a text that was never checked, or changed after the check → CHECK_MISSING, nothing sent', async () => {
			const { conversation } = await open();
			const { text } = await flow.draft('demo', conversation.id);
			await expect(flow.reply('demo', sender, { conversationId: conversation.id, text: `${text}!`, sentBy: 'li' })).rejects.toMatchObject({ code: 'CHECK_MISSING' });
			expect(outbox.mails).toEqual([]);
		});

		it('of a text checked before the buyer wrote again → CHECK_MISSING', async () => {
			const { conversation } = await open();
			const { text } = await flow.draft('demo', conversation.id);
			await open({ ...await anAmazonMail('de-not-received'), messageId: '<again@x.example>', sentAt: RECEIVED_AT + 60_000 });
			await expect(flow.reply('demo', sender, { conversationId: conversation.id, text, sentBy: 'li' })).rejects.toMatchObject({ code: 'CHECK_MISSING' });
		});

		it('that breaks a rule → REPLY_BLOCKED naming rule and words, even with approval', async () => {
			const { conversation } = await open();
			const { text } = await flow.check('demo', conversation.id, 'Bitte rufen Sie +49 30 1234567 an. Bestellung 301-1234567-7654321');
			await expect(flow.reply('demo', sender, { conversationId: conversation.id, text, sentBy: 'li', approvedBy: 'wang' }))
				.rejects.toMatchObject({ code: 'REPLY_BLOCKED', message: expect.stringContaining('AMZ-PHONE') });
			expect(outbox.mails).toEqual([]);
		});

		it('that needs a person → APPROVAL_MISSING; with a person’s name it goes', async () => {
			const { conversation } = await open();
			const { text, compliance } = await flow.check('demo', conversation.id, 'Hello, we are looking into where your parcel is and will answer you here. Order 301-1234567-7654321');
			expect(compliance).toMatchObject({ outcome: 'needsReview', findings: [{ rule: 'AMZ-LANG' }] });
			await expect(flow.reply('demo', sender, { conversationId: conversation.id, text, sentBy: 'li' })).rejects.toMatchObject({ code: 'APPROVAL_MISSING' });
			expect(await flow.reply('demo', sender, { conversationId: conversation.id, text, sentBy: 'li', approvedBy: 'wang' })).toMatchObject({ kind: 'sent' });
		});

		it('twice → one mail; the second call says it was sent', async () => {
			const { conversation } = await open();
			const wish = { conversationId: conversation.id, text: (await flow.draft('demo', conversation.id)).text, sentBy: 'li' };
			await flow.reply('demo', sender, wish);
			expect(await flow.reply('demo', sender, wish)).toMatchObject({ kind: 'alreadySent' });
			expect(outbox.mails).toHaveLength(1);
		});

		it('by eight at once → one mail', async () => {
			const { conversation } = await open();
			const wish = { conversationId: conversation.id, text: (await flow.draft('demo', conversation.id)).text, sentBy: 'li' };
			const results = await Promise.all(Array.from({ length: 8 }, async () => await flow.reply('demo', sender, wish)));
			expect(outbox.mails).toHaveLength(1);
			expect(results.filter((result) => result.kind === 'sent')).toHaveLength(1);
		});

		it('with eight different texts at once → one mail; a second answer needs a person', async () => {
			const { conversation } = await open();
			const texts = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map(async (letter) =>
				(await flow.check('demo', conversation.id, `Guten Tag, wir sehen nach und antworten Ihnen hier (${letter}). Bestellung 301-1234567-7654321`)).text));
			const results = await Promise.all(texts.map(async (text) => await flow.reply('demo', sender, { conversationId: conversation.id, text, sentBy: 'li' })));
			expect(outbox.mails).toHaveLength(1);
			expect(results.filter((result) => result.kind === 'alreadyAnswered')).toHaveLength(7);
			const other = texts.find((text) => text !== outbox.mails[0]?.text) ?? '';
			expect(await flow.reply('demo', sender, { conversationId: conversation.id, text: other, sentBy: 'li', approvedBy: 'wang' })).toMatchObject({ kind: 'sent' });
		});

		it('is durable as `sending` before the mail server is asked', async () => {
			const seen: string[][] = [];
			useMailer(aMailer(async () => { seen.push(await outStates()); return { kind: 'accepted', reply: '250' }; }));
			const { conversation } = await open();
			await flow.reply('demo', sender, { conversationId: conversation.id, text: (await flow.draft('demo', conversation.id)).text, sentBy: 'li' });
			expect(seen).toEqual([['sending']]);
		});

		it('whose run died while sending → first in progress, later uncertain, never sent again; Amazon’s copy settles it', async () => {
			useMailer(aMailer(async () => { throw new Error('killed'); }));
			const { conversation } = await open();
			const wish = { conversationId: conversation.id, text: (await flow.draft('demo', conversation.id)).text, sentBy: 'li' };
			await expect(flow.reply('demo', sender, wish)).rejects.toThrow('killed');
			useMailer(aMailer());
			expect(await flow.reply('demo', sender, wish)).toMatchObject({ kind: 'inProgress' });
			clock.advance(SENDING_LEASE_MS);
			expect(await flow.reply('demo', sender, wish)).toMatchObject({ kind: 'uncertain' });
			expect(await flow.reply('demo', sender, wish)).toMatchObject({ kind: 'uncertain' });
			expect(outbox.mails).toEqual([]);
			expect(await stateOf(conversation.id)).toMatchObject({ state: 'open' });
			await flow.receive('demo', await anAmazonMail('confirmation-own-reply'));
			expect(await outStates()).toEqual(['sent']);
			expect(await stateOf(conversation.id)).toMatchObject({ state: 'answered' });
		});

		it.each([
			[{ kind: 'refused', code: '550', reply: '550 no' }, 'failed', false],
			[{ kind: 'refused', code: '451', reply: '451 later' }, 'failed', true],
			[{ kind: 'unreachable', reason: 'ECONNECTION' }, 'failed', true],
		] as Array<[ReplySendResult, string, boolean]>)('%j → %s, still due, and may be tried again', async (answer, state, isRetryable) => {
			useMailer(aMailer(async () => answer));
			const { conversation } = await open();
			const wish = { conversationId: conversation.id, text: (await flow.draft('demo', conversation.id)).text, sentBy: 'li' };
			expect(await flow.reply('demo', sender, wish)).toMatchObject({ kind: state, isRetryable });
			expect(await stateOf(conversation.id)).toMatchObject({ state: 'open', replyDueAt: RECEIVED_AT + 6 * HOUR_MS });
			useMailer(aMailer());
			expect(await flow.reply('demo', sender, wish)).toMatchObject({ kind: 'sent' });
		});

		it('whose connection broke after the text began to leave → uncertain, not sent again', async () => {
			useMailer(aMailer(async () => ({ kind: 'unknown', reason: 'ECONNECTION' })));
			const { conversation } = await open();
			const wish = { conversationId: conversation.id, text: (await flow.draft('demo', conversation.id)).text, sentBy: 'li' };
			expect(await flow.reply('demo', sender, wish)).toMatchObject({ kind: 'uncertain' });
			expect(await flow.reply('demo', sender, wish)).toMatchObject({ kind: 'uncertain' });
			expect(outbox.mails).toHaveLength(1);
		});

		it('in a closed conversation → CONVERSATION_CLOSED; only the buyer opens it again', async () => {
			const { conversation } = await open();
			const { text } = await flow.draft('demo', conversation.id);
			expect(await flow.close('demo', conversation.id)).toMatchObject({ state: 'closed', replyDueAt: null });
			await expect(flow.reply('demo', sender, { conversationId: conversation.id, text, sentBy: 'li' })).rejects.toMatchObject({ code: 'CONVERSATION_CLOSED' });
			await expect(flow.draft('demo', conversation.id)).rejects.toMatchObject({ code: 'CONVERSATION_CLOSED' });
			await flow.receive('demo', await anAmazonMail('confirmation-own-reply'));
			expect(await stateOf(conversation.id)).toMatchObject({ state: 'closed' });
			expect((await open({ ...await anAmazonMail('de-not-received'), messageId: '<again@x.example>' })).conversation).toMatchObject({ id: conversation.id, state: 'open' });
		});

		it('to a notice of Amazon’s own → REPLY_NOT_POSSIBLE', async () => {
			const { conversation } = await open('return-request');
			expect(conversation).toMatchObject({ category: 'return', orderId: '301-1234567-7654321', relayAddress: '' });
			await expect(flow.reply('demo', sender, { conversationId: conversation.id, text: 'x', sentBy: 'li' })).rejects.toMatchObject({ code: 'REPLY_NOT_POSSIBLE' });
		});
	});

	describe('what comes back', () => {
		const sendOne = async (name: string) => {
			const { conversation } = await open(name);
			const { text } = await flow.draft('demo', conversation.id);
			const result = await flow.reply('demo', sender, { conversationId: conversation.id, text, sentBy: 'li', approvedBy: 'wang' });
			return { conversation, wish: { conversationId: conversation.id, text, sentBy: 'li' }, messageId: 'messageId' in result ? result.messageId : '' };
		};

		it('an opt-out → the reply failed, the answer is due again, and it is not sent again without a person', async () => {
			const { conversation, wish } = await sendOne('it-message');
			expect(await flow.receive('demo', await anAmazonMail('opt-out'))).toMatchObject({ kind: 'optOutBounce', message: { state: 'failed' } });
			expect(await stateOf(conversation.id)).toMatchObject({ state: 'open' });
			await expect(flow.reply('demo', sender, wish)).rejects.toMatchObject({ code: 'APPROVAL_MISSING' });
			expect(outbox.mails).toHaveLength(1);
		});

		it('a delivery report with our Message-ID → that reply failed', async () => {
			const { conversation, messageId } = await sendOne('de-not-received');
			await flow.receive('demo', await anAmazonMail('dsn', { '@@OUR_ID@@': messageId }));
			expect(await outStates()).toEqual(['failed']);
			expect(await stateOf(conversation.id)).toMatchObject({ state: 'open' });
		});

		it('a delivery report that names no reply of ours → nothing changes', async () => {
			const { conversation } = await sendOne('de-not-received');
			await flow.receive('demo', await anAmazonMail('dsn'));
			expect(await outStates()).toEqual(['sent']);
			expect(await stateOf(conversation.id)).toMatchObject({ state: 'answered' });
		});

		it('the copy of a reply written in Seller Central → answered', async () => {
			const { conversation } = await open();
			clock.set(Date.UTC(2026, 10, 20, 10));
			expect((await flow.receive('demo', await anAmazonMail('confirmation-own-reply'))).conversation).toMatchObject({ id: conversation.id, state: 'answered', answeredAt: Date.UTC(2026, 10, 20, 9, 30) });
		});

		it('the copy of an older reply than the buyer’s message → still open', async () => {
			const { conversation } = await open();
			await flow.receive('demo', await anAmazonMail('confirmation-own-reply', { 'Fri, 20 Nov 2026 09:30:00': 'Thu, 19 Nov 2026 09:30:00' }));
			expect(await stateOf(conversation.id)).toMatchObject({ state: 'open' });
		});
	});

	describe('conversations', () => {
		it('that need no response leave what is due; who decided is kept', async () => {
			const { conversation, message } = await open();
			expect(await flow.markNoResponseNeeded('demo', conversation.id, 'wang')).toMatchObject({ state: 'answered', replyDueAt: null });
			const row = await store.db.selectFrom('messages').select('decision_json').where('id', '=', message.id).executeTakeFirstOrThrow();
			expect(JSON.parse(row.decision_json)).toMatchObject({ noResponseNeededBy: 'wang' });
		});

		it('are listed by what is due first, and by state', async () => {
			const parcel = (await open('de-not-received')).conversation;
			const cancel = (await open('cancellation')).conversation;
			const damaged = (await open('it-message')).conversation;
			await flow.close('demo', damaged.id);
			expect((await flow.listConversations('demo', { state: 'open', limit: 10 })).map(({ id }) => id)).toEqual([cancel.id, parcel.id]);
			expect((await flow.listConversations('demo', { dueBefore: RECEIVED_AT + 3 * HOUR_MS, limit: 10 })).map(({ id }) => id)).toEqual([cancel.id]);
			expect((await flow.listConversations('demo', { state: 'closed', limit: 10 })).map(({ id }) => id)).toEqual([damaged.id]);
		});

		it('that do not exist → NOT_FOUND', async () => {
			await expect(flow.close('demo', 'v_nope')).rejects.toMatchObject({ code: 'NOT_FOUND' });
		});
	});
});
