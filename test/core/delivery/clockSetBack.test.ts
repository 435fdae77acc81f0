import { openCore } from '../../../core/openCore';
import { aSender } from '../../support/builders';
import { aCampaignCore, type CampaignCore } from '../../support/campaignCore';
import { anSmtpSink, type SmtpSink } from '../../support/smtpSink';
import { STORE_KINDS } from '../../support/stores';

describe.each(STORE_KINDS)('the clock is set back while rates hold mails back, on %s', (kind) => {
	let shop: CampaignCore;
	let sink: SmtpSink;
	let setBackMs = 0;
	beforeEach(async () => {
		setBackMs = 0;
		shop = await aCampaignCore(kind);
	});
	afterEach(async () => {
		await shop.close();
		await sink.stop();
	});

	it.each([10_000, 3_600_000])('by %i ms → a run that is stopped ends, and the rest goes out with the next', async (by) => {
		const [stop, start] = [new AbortController(), performance.now()];
		let seen = 0;
		sink = await anSmtpSink({ onContent: () => {
			if ((seen += 1) === 15) {
				setBackMs = by;
				setTimeout(() => stop.abort(), 1_000);
			}
			return undefined;
		} });
		await shop.plant(Array.from({ length: 60 }, (_, index) => `b${index}@d${index % 9}.example`));
		const core = await openCore({ store: shop.settings, clock: { now: () => shop.clock.now() + Math.round(performance.now() - start) - setBackMs } });
		await core.campaigns.sendDue('demo', aSender(sink.port, { throttle: { perSecond: 10 } }), { signal: stop.signal });
		const tookMs = performance.now() - start;
		setBackMs = 0;
		shop.clock.advance(60_000);
		await core.campaigns.sendDue('demo', aSender(sink.port), {});
		await core.close();
		expect(tookMs).toBeLessThan(8_000);
		expect(await shop.statesOf()).toEqual({ accepted: 60 });
		expect(sink.mails).toHaveLength(60);
		expect(new Set(sink.mails.map(({ to }) => to)).size).toBe(60);
	}, 20_000);
});
