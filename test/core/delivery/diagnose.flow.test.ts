import { openCore, type Core } from '../../../core/openCore';
import { openStore, type OpenStore } from '../../../core/store/openStore';
import type { AttemptTable, NewDelivery } from '../../../core/store/schema';
import { NOON, aBuyer, aCampaign, aDelivery, aShop } from '../../support/builders';
import { STORE_KINDS, aClock, storeSettings } from '../../support/stores';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe.each(STORE_KINDS)('diagnosis on %s', (kind) => {
	let store: OpenStore;
	let core: Core;
	let campaign: string;
	const clock = aClock(NOON);

	beforeEach(async () => {
		clock.set(NOON);
		const settings = storeSettings(kind);
		core = await openCore({ store: settings, clock });
		store = await openStore(settings, { clock });
		await aShop(store.db);
		campaign = await aCampaign(store.db);
	});
	afterEach(async () => {
		await store.close();
		await core.close();
	});

	let serial = 0;
	const anAttempt = async (deliveryId: string, fields: Partial<AttemptTable> = {}): Promise<void> => void (await store.db.insertInto('attempts').values({
		id: `t_${(serial += 1)}`, delivery_id: deliveryId, shop_id: 'demo', number: 1, started_at: NOON - HOUR, ended_at: NOON - HOUR + 5, outcome: 'failed',
		code: '550', enhanced_code: '5.1.1', reply: '550 5.1.1 <<address>> unknown', ...fields,
	}).execute());
	const aMail = async (fields: Partial<NewDelivery> = {}, email?: string): Promise<{ id: string; buyerId: string; hash: string }> => {
		const buyer = await aBuyer(store.db, email ? { email: `${(serial += 1)}.${email}` } : {});
		return { id: await aDelivery(store.db, { campaign_id: campaign, buyer_id: buyer.id, ...fields }), buyerId: buyer.id, hash: buyer.email_hash };
	};
	const ofDelivery = async (id: string) => await core.diagnose.delivery('demo', id);
	const ofCampaign = async () => await core.diagnose.campaign('demo', 'carts');

	describe('of a delivery', () => {
		it('a hard bounce → cause, mailbox, the server\'s words, the whole history in order, and that a new mail would be refused', async () => {
			const { id, buyerId, hash } = await aMail({ state: 'failed', cause: 'mailbox-does-not-exist', code: '550', attempt_count: 1, planned_at: NOON - 2 * HOUR, settled_at: NOON - HOUR + 5 }, 'ana@gmail.com');
			await anAttempt(id);
			await store.db.insertInto('delivery_events').values({ id: 'v1', shop_id: 'demo', delivery_id: id, buyer_id: buyerId, kind: 'bounced', occurred_at: NOON - HOUR + 6, source: 'smtp', event_key: 'x' }).execute();
			await store.db.insertInto('suppressions').values({ id: 's1', shop_id: 'demo', email_hash: hash, reason: 'hard-bounce', scope: 'all', starts_at: NOON - HOUR + 7, ends_at: NOON + 700 * HOUR, note: null, source: 'smtp' }).execute();
			const found = await ofDelivery(id);
			expect(found).toMatchObject({
				about: 'delivery', code: '550', cause: 'mailbox-does-not-exist', nextStep: expect.stringContaining('another address'),
				delivery: { id, buyerId, campaign: 'carts', recipientDomain: 'gmail.com', provider: 'Gmail', state: 'failed' },
				now: { answer: 'refused', cause: 'suppressed:hard-bounce' },
			});
			expect(found.history.map(({ what }) => what)).toEqual([
				'planned', 'attempt: failed 550 5.1.1 — 550 5.1.1 <<address>> unknown', 'ended: failed', 'event: bounced (smtp)', 'the address is suppressed: hard-bounce (all) until 2026-12-19',
			]);
			expect(found.evidence).toEqual(['State failed, 1 attempt.', 'Mailbox at gmail.com (Gmail).', 'The server\'s last words: 550 5.1.1 <<address>> unknown']);
			expect(JSON.stringify(found)).not.toContain('@');
		});

		it('stopped by a rule → the rule, and its evidence without addresses', async () => {
			const { id } = await aMail({ state: 'blocked', cause: 'compliance:footer-phone', settled_at: NOON });
			await store.db.insertInto('findings').values({ id: 'f1', shop_id: 'demo', campaign_id: campaign, delivery_id: id, rule: 'footer-phone', outcome: 'violation', kind: 'legal', evidence: 'no phone beside service@lumen-home.example', occurred_at: NOON }).execute();
			const found = await ofDelivery(id);
			expect(found).toMatchObject({ code: '422', cause: 'compliance:footer-phone', evidence: expect.arrayContaining(['Rule footer-phone: no phone beside <address>.']) });
		});

		const waiting: Array<[string, Partial<NewDelivery>, () => Promise<unknown>, { code: string | null; summary: unknown; answer: string }]> = [
			['due, nobody runs', {}, async () => await Promise.resolve(), { code: null, summary: expect.stringMatching(/due since 2026-11-20 12:00, but no run/), answer: 'goes' }],
			['planned for later', { due_at: NOON + HOUR }, async () => await Promise.resolve(), { code: null, summary: 'It is planned for 2026-11-20 13:00.', answer: 'goes' }],
			['put off by the server', { state: 'deferred', cause: 'greylisted', due_at: NOON + HOUR }, async () => await Promise.resolve(), { code: '451', summary: expect.stringMatching(/greylisting.*tried again from 2026-11-20 13:00/), answer: 'goes' }],
			['on its way', { state: 'sending', claimed_by: 'w', lease_ends_at: NOON + MINUTE }, async () => await Promise.resolve(), { code: null, summary: expect.stringContaining('right now'), answer: 'goes' }],
			['its run died', { state: 'claimed', claimed_by: 'w', lease_ends_at: NOON - MINUTE }, async () => await Promise.resolve(), { code: null, summary: expect.stringContaining('no sign of life since 2026-11-20 11:59'), answer: 'goes' }],
			['paused', {}, async () => await store.db.updateTable('campaigns').set({ state: 'paused', pause_reason: 'complaints' }).execute(), { code: null, summary: 'The campaign is paused: complaints.', answer: 'waits' }],
			['quota used up', {}, async () => await store.db.updateTable('shops').set({ daily_quota: 0 }).execute(), { code: '429', summary: 'Today\'s quota is used up.', answer: 'waits' }],
			['consent withdrawn since', {}, async () => await store.db.updateTable('buyers').set({ marketing_consent: 'withdrawn' }).execute(), { code: '403', summary: expect.stringMatching(/^It will not be sent: The buyer is on the suppression list/), answer: 'refused' }],
			['too late', { not_after: NOON - 1 }, async () => await Promise.resolve(), { code: '410', summary: expect.stringContaining('It will not be sent'), answer: 'refused' }],
		];
		it.each(waiting)('%s', async (_name, fields, prepare, { code, summary, answer }) => {
			const { id } = await aMail(fields);
			await prepare();
			expect(await ofDelivery(id)).toMatchObject({ code, summary, now: { answer } });
		});

		it('the buyer\'s window is closed → when it opens', async () => {
			const { id } = await aMail({ is_window_bound: 1 });
			clock.set(NOON + 12 * HOUR);
			expect(await ofDelivery(id)).toMatchObject({ summary: expect.stringMatching(/hours are over for now; they open at 2026-11-21 0\d:\d\d/), now: { answer: 'waits' } });
		});

		it('of another shop, or none → not found, with what to do', async () => {
			const { id } = await aMail();
			await aShop(store.db, { id: 'other' });
			await expect(core.diagnose.delivery('other', id)).rejects.toMatchObject({ code: 'NOT_FOUND', nextStep: expect.stringContaining('Get Send Log') });
			await expect(core.diagnose.delivery('nowhere', id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
		});

		it('staff that read Chinese → in Chinese', async () => {
			await store.db.updateTable('shops').set({ staff_language: 'zh' }).execute();
			const { id } = await aMail({ state: 'failed', cause: 'mailbox-full' });
			expect(await ofDelivery(id)).toMatchObject({ summary: '邮箱已满。', evidence: [expect.stringContaining('状态 failed'), expect.stringContaining('邮箱域名')], now: { message: '现在可以发送这样的邮件。' } });
		});
	});

	describe('of a campaign', () => {
		const refuse = async (count: number, email: string, fields: Partial<NewDelivery>, attempt: Partial<AttemptTable>): Promise<void> => {
			for (let i = 0; i < count; i += 1) {
				const { id } = await aMail({ state: 'failed', attempt_count: 1, settled_at: NOON - HOUR, ...fields }, email);
				await anAttempt(id, attempt);
			}
		};

		it('most refusals at one provider with 5.7.26 → authentication, named with provider, share, code and the server\'s words', async () => {
			await refuse(8, 'x@gmail.com', { cause: 'sending-domain-not-verified' }, { enhanced_code: '5.7.26', reply: '550 5.7.26 unauthenticated for ana@gmail.com' });
			await refuse(1, 'x@hotmail.fr', { cause: 'sending-domain-not-verified' }, { enhanced_code: '5.7.515', reply: '550 5.7.515 Access denied' });
			await refuse(1, 'x@correo.example', { cause: 'mailbox-does-not-exist' }, {});
			await aMail({ state: 'accepted', settled_at: NOON - HOUR });
			const found = await ofCampaign();
			expect(found).toMatchObject({
				about: 'campaign', code: '401', cause: 'sending-domain-not-verified', summary: expect.stringContaining('89 % of it at Gmail (5.7.26).'),
				nextStep: expect.stringMatching(/Check SPF, DKIM and DMARC.*support\.google\.com/),
				problem: { cause: 'sending-domain-not-verified', count: 9, share: 0.9, provider: 'Gmail', enhancedCode: '5.7.26', smtpCode: '550', reply: '550 5.7.26 unauthenticated for <address>' },
				campaign: { name: 'carts', states: { failed: 10, accepted: 1 } }, waiting: [],
				causes: [{ cause: 'sending-domain-not-verified', count: 9, state: 'failed', code: '401' }, { cause: 'mailbox-does-not-exist', count: 1 }],
				providers: [{ provider: 'Gmail', count: 8 }, { provider: 'correo.example', count: 1 }, { provider: 'Outlook / Hotmail', count: 1 }],
			});
			expect(JSON.stringify(found)).not.toContain('@');
		});

		it('spread over many providers → none is blamed', async () => {
			for (const domain of ['gmail.com', 'web.de', 'qq.com', 'a.example']) await refuse(1, `x@${domain}`, { cause: 'taken-for-spam' }, {});
			expect((await ofCampaign()).problem).toMatchObject({ cause: 'taken-for-spam', count: 4, provider: null });
		});

		it('what waits, and for what: quota of tomorrow, the server, the buyers\' hours', async () => {
			for (let i = 0; i < 3; i += 1) await aMail({ code: '429', cause: 'daily-quota', due_at: NOON + 20 * HOUR });
			await aMail({ state: 'deferred', cause: 'greylisted', due_at: NOON + HOUR });
			for (let i = 0; i < 2; i += 1) await aMail({ due_at: NOON + 3 * HOUR });
			const { waiting } = await ofCampaign();
			expect(waiting.sort((a, b) => b.count - a.count)).toMatchObject([
				{ reason: 'daily-quota', count: 3, until: NOON + 20 * HOUR }, { reason: 'hours', count: 2, until: NOON + 3 * HOUR }, { reason: 'greylisted', count: 1, until: NOON + HOUR },
			]);
		});

		it('due for long and nobody sends → Send Due has to run; a run that has just been there → not', async () => {
			const { id } = await aMail({ due_at: NOON - 3 * HOUR });
			await aMail({ due_at: NOON + HOUR });
			await anAttempt(id, { ended_at: NOON - 2 * HOUR });
			expect(await ofCampaign()).toMatchObject({
				code: null, summary: 'Mails are due since 2026-11-20 09:00 and nobody sends them; the last one left at 2026-11-20 10:00.', nextStep: expect.stringContaining('Run Send Due'),
				waiting: [{ reason: 'nobody-sends', count: 1, until: null }, { reason: 'hours', count: 1 }],
			});
			await anAttempt(id, { ended_at: NOON - MINUTE });
			expect((await ofCampaign()).waiting[0]).toMatchObject({ reason: 'running', count: 1 });
		});

		it('due, but today\'s quota or the month\'s budget is used up → that', async () => {
			await aMail();
			await store.db.updateTable('shops').set({ daily_quota: 0 }).execute();
			expect(await ofCampaign()).toMatchObject({ code: '429', cause: 'daily-quota', waiting: [{ reason: 'daily-quota', count: 1 }] });
			await store.db.updateTable('shops').set({ daily_quota: null, monthly_budget_micro_usd: 0, free_mails_per_month: 0 }).execute();
			expect(await ofCampaign()).toMatchObject({ cause: 'monthly-budget' });
		});

		it('paused with something left → that is the headline, whatever else went wrong', async () => {
			await refuse(3, 'x@gmail.com', { cause: 'taken-for-spam' }, {});
			await aMail();
			await store.db.updateTable('campaigns').set({ state: 'paused', pause_reason: 'complaint rate' }).execute();
			expect(await ofCampaign()).toMatchObject({ summary: 'The campaign is paused: complaint rate.', waiting: [{ reason: 'paused', count: 1 }], problem: { cause: 'taken-for-spam' } });
		});

		it('a run died with mails in its hands → said; one that is at it → not', async () => {
			await aMail({ state: 'claimed', claimed_by: 'w', lease_ends_at: NOON - 1 });
			await aMail({ state: 'sending', claimed_by: 'v', lease_ends_at: NOON + MINUTE });
			expect(await ofCampaign()).toMatchObject({ waiting: [{ reason: 'run-died', count: 1 }], summary: 'A run that held mails has died.' });
		});

		it('all is well, and an empty one → said', async () => {
			expect(await ofCampaign()).toMatchObject({ summary: 'Nothing is wrong and nothing waits.', evidence: ['Nothing was planned.', 'This shop has sent nothing yet.'] });
			const { id } = await aMail({ state: 'accepted' });
			await anAttempt(id, { outcome: 'accepted', code: '250', enhanced_code: null, reply: '250 ok' });
			expect(await ofCampaign()).toMatchObject({ code: null, cause: null, problem: null, waiting: [] });
		});

		it('waits for the winner of a test → no time is promised', async () => {
			await aMail({ cause: 'waiting-for-winner', due_at: 253_402_214_400_000 });
			expect((await ofCampaign()).waiting).toMatchObject([{ reason: 'waiting-for-winner', until: null }]);
		});

		it('one waits for his hours, most for the winner of a test → the headline is the test', async () => {
			await aMail({ due_at: NOON + HOUR });
			for (let count = 0; count < 2; count += 1) await aMail({ cause: 'waiting-for-winner', due_at: 253_402_214_400_000 });
			const { summary, waiting } = await ofCampaign();
			expect(summary).toBe(waiting.find(({ reason }) => reason === 'waiting-for-winner')?.message);
		});

		it('unknown → not found', async () => {
			await expect(core.diagnose.campaign('demo', 'none')).rejects.toMatchObject({ code: 'NOT_FOUND' });
		});
	});

	it('of a reply that is empty → the field is named', async () => {
		await expect(core.diagnose.reply('demo', '  ')).rejects.toMatchObject({ code: 'INPUT_INVALID', message: '“Server Reply” is empty.' });
	});
});
