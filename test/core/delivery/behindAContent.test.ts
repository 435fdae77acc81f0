import { SHOP, benchSender, plantCampaign } from '../../../bench/fixture';
import type { MailConnection, OutgoingMessage } from '../../../core/delivery/ports';
import { openCore } from '../../../core/openCore';
import { STORE_KINDS, storeSettings } from '../../support/stores';
import { anSmtpSink, type SmtpSink } from '../../support/smtpSink';

const PEOPLE = 70;

/** The next mail's envelope leaves behind a content; whatever becomes of that content, the next mail goes out once. */
describe.each(STORE_KINDS)('the mail behind a content, on %s', (kind) => {
	let sink: SmtpSink;
	let answerMs = 15;
	beforeEach(async () => void (sink = await anSmtpSink({ onContent: async () => await new Promise((resolve) => setTimeout(resolve, answerMs, undefined)) })));
	afterEach(async () => {
		answerMs = 15;
		await sink.stop();
	});

	/** Sends to all; `hold` has the first mail from the fifth on behind which the next one's envelope went out. */
	async function send(hold: (next: OutgoingMessage, connection: MailConnection) => Promise<void>, options: { signal?: AbortSignal } = {}) {
		const settings = storeSettings(kind);
		await plantCampaign(settings, PEOPLE);
		let [count, isHeld] = [0, false];
		const watched = (own: MailConnection): MailConnection => ({
			isOpen: () => own.isOpen(),
			close: () => own.close(),
			async transmit(message, mayBegin, following) {
				if ((count += 1) < 5 || isHeld) return await own.transmit(message, mayBegin, following);
				let next: OutgoingMessage | undefined;
				// time for the next one to be made
				const slowly = async (): Promise<boolean> => await mayBegin() && await new Promise((resolve) => setTimeout(resolve, 100, true));
				const result = await own.transmit(message, slowly, () => (next = following?.()));
				if (!next || isHeld) return result;
				isHeld = true;
				await hold(next, own);
				return result;
			},
		});
		const core = await openCore({ store: settings, wrapSending: (ports) => ({ ...ports, mailer: { ...ports.mailer, connect: async (sender) => watched(await ports.mailer.connect(sender)) } }) });
		const { run } = await core.campaigns.sendDue(SHOP, benchSender(sink.port, 2), options);
		const states = (await core.campaigns.status(SHOP))[0]?.states;
		await core.campaigns.sendDue(SHOP, benchSender(sink.port, 2), {});
		const after = (await core.campaigns.status(SHOP))[0]?.states;
		await core.close();
		expect(isHeld).toBe(true);
		return { run, states, after };
	}
	const recipients = (): string[] => sink.mails.map(({ to }) => to);
	const expectEachOnce = (): void => {
		expect(new Set(recipients()).size).toBe(PEOPLE);
		expect(recipients()).toHaveLength(PEOPLE);
	};

	it('the server is silent for long → another connection sends it meanwhile', async () => {
		answerMs = 100;
		const { states } = await send(async (next) => {
			for (let tries = 0; tries < 600 && !recipients().includes(next.envelopeTo); tries += 1) await new Promise((resolve) => setTimeout(resolve, 20));
			expect(recipients()).toContain(next.envelopeTo);
		});
		expect(states).toEqual({ accepted: PEOPLE });
		expectEachOnce();
	}, 30_000);

	it('the connection breaks → it goes out over a new one', async () => {
		const { states } = await send(async (_next, connection) => await Promise.resolve(connection.close()));
		expect(states).toEqual({ accepted: PEOPLE });
		expectEachOnce();
	});

	it('the run is stopped → it goes back unsent, the next run sends it', async () => {
		const stop = new AbortController();
		const { run, states, after } = await send(async (next) => {
			stop.abort();
			expect(recipients()).not.toContain(next.envelopeTo);
			return await Promise.resolve();
		}, { signal: stop.signal });
		expect(run).toMatchObject({ stoppedBy: 'signal', uncertain: 0 });
		expect(states).toEqual({ accepted: run.accepted, planned: PEOPLE - run.accepted });
		expect(after).toEqual({ accepted: PEOPLE });
		expectEachOnce();
	});
});
