import { benchSender, plantCampaign, SHOP } from '../../../bench/fixture';
import { openCore } from '../../../core/openCore';
import { STORE_KINDS, storeSettings } from '../../support/stores';
import { anSmtpSink } from '../../support/smtpSink';

const PEOPLE = 40;

describe.each(STORE_KINDS)('a run that is stopped, on %s', (kind) => {
	it.each([1, 3])('%i connections, what the server had is through, the rest goes back, the next run sends the rest once', async (connections) => {
		const settings = storeSettings(kind);
		await plantCampaign(settings, PEOPLE);
		const core = await openCore({ store: settings });
		const stop = new AbortController();
		const sink = await anSmtpSink({ onContent: async () => {
			if (sink.mails.length >= 5) stop.abort();
			// long enough for the other connections to be at their next mail
			return await new Promise((resolve) => setTimeout(resolve, 30, undefined));
		} });
		const { run } = await core.campaigns.sendDue(SHOP, benchSender(sink.port, connections), { signal: stop.signal });
		expect(run).toMatchObject({ stoppedBy: 'signal', accepted: sink.mails.length, uncertain: 0 });
		expect(sink.mails.length).toBeLessThanOrEqual(5 + 2 * connections);
		expect((await core.campaigns.status(SHOP))[0]?.states).toEqual({ accepted: run.accepted, planned: PEOPLE - run.accepted });
		await core.campaigns.sendDue(SHOP, benchSender(sink.port, connections), {});
		expect(new Set(sink.mails.map(({ to }) => to)).size).toBe(PEOPLE);
		expect(sink.mails).toHaveLength(PEOPLE);
		await core.close();
		await sink.stop();
	});
});
