import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface ReceivedMail {
	from: string;
	to: string;
	raw: Buffer;
}

export interface SmtpSink {
	port: number;
	mails: ReceivedMail[];
	/** most connections that were open at once */
	maxOpen: number;
	stop(): Promise<void>;
}

interface SinkBehaviour {
	/** throws or answers an error for a recipient; `responseCode` sets the reply */
	onRecipient?: (address: string) => Error | undefined;
	/** answers after the content; an error refuses the mail */
	onContent?: (mail: ReceivedMail) => Error | undefined | Promise<Error | undefined>;
	options?: SMTPServerOptions;
}

export function smtpError(responseCode: number, message: string): Error {
	return Object.assign(new Error(message), { responseCode });
}

/** A real SMTP server on a free port that keeps what it gets. */
export async function anSmtpSink(behaviour: SinkBehaviour = {}): Promise<SmtpSink> {
	const mails: ReceivedMail[] = [];
	let open = 0;
	const sink = { maxOpen: 0 };
	const server = new SMTPServer({
		authOptional: true, disabledCommands: ['STARTTLS'], disableReverseLookup: true, logger: false,
		onConnect(_session, done) {
			open += 1;
			sink.maxOpen = Math.max(sink.maxOpen, open);
			done();
		},
		onClose: () => void (open -= 1),
		onRcptTo: ({ address }, _session, done) => done(behaviour.onRecipient?.(address)),
		onData(stream, session, done) {
			const chunks: Buffer[] = [];
			stream.on('data', (chunk: Buffer) => chunks.push(chunk));
			stream.on('end', () => {
				const { mailFrom, rcptTo } = session.envelope;
				const mail = { from: mailFrom ? mailFrom.address : '', to: rcptTo[0]?.address ?? '', raw: Buffer.concat(chunks) };
				void Promise.resolve(behaviour.onContent?.(mail)).then((error) => {
					if (!error) mails.push(mail);
					done(error);
				});
			});
		},
		...behaviour.options,
	});
	server.on('error', () => undefined);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
	const { port } = server.server.address() as AddressInfo;
	return { port, mails, get maxOpen() { return sink.maxOpen; }, stop: async () => await new Promise<void>((resolve) => server.close(() => resolve())) };
}
