import { smtpMailer } from '../../../core/gateway/smtpMailer';
import type { SmtpSettings } from '../../../core/shop/senderProfile';
import { aSender } from '../../support/builders';
import { anSmtpSink, type SmtpSink } from '../../support/smtpSink';

/** What a wrong credential meets at a real server, and what its owner is told. */
let sink: SmtpSink | undefined;
afterEach(async () => {
	await sink?.stop();
	sink = undefined;
});

async function whyNot(settings: Partial<SmtpSettings>, options: Parameters<typeof anSmtpSink>[0] = {}): Promise<unknown> {
	sink = await anSmtpSink(options);
	const sender = aSender(sink.port);
	return await smtpMailer.connect({ ...sender, smtp: { ...sender.smtp, ...settings } }).catch((error: unknown) => error);
}

it('TLS at a port that begins in clear text → told so, without what OpenSSL says', async () => {
	expect(await whyNot({ security: 'tls' })).toMatchObject({
		code: 'SMTP_TLS_REQUIRED', message: `The mail server 127.0.0.1:${sink?.port} does not begin with TLS.`, nextStep: expect.stringContaining('STARTTLS'),
	});
});

it('a login where none is offered → not taken for a wrong password', async () => {
	const options = { disabledCommands: ['AUTH', 'STARTTLS'], authOptional: true };
	expect(await whyNot({ user: 'u', password: 'secret' }, { options })).toMatchObject({
		code: 'SMTP_LOGIN_REFUSED', message: expect.stringContaining('offers no login'), nextStep: expect.stringContaining('Leave User and Password empty'),
	});
});

it('a certificate that nobody vouches for → its fault and what to do are named', async () => {
	expect(await whyNot({ security: 'starttls' }, { options: { disabledCommands: [] } })).toMatchObject({
		code: 'SMTP_TLS_REQUIRED', message: expect.stringMatching(/^The certificate of the mail server \S+ (comes from nobody who is known here|has expired|is for another host name)\.$/), nextStep: expect.stringContaining('host name'),
	});
});
