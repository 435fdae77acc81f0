import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findInPath } from '../../../demo/debianPackages';
import { makePreparer } from '../../../core/delivery/prepareDelivery';
import { composeMessage } from '../../../core/gateway/mimeMessage';
import { makeSample } from '../../../core/template/sampleData';
import { TEMPLATES } from '../../../core/template/templates/registry';
import { aSender } from '../../support/builders';
import { LEAST_DATA, LIBRARY_CASES } from '../../support/libraryMails';
import { NOW, UNSUBSCRIBE_URL } from '../../support/mails';

/**
 * Every template in every language as it leaves us (headers, signature, both parts), judged
 * by SpamAssassin's own rules without a network. 5.0 is spam; we stay under 2.0 everywhere.
 */
const MOST = 2;
/** What the data lacks is lacking in every language alike: the least is judged in two. */
const JUDGED = LIBRARY_CASES.flatMap(([name, language]) => [[name, language, 'all'], ...(['en', 'ja'].includes(language) ? [[name, language, 'least']] : [])] as Array<[string, string, 'all' | 'least']>);
/** The phrase that every spam filter knows from its tests, in one of our own mails. */
const SPAM: Judged = { key: 'gtube', name: 'abandoned-cart', language: 'en', data: LEAST_DATA['abandoned-cart'] ?? {}, subject: 'XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X' };
const program = findInPath('spamassassin');
if (!program) process.stderr.write('\n!!! SpamAssassin is not installed: the spam scores of the library are NOT tested. sudo apt-get install spamassassin\n\n');

const folder = mkdtempSync(join(tmpdir(), 'seller-mail-spam-'));
const sender = aSender(25);
const prepare = makePreparer(sender);
const scores = new Map<string, { score: number; tests: string }>();

beforeAll(async () => {
	if (!program) return;
	const mails = JUDGED.map(([name, language, amount]) => ({ key: `${name}.${language}.${amount}`, name, language, data: amount === 'all' ? makeSample(language).data : (LEAST_DATA[name] ?? {}) }));
	const parts = [];
	for (const mail of [...mails, SPAM]) parts.push(asMbox(await compose(mail)));
	await writeFile(join(folder, 'mbox'), Buffer.concat(parts));
	for (const [key, score] of readScores(await judge(program, join(folder, 'mbox')))) scores.set(key, score);
}, 600_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

(program ? describe : describe.skip)('SpamAssassin', () => {
	it('judged every mail', () => expect(scores.size).toBe(JUDGED.length + 1));

	it.each(TEMPLATES.map(({ name }) => name))(`%s → under ${MOST} in every language`, (name) => {
		const own = [...scores].filter(([key]) => key.startsWith(`${name}.`));
		expect(own.filter(([, { score }]) => score >= MOST)).toEqual([]);
	});

	it('knows spam when it sees it', () => expect(scores.get(SPAM.key)?.score).toBeGreaterThan(100));
});

interface Judged {
	key: string;
	name: string;
	language: string;
	data: Record<string, unknown>;
	subject?: string;
}

/** The mail that `Send Campaign` would hand to the relay. */
async function compose({ key, name, language, data, subject }: Judged): Promise<Buffer> {
	const { buyer } = makeSample(language);
	const purpose = TEMPLATES.find((template) => template.name === name)?.purpose ?? 'marketing';
	const prepared = prepare({
		delivery: {
			id: `d_${key}`, shopId: 'demo', campaignId: 'g_0123456789ab', campaignName: name, purpose, contentId: `${name}${subject ?? ''}`, variant: '', data, attemptCount: 0, firstAttemptAt: null, buyer, isWindowBound: false,
			consent: { state: 'granted', basis: 'double_opt_in', at: NOW - 86_400_000, isMarketable: true },
		},
		content: { id: `c_${name}`, shopId: 'demo', kind: 'template', body: { source: { kind: 'library', name }, brand: sender.brand, overrides: { subject } } },
		now: NOW,
		...(purpose === 'marketing' ? { unsubscribeUrl: UNSUBSCRIBE_URL, viewUrl: UNSUBSCRIBE_URL.replace('=b_', '=v.b_') } : {}),
	});
	if (prepared.kind !== 'ready') throw new Error(`${key}: ${JSON.stringify(prepared)}`);
	return Buffer.from((await composeMessage(prepared.compose)).raw, 'latin1');
}

function asMbox(raw: Buffer): Buffer {
	const lines = raw.toString('latin1').replaceAll('\r\n', '\n').replace(/^From /gm, '>From ');
	return Buffer.from(`From news@mail.lumen-home.example Fri Nov 20 12:00:00 2026\n${lines}\n\n`, 'latin1');
}

/** One process for all of them; nothing is read from or written to the home folder, nothing learned. */
async function judge(path: string, mbox: string): Promise<string> {
	const settings = ['use_bayes 0', 'use_auto_welcomelist 0', 'report_safe 0', 'add_header all Status score=_SCORE_ tests=_TESTSSCORES(,)_'].flatMap((line) => ['--cf', line]);
	const child = spawn(path, ['-L', '-t', '-x', '-p', '/dev/null', ...settings, '--mbox', mbox], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, LC_ALL: 'C.UTF-8', HOME: folder } });
	const [said, complaints]: [Buffer[], Buffer[]] = [[], []];
	child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
	child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
	await new Promise((resolve) => child.once('close', resolve));
	if (said.length === 0) throw new Error(`spamassassin said nothing. ${Buffer.concat(complaints).toString().slice(0, 500)}`);
	return Buffer.concat(said).toString('latin1');
}

/** By the delivery's id, which is the mail's Message-ID. */
function readScores(output: string): Map<string, { score: number; tests: string }> {
	const found = new Map<string, { score: number; tests: string }>();
	let status: { score: number; tests: string } | undefined;
	for (const line of output.replace(/\n[ \t]+/g, '').split('\n')) {
		const header = /^X-Spam-Status: score=(-?[\d.]+) ?tests=(\S*)/.exec(line);
		if (header) status = { score: Number(header[1]), tests: header[2] ?? '' };
		const id = /^Message-ID: <d_([^@]+)@/i.exec(line)?.[1];
		if (!id || !status) continue;
		found.set(id, status);
		status = undefined;
	}
	return found;
}
