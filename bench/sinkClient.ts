import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

export interface Sink {
	port: number;
	/** mails accepted so far */
	count(): Promise<number>;
	stop(): void;
}

/** A sink in a process of its own; `latencyMs` is added to each round trip. */
export async function startSink(latencyMs = 0): Promise<Sink> {
	const child: ChildProcess = fork(join(__dirname, 'sinkProcess.js'), [String(latencyMs)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
	const next = async (): Promise<{ port?: number; count?: number }> => await new Promise((resolve) => child.once('message', resolve as never));
	const { port = 0 } = await next();
	return {
		port,
		async count() {
			const answer = next();
			child.send('count');
			return (await answer).count ?? 0;
		},
		stop: () => child.disconnect(),
	};
}
