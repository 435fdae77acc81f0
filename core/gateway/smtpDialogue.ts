import type { Socket } from 'node:net';
import { makeReplyReader, type SmtpReply } from './smtpReplies';

/** Commands and answers on an open connection, in order. Once it has broken, every question rejects with why. */
export interface SmtpDialogue {
	/** Sends text in one go and waits for as many answers. Rejects when the connection breaks before the last one. */
	ask(text: string, options?: { answers?: number; encoding?: 'utf8' | 'latin1' }): Promise<SmtpReply[]>;
	isOpen(): boolean;
	/** Breaks off; what is asked rejects. */
	fail(reason: string): void;
}

interface Question {
	wanted: number;
	got: SmtpReply[];
	resolve(replies: SmtpReply[]): void;
	reject(error: Error): void;
}

/**
 * Takes a connection's socket over. Only one question at a time: what comes without one is a server that says goodbye, or
 * none that can be trusted with the order of its answers, and ends the connection.
 */
export function makeDialogue(socket: Socket, options: { timeLimitMs: number; close: () => void }): SmtpDialogue {
	const read = makeReplyReader();
	let question: Question | undefined;
	let broken: Error | undefined;
	let timer: NodeJS.Timeout | undefined;

	function fail(reason: string): void {
		if (broken) return;
		broken = new Error(reason);
		clearTimeout(timer);
		options.close();
		question?.reject(broken);
		question = undefined;
	}

	function take(reply: SmtpReply): void {
		if (!question) return fail(reply.code === '421' ? `the server closes: ${reply.text}` : `an answer nobody asked for: ${reply.text}`);
		question.got.push(reply);
		// a server that closes answers no further command
		if (question.got.length < question.wanted && reply.code !== '421') return;
		clearTimeout(timer);
		const { resolve, got } = question;
		question = undefined;
		resolve(got);
		if (reply.code === '421') fail('the server closes');
	}

	socket.on('data', (chunk: Buffer) => {
		const replies = broken ? [] : read(chunk);
		if (replies === 'violation') return fail('the server does not speak SMTP');
		for (const reply of replies) if (!broken) take(reply);
	});

	return {
		async ask(text, { answers = 1, encoding = 'utf8' } = {}) {
			return await new Promise((resolve, reject) => {
				if (broken) return reject(broken);
				question = { wanted: answers, got: [], resolve, reject };
				// beside the socket's own limit on silence: a server may also be endlessly slow byte by byte
				timer = setTimeout(() => fail('no answer in time'), options.timeLimitMs);
				socket.write(text, encoding);
			});
		},
		isOpen: () => !broken,
		fail,
	};
}
