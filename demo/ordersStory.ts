import { createReadStream, existsSync } from 'node:fs';
import { DateTime } from 'luxon';
import type { Core } from '../core/openCore';
import { checkInbox } from './checkInbox';
import { SHOP, type DemoEnvironment } from './demoEnvironment';
import { countStatesBySql, type CountColumns } from './independentCount';
import { readLedger, type LedgerRow } from './readLedger';
import type { Story } from './story';

interface OrdersOptions {
	file: string;
	/** YYYY-MM-DD; today when left out */
	asOf: string | undefined;
	timeZone: string;
	/** FIELD=COLUMN */
	columns: string[];
}

type Say = (line?: string) => void;

const STATES = ['paid', 'shipped', 'late', 'delivered', 'returned', 'canceled'] as const;
const WORKFLOW = 'order-updates';

/** A shop's own orders, replayed as if today were the day given: imported, segmented, and their order mails sent. */
export function makeOrdersStory(options: OrdersOptions, say: Say): Story {
	if (!existsSync(options.file)) throw new Error(`There is no file ${options.file}.`);
	const asOf = readAsOf(options);
	let columns: CountColumns = {};
	return {
		startAt: asOf,
		load: async (core) => void (columns = await loadOrders(core, options, say)),
		async tell(environment) {
			await compareSegments(environment.core, options, asOf, columns, say);
			await sendUpdates(environment, options.timeZone, say);
		},
	};
}

/** The start of that day where the file's times are from. */
function readAsOf({ asOf, timeZone }: OrdersOptions): number {
	const day = asOf ? DateTime.fromISO(asOf, { zone: timeZone }) : DateTime.now().setZone(timeZone).startOf('day');
	if (!day.isValid) throw new Error(`--as-of ${asOf ?? ''} is not a date such as 2018-09-01 (or --time-zone ${timeZone} is not known).`);
	return day.toMillis();
}

async function loadOrders(core: Core, options: OrdersOptions, say: Say): Promise<CountColumns> {
	await core.shops.save({ id: SHOP, name: 'Lumen Home', timeZone: options.timeZone, isImportApproved: true });
	const { headers } = await core.buyers.inspectCsv(createReadStream(options.file), { kind: 'orders' });
	const corrections = readColumns(options.columns, headers);
	const { mapping } = await core.buyers.inspectCsv(createReadStream(options.file), { kind: 'orders', corrections });
	say('Columns, guessed and chosen (change one with --column FIELD=COLUMN):');
	for (const header of headers) say(`  ${header.padEnd(34)} ${(mapping as Record<string, string>)[header] || '(not used)'}`);
	const summary = await core.buyers.importCsv({
		shopId: SHOP, kind: 'orders', authorisedBy: 'whoever runs this demo', source: `file ${options.file.split('/').at(-1) ?? ''}`, consentBasis: 'none', corrections, timeZone: options.timeZone,
	}, createReadStream(options.file));
	say(`Imported ${options.file}: ${summary.rows} rows = ${summary.imported} imported + ${summary.unchanged} unchanged + ${summary.rejected} rejected.`);
	for (const { line, field, reason } of summary.rejectedRows.slice(0, 10)) say(`  line ${line}, ${field}: ${reason}`);
	if (summary.imported + summary.unchanged + summary.rejected !== summary.rows) throw new Error('some rows are not accounted for');
	return Object.fromEntries(Object.entries(summary.mapping).map(([column, field]) => [field, column]));
}

/** `placedAt=order_purchase_timestamp` → `{order_purchase_timestamp: 'placedAt'}` */
function readColumns(columns: string[], headers: string[]): Record<string, string> {
	return Object.fromEntries(columns.map((text) => {
		const [field = '', column = ''] = text.split('=');
		if (!headers.includes(column)) throw new Error(`--column ${text}: the file has no column "${column}". It has: ${headers.join(', ')}.`);
		return [column, field];
	}));
}

/** Our segments beside SQL that was written by hand over the raw file. */
async function compareSegments(core: Core, options: OrdersOptions, asOf: number, columns: CountColumns, say: Say): Promise<void> {
	const bySql = countStatesBySql(options.file, columns, DateTime.fromMillis(asOf, { zone: options.timeZone }).toFormat('yyyy-MM-dd HH:mm'));
	say(`\nFulfilment as of ${DateTime.fromMillis(asOf, { zone: options.timeZone }).toFormat('yyyy-MM-dd HH:mm')} (${options.timeZone}):`);
	say('  state      segment   hand-written SQL');
	const differing: string[] = [];
	for (const state of STATES) {
		let count = 0;
		for await (const page of core.segments.select({ shopId: SHOP, preset: 'fulfilment-state', parameters: { state, withinDays: null }, asOf })) {
			count += page.recipients.length + Object.values(page.leftOut).reduce((total, left) => total + left, 0);
		}
		say(`  ${state.padEnd(10)} ${String(count).padStart(7)}   ${String(bySql.get(state) ?? 0).padStart(7)}`);
		if (count !== (bySql.get(state) ?? 0)) differing.push(state);
	}
	if (differing.length > 0) throw new Error(`the segments ${differing.join(', ')} differ from the hand-written SQL`);
}

/** The order-updates workflow at midnight: everything waits for the buyers' hours; then at the first of those hours. */
async function sendUpdates(environment: DemoEnvironment, timeZone: string, say: Say): Promise<void> {
	const { client, workflows, core } = environment;
	const workflow = workflows.get(WORKFLOW) ?? '';
	const run = async (trigger: string): Promise<void> => {
		const execution = await client.run(workflow, { trigger, timeoutMs: 300_000 });
		if (execution.status !== 'success') throw new Error(`${WORKFLOW} ended with ${execution.status}: ${execution.error?.node ?? ''} ${execution.error?.message ?? ''}`);
		for (const [node, runs] of Object.entries(execution.runData)) for (const hint of runs.flatMap((ran) => ran.hints ?? [])) say(`  ${node}: ${hint.message}`);
	};
	say(`\nThe order-updates workflow runs in n8n; for the shop it is ${sayTime(core.clock.now(), timeZone)} …`);
	await run('Try it');
	const planned = (await readLedger(environment.storeFile)).filter((row) => row.state === 'planned');
	if (planned.length > 0) {
		environment.setClock(Math.min(...planned.map((row) => row.dueAt)));
		say(`\nThe clock moves on to ${sayTime(core.clock.now(), timeZone)}, when the first window opens; send due:`);
		await run('Every Ten Minutes');
	}
	await checkUpdates(environment, say);
}

async function checkUpdates(environment: DemoEnvironment, say: Say): Promise<void> {
	const ledger = await readLedger(environment.storeFile);
	const check = await checkInbox(environment.inbox.all(), ledger, environment.dkimRecord);
	if (check.faults.length > 0) throw new Error(`the inbox does not equal the ledger:\n  ${check.faults.join('\n  ')}`);
	const accepted = ledger.filter((row) => row.state === 'accepted');
	if (accepted.length === 0) throw new Error('no mail went out');
	const early = accepted.filter((row) => !isDaytime(row));
	if (early.length > 0) throw new Error(`${early.length} mails went out outside of 09:00 to 20:00 where the buyer lives`);
	const byLanguage = [...Map.groupBy(accepted, (row) => row.language)].map(([language, rows]) => `${rows.length} in ${language}`);
	const hours = accepted.map((row) => sayTime(row.settledAt ?? 0, row.timeZone)).sort();
	say(`\nInbox: ${check.mails} mails, ${byLanguage.join(', ')}, sent between ${hours[0] ?? ''} and ${hours.at(-1) ?? ''}.`);
}

function isDaytime(row: LedgerRow): boolean {
	const { hour } = DateTime.fromMillis(row.settledAt ?? 0, { zone: row.timeZone });
	return hour >= 9 && hour < 20;
}

function sayTime(at: number, timeZone: string): string {
	return `${DateTime.fromMillis(at, { zone: timeZone }).toFormat('yyyy-MM-dd HH:mm')} in ${timeZone}`;
}
