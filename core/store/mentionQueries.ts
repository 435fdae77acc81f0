import { sql } from 'kysely';
import { letOthersRun } from '../shared/eventLoop';
import { likePattern } from './likePattern';
import type { OpenStore } from './openStore';
import type { Database } from './schema';

/** Columns in which people write freely, of rows that may belong to somebody else. */
const FREE_TEXT = [
	{ table: 'messages', key: 'id', columns: ['subject', 'body_text', 'decision_json', 'sent_by'] },
	{ table: 'suppressions', key: 'id', columns: ['note', 'source', 'ended_reason'] },
	{ table: 'imports', key: 'id', columns: ['source', 'authorised_by', 'mapping_json'] },
	{ table: 'consent_records', key: 'id', columns: ['wording', 'source', 'authorised_by'] },
	{ table: 'findings', key: 'id', columns: ['evidence'] },
	{ table: 'attempts', key: 'id', columns: ['reply'] },
	{ table: 'orders', key: 'id', columns: ['return_reason'] },
	{ table: 'campaigns', key: 'id', columns: ['pause_reason'] },
	{ table: 'settings', key: 'key', columns: ['value'] },
] as const satisfies ReadonlyArray<{ table: keyof Database; key: string; columns: readonly string[] }>;

/** Rows that one statement looks through: a few milliseconds, also where texts are long. */
const SLICE = 1_000;
const MAIL_SLICE = 100;

/** Replaces an address in free text by `[erased]`, and deletes mails that hold it or a link of one of these buyers. */
export async function removeMentions(store: OpenStore, address: string, buyerIds: string[]): Promise<{ mentions: number; mails: number }> {
	let mentions = 0;
	for (const { table, key, columns } of FREE_TEXT) mentions += await removeFrom(store, table, key, columns, address);
	return { mentions, mails: await deleteMails(store, [address, ...buyerIds]) };
}

async function removeFrom({ db }: OpenStore, table: string, key: string, columns: readonly string[], address: string): Promise<number> {
	const isHit = sql.join(columns.map((column) => sql`lower(${sql.ref(column)}) like ${likePattern(address)}`), sql` or `);
	let count = 0;
	for await (const range of rangesOf(db, table, key, SLICE)) {
		const { rows } = await sql<Record<string, string | null>>`select * from ${sql.table(table)} where ${range} and (${isHit})`.execute(db);
		for (const row of rows) {
			const texts = columns.map((column) => sql`${sql.ref(column)} = ${withoutAddress(row[column] ?? null, address)}`);
			await sql`update ${sql.table(table)} set ${sql.join(texts)} where ${sql.ref(key)} = ${row[key]}`.execute(db);
			count += 1;
		}
	}
	return count;
}

/** Only the whole address: `joana@b.example` is somebody else than `ana@b.example`. */
function withoutAddress(text: string | null, address: string): string | null {
	if (text === null) return null;
	const escaped = address.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
	return text.replace(new RegExp(`(?<![\\p{L}\\p{N}._%+-])${escaped}(?![\\p{L}\\p{N}-]|\\.[\\p{L}\\p{N}])`, 'giu'), '[erased]');
}

async function deleteMails({ db }: OpenStore, needles: string[]): Promise<number> {
	const isHit = sql.join(needles.map((needle) => sql`lower(body_json) like ${likePattern(needle)}`), sql` or `);
	let count = 0;
	for await (const range of rangesOf(db, 'contents', 'id', MAIL_SLICE)) {
		const { rows } = await sql<{ id: string; body_json: string }>`select id, body_json from contents where ${range} and kind = 'mail' and (${isHit})`.execute(db);
		const own = rows.filter(({ body_json }) => needles.some((needle, index) => (index === 0 ? withoutAddress(body_json, needle) !== body_json : body_json.includes(needle))));
		for (const { id } of own) await db.deleteFrom('contents').where('id', '=', id).execute();
		count += own.length;
	}
	return count;
}

/** Conditions that cut a table into runs of its key, so that no statement is long. */
async function* rangesOf(db: OpenStore['db'], table: string, key: string, size: number): AsyncGenerator<ReturnType<typeof sql>> {
	const column = sql.ref(key);
	for (let after = ''; ; ) {
		const { rows } = await sql<{ key: string }>`select ${column} as key from ${sql.table(table)} where ${column} > ${after} order by ${column} limit 1 offset ${size - 1}`.execute(db);
		const end = rows[0]?.key;
		yield end === undefined ? sql`${column} > ${after}` : sql`${column} > ${after} and ${column} <= ${end}`;
		if (end === undefined) return;
		after = end;
		await letOthersRun();
	}
}
