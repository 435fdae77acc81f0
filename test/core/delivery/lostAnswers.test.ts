import { openCore } from '../../../core/openCore';
import { SellerMailError } from '../../../core/shared/errors';
import { aSender } from '../../support/builders';
import { aCampaignCore, type CampaignCore } from '../../support/campaignCore';
import { anSmtpSink, type SmtpSink } from '../../support/smtpSink';
import { STORE_KINDS } from '../../support/stores';

const PEOPLE = 20;

/** The database does what it was asked to, and the connection breaks before it says so. */
describe.each(STORE_KINDS)('an answer of the store that is lost, on %s', (kind) => {
	let shop: CampaignCore;
	let sink: SmtpSink;
	beforeEach(async () => {
		shop = await aCampaignCore(kind);
		sink = await anSmtpSink();
	});
	afterEach(async () => {
		await shop.close();
		await sink.stop();
	});

	it.each([['without rates', {}], ['with rates', { perSecond: 10 }], ['with rates of the domain', { domainPerSecond: 8 }]])('to a claim, %s → the same run sends what it took; each mail once', async (_name, throttle) => {
		await shop.plant(Array.from({ length: PEOPLE }, (_, index) => `b${index}@buyer.example`));
		const start = performance.now();
		let lostCount = 0;
		const core = await openCore({
			store: shop.settings, clock: { now: () => shop.clock.now() + Math.round(performance.now() - start) },
			wrapSending: (ports) => ({ ...ports, ledger: { ...ports.ledger, claim: async (request) => {
				const result = await ports.ledger.claim(request);
				if (result.deliveries.length === 0 || lostCount > 0) return result;
				lostCount = result.deliveries.length;
				throw new SellerMailError('STORE_UNREACHABLE', { message: 'Store: the connection to PostgreSQL broke.' });
			} } }),
		});
		const stop = new AbortController();
		const timer = setTimeout(() => stop.abort(), 12_000);
		const { run, usage } = await core.campaigns.sendDue('demo', aSender(sink.port, { throttle }), { signal: stop.signal });
		clearTimeout(timer);
		await core.close();
		expect(lostCount).toBeGreaterThan(0);
		expect(run).toMatchObject({ accepted: PEOPLE, released: lostCount });
		expect(usage.mailsToday).toBe(PEOPLE);
		expect(await shop.statesOf()).toEqual({ accepted: PEOPLE });
		expect(new Set(sink.mails.map(({ to }) => to)).size).toBe(PEOPLE);
		expect(sink.mails).toHaveLength(PEOPLE);
	}, 20_000);

	it('to marks, results and what was given back, again and again → the run goes on; each mail once, all counted', async () => {
		await shop.plant(Array.from({ length: PEOPLE }, (_, index) => `b${index}@d${index % 5}.example`));
		const [every, calls] = [3, new Map<string, number>()];
		const losing = (name: string): void => {
			const count = (calls.get(name) ?? 0) + 1;
			calls.set(name, count);
			if (count <= 3 * every && count % every === 1) throw new SellerMailError('STORE_UNREACHABLE', { message: 'Store: the connection to PostgreSQL broke.' });
		};
		const core = await openCore({ store: shop.settings, clock: shop.clock, wrapSending: (ports) => ({ ...ports, ledger: {
			...ports.ledger,
			recordAndMark: async (...args) => {
				const allowed = await ports.ledger.recordAndMark(...args);
				losing('recordAndMark');
				return allowed;
			},
			release: async (ids, ...args) => {
				await ports.ledger.release(ids, ...args);
				if (ids.length > 0) losing('release');
			},
		} }) });
		await core.campaigns.sendDue('demo', aSender(sink.port), {}).catch((error: unknown) => expect(error).toMatchObject({ code: 'STORE_UNREACHABLE' }));
		const { usage } = await core.campaigns.sendDue('demo', aSender(sink.port), {});
		await core.close();
		expect(calls.get('recordAndMark')).toBeGreaterThan(every);
		expect(usage.mailsToday).toBe(PEOPLE);
		expect(await shop.statesOf()).toEqual({ accepted: PEOPLE });
		expect(new Set(sink.mails.map(({ to }) => to)).size).toBe(PEOPLE);
		expect(sink.mails).toHaveLength(PEOPLE);
	}, 30_000);
});
