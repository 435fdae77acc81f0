import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startDemo, type DemoEnvironment } from './demoEnvironment';
import { makeGeneratedStory } from './generatedStory';
import { demoOwner } from './n8nServer';
import { makeOrdersStory } from './ordersStory';
import { ROOT } from './root';
import { formatElapsed } from './runCommand';

const USAGE = `npm run demo                                   n8n with the nodes, a shop, a campaign, an inbox; stays up until Ctrl-C
npm run demo -- --check                        the same without staying up; exit code 0 only if the inbox equals the ledger
npm run demo -- --orders FILE.csv --as-of DATE with a shop's own orders, as if today were DATE (YYYY-MM-DD)
  --time-zone ZONE       of the times in the file (default America/Sao_Paulo)
  --column FIELD=COLUMN  where the guess of a column is wrong; may be given several times
  --port N, --inbox-port N   fixed ports (default 5678 and 8025, or free ones with --check)`;

function say(line = ''): void {
	process.stdout.write(`${line}\n`);
}

async function main(): Promise<void> {
	const { values } = parseArgs({ options: {
		check: { type: 'boolean', default: false }, help: { type: 'boolean', default: false }, orders: { type: 'string' }, 'as-of': { type: 'string' },
		'time-zone': { type: 'string', default: 'America/Sao_Paulo' }, column: { type: 'string', multiple: true, default: [] }, port: { type: 'string' }, 'inbox-port': { type: 'string' },
	} });
	if (values.help) return say(USAGE);
	const startedAt = Date.now();
	const story = values.orders
		? makeOrdersStory({ file: resolve(values.orders), asOf: values['as-of'], timeZone: values['time-zone'], columns: values.column }, say)
		: makeGeneratedStory(say);
	const userFolder = values.check ? mkdtempSync(join(tmpdir(), 'seller-mail-demo-')) : join(ROOT, '.cache', 'demo');
	const ports = values.check ? {} : { n8nPort: Number(values.port ?? 5678), inboxPort: Number(values['inbox-port'] ?? 8025) };
	const environment = await startDemo({ userFolder, log: say, startAt: story.startAt, load: story.load, ...ports });
	say(`Up after ${formatElapsed(Date.now() - startedAt)}.`);
	try {
		await story.tell(environment);
		if (!values.check) await stayUp(environment);
	} finally {
		await environment.stop();
		if (values.check) rmSync(userFolder, { recursive: true, force: true });
	}
	if (values.check) say('\nOK: the inbox equals the ledger.');
}

async function stayUp(environment: DemoEnvironment): Promise<void> {
	say(`
Have a look:
  editor   ${environment.n8n.url}   (${demoOwner.email}, password ${demoOwner.password})
  inbox    ${environment.inbox.webUrl}
  store    ${environment.storeFile}
Ctrl-C ends it. The next start is a fresh one.`);
	await new Promise<void>((resolveWait) => {
		process.once('SIGINT', resolveWait);
		process.once('SIGTERM', resolveWait);
		void environment.n8n.exited.then(() => resolveWait());
	});
	say('\nStopping …');
}

main().then(() => process.exit(0), (error: unknown) => {
	process.stderr.write(`\nThe demo failed: ${error instanceof Error ? error.message : String(error)}\n`);
	process.exit(1);
});
