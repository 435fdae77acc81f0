import type { Socket } from 'node:net';
import { makeReplyReader, type SmtpReply } from './smtpReplies';

/** Commands and answers on an open connection, in order. Once it has broken, every question rejects with why. */
export interface SmtpDialogue {
	/** Sends text in one go and waits for as many answers. Rejects when the connection breaks before the last one. */
	ask(text: string, options?: { answers?: number; encoding?: 'utf8' | 'latin1' }): Promise<SmtpReply[]>;
	/** What is asked in the meantime leaves in one packet. */
	inOnePacket<Answer>(ask: () => Answer): Answer;
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
 * Takes a connection's socket over. Answers belong to questions in their order: what comes without one is a server that says
 * goodbye, or none that can be trusted with that order, and ends the connection.
 */
export function makeDialogue(socket: Socket, options: { timeLimitMs: number; close: () => void }): SmtpDialogue {
	const read = makeReplyReader();
	const questions: Question[] = [];
	let broken: Error | undefined;
	let timer: NodeJS.Timeout | undefined;

	function fail(reason: string): void {
		if (broken) return;
		broken = new Error(reason);
		clearTimeout(timer);
		options.close();
		for (const { reject } of questions.splice(0)) reject(broken);
	}

	/** Beside the socket's own limit on silence: a server may also be endlessly slow byte by byte. */
	function startTimer(): void {
		clearTimeout(timer);
		if (questions.length > 0) timer = setTimeout(() => fail('no answer in time'), options.timeLimitMs);
	}

	function take(reply: SmtpReply): void {
		const [question] = questions;
		if (!question) return fail(reply.code === '421' ? `the server closes: ${reply.text}` : `an answer nobody asked for: ${reply.text}`);
		question.got.push(reply);
		// a server that closes answers no further command
		if (question.got.length < question.wanted && reply.code !== '421') return;
		questions.shift();
		startTimer();
		question.resolve(question.got);
		if (reply.code === '421') fail('the server closes');
	}

	socket.on('data', (chunk: Buffer) => {
		if (broken) return;
		const { replies, isViolated } = read(chunk);
		for (const reply of replies) if (!broken) take(reply);
		if (isViolated) fail('the server does not speak SMTP');
	});

	return {
		async ask(text, { answers = 1, encoding = 'utf8' } = {}) {
			return await new Promise((resolve, reject) => {
				if (broken) return reject(broken);
				questions.push({ wanted: answers, got: [], resolve, reject });
				if (questions.length === 1) startTimer();
				socket.write(text, encoding);
			});
		},
		inOnePacket(ask) {
			socket.cork();
			const answer = ask();
			socket.uncork();
			return answer;
		},
		isOpen: () => !broken,
		fail,
	};
}
