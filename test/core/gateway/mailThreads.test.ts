import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeMailMaker } from '../../../core/delivery/prepareDelivery';
import type { MadeMail, Preparation } from '../../../core/delivery/ports';
import { makeMailThreads, type MailThreads } from '../../../core/gateway/mailThreads';
import { composeMessage } from '../../../core/gateway/mimeMessage';
import type { SenderProfile } from '../../../core/shop/senderProfile';
import { NOON, aSender } from '../../support/builders';
import { UNSUBSCRIBE_URL } from '../../support/mails';

const sender = aSender(25);
const folder = mkdtempSync(join(tmpdir(), 'seller-mail-threads-'));
let threads: MailThreads | undefined;
afterEach(async () => await threads?.close());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const CONTENT = { id: 'c_1', shopId: 'demo', kind: 'template', body: { source: { kind: 'library', name: 'abandoned-cart' }, brand: sender.brand } } as const;
const CART = { cart: { items: [{ name: 'Desk lamp', quantity: 1, price: { amountMinor: 1_920, currency: 'EUR' } }], value: { amountMinor: 1_920, currency: 'EUR' }, url: 'https://lumen-home.example/cart/1' } };

function aMail(index: number, delivery: Partial<Preparation['delivery']> = {}): Preparation {
	const id = `b_${index}`;
	return {
		content: CONTENT, unsubscribeUrl: UNSUBSCRIBE_URL, viewUrl: UNSUBSCRIBE_URL, now: NOON,
		delivery: {
			id: `d_${index}`, shopId: 'demo', campaignId: 'g_0123456789ab', campaignName: 'carts', purpose: 'marketing', contentId: 'c_1', variant: '', data: CART, attemptCount: 1, firstAttemptAt: null, isWindowBound: false,
			buyer: { id, shop: 'demo', email: `${id}@correo.example`, name: `Ana ${index}`, country: 'ES', language: 'es', site: 'esp', timeZone: 'Europe/Madrid' },
			consent: { state: 'granted', basis: 'double_opt_in', at: NOON - 86_400_000, isMarketable: true },
			...delivery,
		},
	};
}

async function makeHere(mails: readonly Preparation[], from: SenderProfile = sender): Promise<MadeMail[]> {
	const maker = makeMailMaker(from, composeMessage);
	return await Promise.all(mails.map(async (mail) => await maker.make(mail)));
}

/** Until the threads are ready, mails are made here: that takes some seconds where they have to be compiled first. */
async function whenReady(own: MailThreads, from: SenderProfile = sender): Promise<ReturnType<MailThreads['begin']>> {
	const maker = own.begin(from);
	for (let index = 0; own.count() === 0; index += 1) {
		if (index === 600) throw new Error('No thread began: tests are run with `--require ./test/support/tsRequire.cjs`, as npm test does.');
		await maker.make(aMail(index));
		await sleep(100);
	}
	return maker;
}

/** A thread that says it is ready and then does this. */
function aThreadThat(does: string): string {
	const file = join(folder, `${Math.random()}.cjs`);
	writeFileSync(file, `const { parentPort } = require('node:worker_threads'); parentPort.postMessage({ kind: 'ready' }); parentPort.on('message', (request) => { ${does} });`);
	return file;
}

it('mails made in threads are byte for byte those made here: sent ones, and those that must not go', async () => {
	threads = makeMailThreads({ few: 0 });
	const maker = await whenReady(threads);
	const mails = Array.from({ length: 120 }, (_, index) => aMail(index, {
		...(index % 10 === 3 ? { data: {} } : {}), // the template lacks its data
		...(index % 10 === 5 ? { contentId: 'c_2' } : {}),
		...(index % 10 === 7 ? { consent: { state: 'withdrawn', basis: null, at: null, isMarketable: false } } : {}),
	}));
	const made = await Promise.all(mails.map(async (mail) => await maker.make(mail)));
	expect(made).toEqual(await makeHere(mails));
	expect(new Set(made.map(({ kind }) => kind))).toEqual(new Set(['ready', 'blocked']));
	expect(threads.count()).toBeGreaterThan(0);
}, 120_000);

it('two runs at once, with two senders → each mail is its sender\'s', async () => {
	threads = makeMailThreads({ few: 0 });
	const other: SenderProfile = { ...sender, from: { name: 'Other Shop', address: 'news@mail.lumen-home.example' } };
	const [one, two] = [await whenReady(threads), threads.begin(other)];
	const mails = Array.from({ length: 30 }, (_, index) => aMail(index));
	const made = await Promise.all(mails.flatMap((mail) => [one.make(mail), two.make(mail)]));
	expect(made.filter((_, place) => place % 2 === 0)).toEqual(await makeHere(mails));
	expect(made.filter((_, place) => place % 2 === 1)).toEqual(await makeHere(mails, other));
}, 120_000);

it('one run after another: what was read for one sender is his alone, also when only a line of the footer or the key differs', async () => {
	threads = makeMailThreads({ few: 0 });
	(await whenReady(threads)).end();
	const moved: SenderProfile = { ...sender, brand: { ...sender.brand, postalAddress: 'Calle Nueva 9, 28001 Madrid, Spain', licenceAddress: 'Calle Nueva 9, 28001 Madrid, Spain' } };
	const mails = Array.from({ length: 20 }, (_, index) => aMail(index));
	for (const from of [sender, moved, { ...moved, dkim: undefined }, sender]) {
		const maker = threads.begin(from);
		expect(await Promise.all(mails.map(async (mail) => await maker.make(mail)))).toEqual(await makeHere(mails, from));
		maker.end();
	}
}, 120_000);

it('a run of few mails → no thread', async () => {
	threads = makeMailThreads({ program: join(folder, 'not-there.cjs') });
	const maker = threads.begin(sender);
	const mails = Array.from({ length: 20 }, (_, index) => aMail(index));
	expect(await Promise.all(mails.map(async (mail) => await maker.make(mail)))).toEqual(await makeHere(mails));
	expect(threads.count()).toBe(0);
});

it.each([
	['can not begin', () => join(folder, 'not-there.cjs')],
	['dies in the middle', () => aThreadThat('if (request.id % 7 === 0) process.exit(1); else if (request.kind === "make") setTimeout(() => parentPort.postMessage({ kind: "made", id: request.id }), 5);')],
	['throws', () => aThreadThat('if (request.kind === "make") throw new Error("broken");')],
	['fails at every mail', () => aThreadThat('if (request.kind === "make") parentPort.postMessage({ kind: "made", id: request.id });')],
])('a thread that %s → its mails are made here, none is lost', async (_name, program) => {
	threads = makeMailThreads({ few: 0, program: program() });
	const maker = threads.begin(sender);
	const mails = Array.from({ length: 60 }, (_, index) => aMail(index));
	const made: MadeMail[] = [];
	for (const mail of mails) {
		made.push(await maker.make(mail));
		await sleep(5);
	}
	maker.end();
	expect(made).toEqual(await makeHere(mails));
}, 60_000);

it('closed in the middle of the work → what the threads had is made here, and none of them stays', async () => {
	threads = makeMailThreads({ few: 0 });
	const maker = await whenReady(threads);
	const mails = Array.from({ length: 60 }, (_, index) => aMail(index));
	const made = Promise.all(mails.map(async (mail) => await maker.make(mail)));
	await threads.close();
	expect(threads.count()).toBe(0);
	expect(await made).toEqual(await makeHere(mails));
}, 120_000);

it('a key that signs nothing → the error that sending knows, never an unsigned mail', async () => {
	threads = makeMailThreads({ few: 0 });
	await whenReady(threads);
	const maker = threads.begin({ ...sender, dkim: { domain: 'mail.lumen-home.example', selector: 's1', privateKey: 'nonsense' } });
	await expect(maker.make(aMail(1))).rejects.toMatchObject({ code: 'SENDER_PROFILE_INCOMPLETE' });
}, 120_000);
