import { checkInbox } from './checkInbox';
import { SHOP, type DemoEnvironment } from './demoEnvironment';
import { itemsOf, type Execution } from './n8nExecution';
import { readLedger, type LedgerRow } from './readLedger';
import { sayHealth, sayUsage } from './sayResults';
import { generateShop } from './shopGenerator';
import { loadShop } from './shopLoader';
import type { Story } from './story';

const CAMPAIGN = 'abandoned-cart';
const LINKS_AT_ONCE = 20;

/** A shop with thousands of buyers over 18 sites, and its abandoned carts. */
export function makeGeneratedStory(say: (line?: string) => void): Story {
	return {
		async load(core) {
			const shop = generateShop({ seed: 20261122, now: core.clock.now() });
			say(`Loading the demo shop: ${shop.buyers.length.toLocaleString('en')} buyers, ${shop.orders.length.toLocaleString('en')} orders, ${shop.carts.length.toLocaleString('en')} carts on 18 sites …`);
			await loadShop(core, shop);
		},
		async tell(environment) {
			const { client, workflows } = environment;
			const workflow = workflows.get('abandoned-cart') ?? '';
			await client.publish(workflow);
			say('\nThe abandoned-cart workflow runs in n8n …');
			report(await runOnce(environment, workflow), say);
			const first = await verify(environment, say);
			say('\nThe same workflow once more:');
			await runOnce(environment, workflow);
			await compareSecondRun(environment, first, say);
		},
	};
}

async function runOnce({ client }: DemoEnvironment, workflow: string): Promise<Execution> {
	const execution = await client.run(workflow, { trigger: 'Try it', timeoutMs: 300_000 });
	if (execution.status !== 'success') throw new Error(`the workflow ended with ${execution.status}: ${execution.error?.node ?? ''} ${execution.error?.message ?? ''}`);
	return execution;
}

/** The nodes' own sentences, then the figures they rest on. */
function report(execution: Execution, say: (line?: string) => void): void {
	for (const [node, runs] of Object.entries(execution.runData)) {
		for (const hint of runs.flatMap((run) => run.hints ?? [])) say(`  ${node}: ${hint.message}`);
	}
	for (const item of itemsOf(execution, 'Send Campaign')) sayUsage(item.json, say);
	sayHealth([...itemsOf(execution, 'Evaluate Health'), ...itemsOf(execution, 'Evaluate Health', 1)], say);
}

/** The inbox against the ledger; a real unsubscribe link, pressed. */
async function verify(environment: DemoEnvironment, say: (line?: string) => void): Promise<LedgerRow[]> {
	const ledger = await readLedger(environment.storeFile);
	const check = await checkInbox(environment.inbox.all(), ledger, environment.dkimRecord);
	if (check.faults.length > 0) throw new Error(`the inbox does not equal the ledger:\n  ${check.faults.join('\n  ')}`);
	const states = Map.groupBy(ledger, (row) => row.state);
	say(`\nInbox: ${check.mails.toLocaleString('en')} mails. Ledger: ${[...states].map(([state, rows]) => `${rows.length.toLocaleString('en')} ${state}`).join(', ')}.`);
	if (check.mails < 1_000) throw new Error(`only ${check.mails} mails arrived; at least 1,000 carts are in their send window at any hour`);
	say('Each mail: once, DKIM verified, both unsubscribe headers signed, in the buyer\'s language.');
	await openAll(check.unsubscribeLinks);
	say(`All ${check.unsubscribeLinks.length.toLocaleString('en')} unsubscribe links were opened: each shows its page.`);
	await tryUnsubscribe(environment, check.unsubscribeLinks, say);
	return ledger;
}

/** As a scanner does: every link, a few at a time. */
async function openAll(links: string[]): Promise<void> {
	for (let from = 0; from < links.length; from += LINKS_AT_ONCE) {
		await Promise.all(links.slice(from, from + LINKS_AT_ONCE).map(async (link) => {
			const page = await fetch(link);
			if (page.status !== 200 || !(await page.text()).includes('<form method="post">')) throw new Error(`an unsubscribe page answers ${page.status}`);
		}));
	}
}

async function tryUnsubscribe({ core }: DemoEnvironment, links: string[], say: (line?: string) => void): Promise<void> {
	const link = links[Math.floor(links.length / 2)];
	if (!link) throw new Error('no mail has an unsubscribe link');
	const oneClick = await fetch(link, { method: 'POST', redirect: 'manual', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'List-Unsubscribe=One-Click' });
	if (oneClick.status !== 200) throw new Error(`one-click unsubscribe answers ${oneClick.status}`);
	const buyer = await core.links.resolve(new URL(link).searchParams.get('t'));
	const consent = (await core.buyers.consentOf([buyer?.buyerId ?? ''])).get(buyer?.buyerId ?? '');
	if (consent?.consent !== 'withdrawn') throw new Error('the one-click unsubscribe answered 200 and changed nothing');
	say('One of them was pressed (one click): that buyer is left out from now on.');
}

/** Nobody twice: only what became due in between may have left. */
async function compareSecondRun(environment: DemoEnvironment, first: LedgerRow[], say: (line?: string) => void): Promise<void> {
	const ledger = await readLedger(environment.storeFile);
	const check = await checkInbox(environment.inbox.all(), ledger, environment.dkimRecord);
	if (check.faults.length > 0) throw new Error(`after the second run the inbox does not equal the ledger:\n  ${check.faults.join('\n  ')}`);
	const before = new Map(first.map((row) => [row.id, row]));
	const newlySent = ledger.filter((row) => row.state === 'accepted' && before.get(row.id)?.state !== 'accepted');
	const tooEarly = newlySent.filter((row) => (before.get(row.id)?.dueAt ?? Infinity) > environment.core.clock.now());
	if (tooEarly.length > 0) throw new Error(`the second run sent ${tooEarly.length} mails that were not due`);
	say(`  ${newlySent.length} sent${newlySent.length > 0 ? ' (they became due meanwhile)' : ''}: nobody in ${SHOP}/${CAMPAIGN} is mailed twice.`);
}
