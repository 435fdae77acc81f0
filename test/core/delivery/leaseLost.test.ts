import { openCore } from '../../../core/openCore';
import { aSender } from '../../support/builders';
import { aCampaignCore, type CampaignCore } from '../../support/campaignCore';
import { anSmtpSink, type SmtpSink } from '../../support/smtpSink';
import { STORE_KINDS } from '../../support/stores';

const PEOPLE = 60;

/** A worker that stood still for longer than its lease (a machine asleep, a stopped process) goes on with what it has in hand. */
describe.each(STORE_KINDS)('a worker whose claims were given away while it stood still, on %s', (kind) => {
	let shop: CampaignCore;
	let sink: SmtpSink;
	let onContent: (to: string) => Promise<void>;

	beforeEach(async () => {
		onContent = async () => await Promise.resolve();
		shop = await aCampaignCore(kind);
		sink = await anSmtpSink({ onContent: async ({ to }) => void (await onContent(to)) as undefined });
	});
	afterEach(async () => {
		await shop.close();
		await sink.stop();
	});

	it('claims them again → each goes out once', async () => {
		const sender = aSender(sink.port);
		await shop.plant(Array.from({ length: PEOPLE }, (_, index) => `b${index}@d${index % 9}.example`));
		await shop.plant([], 'other');
		const other = await openCore({ store: shop.settings, clock: shop.clock });
		let seen = 0;
		onContent = async () => {
			seen += 1;
			if (seen === 10) {
				shop.clock.advance(61_000);
				await other.campaigns.sendDue('demo', sender, { campaign: 'other' });
			}
			if (seen > 13 && seen < 17) await new Promise((resolve) => setTimeout(resolve, 2_000));
		};
		await shop.core.campaigns.sendDue('demo', sender, {});
		await other.campaigns.sendDue('demo', sender, {});
		await other.close();
		const to = sink.mails.map((mail) => mail.to);
		expect(to).toHaveLength(new Set(to).size);
		expect(new Set(to).size).toBe(PEOPLE);
		expect(await shop.statesOf()).toEqual({ accepted: PEOPLE });
	});
});
