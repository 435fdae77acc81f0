import { startFastSink } from './smtpSink';

/** A sink in a process of its own, so that receiving doesn't take the sender's core: tells its port, answers `count`; argv: ms added to each round trip. */
void startFastSink({ latencyMs: Number(process.argv[2] ?? 0) }).then((sink) => {
	process.send?.({ port: sink.port });
	process.on('message', () => process.send?.({ count: sink.count() }));
	process.on('disconnect', () => process.exit(0));
});
