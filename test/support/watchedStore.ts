import { CompiledQuery, Kysely, PostgresDialect } from 'kysely';
import { makePostgresPool } from '../../core/store/dialects/postgresPool';
import type { Reader } from '../../core/store/dialects/reader';
import { NodeSqliteDialect } from '../../core/store/dialects/sqliteDialect';
import { openStore, type OpenStore } from '../../core/store/openStore';
import type { Database, Db } from '../../core/store/schema';
import { aClock, postgresSettings, sqliteSettings, type StoreKind } from './stores';

/** A store that says of what was asked how the database finds its answer. */
export interface WatchedStore {
	store: OpenStore;
	/**
	 * How the statements of `work` find deliveries, each way once and in order: the names of indexes that are searched. `scan`: the
	 * whole table; `scan of …`: a whole index.
	 */
	waysToDeliveries(work: () => Promise<unknown>): Promise<string[]>;
}

export async function aWatchedStore(kind: StoreKind): Promise<WatchedStore> {
	const settings = kind === 'sqlite' ? sqliteSettings() : postgresSettings();
	const { capabilities, close } = await openStore(settings, { clock: aClock() });
	await close();
	let asked: CompiledQuery[] = [];
	const dialect = settings.kind === 'sqlite' ? new NodeSqliteDialect(settings.file) : new PostgresDialect({ pool: makePostgresPool(settings) });
	const db = new Kysely<Database>({ dialect, log: ({ query }) => void asked.push(query) });
	const store = { db, reader: readerOver(db), capabilities, close: async () => await db.destroy() };
	return {
		store,
		async waysToDeliveries(work) {
			asked = [];
			await work();
			const statements = asked.filter(({ sql: text }) => /\bdeliveries\b/.test(text) && !text.startsWith('insert'));
			const ways: string[] = [];
			for (const statement of statements) ways.push(...(await (kind === 'sqlite' ? explainSqlite : explainPostgres)(db, statement)));
			return [...new Set(ways)].sort();
		},
	};
}

/** What the reader's own thread or cursor would ask. */
function readerOver(db: Db): Reader {
	return {
		async *pages(query, _pageSize, toResult) {
			yield (await db.executeQuery(query.compile())).rows.map(toResult);
		},
		all: async (query) => (await db.executeQuery(query.compile())).rows,
		close: async () => undefined,
	};
}

/** A primary key has another name on each. */
const KEY = /^(?:sqlite_autoindex_deliveries_1|deliveries_pkey)$/;
const nameOf = (index: string): string => (KEY.test(index) ? 'key' : index);

async function explainSqlite(db: Db, { sql: text }: CompiledQuery): Promise<string[]> {
	const aliases = new Set(['deliveries', ...[...text.matchAll(/\bdeliveries"?(?: as)? "?([ds])\b/g)].map((match) => match[1])]);
	const { rows } = await db.executeQuery<{ detail: string }>(CompiledQuery.raw(`explain query plan ${text}`));
	return rows.flatMap(({ detail }) => {
		const [, way, alias, index] = /^(SEARCH|SCAN) (\S+)(?: EXISTS)?(?: USING (?:COVERING )?INDEX (\S+))?/.exec(detail) ?? [];
		if (!alias || !aliases.has(alias)) return [];
		if (!index) return ['scan'];
		return [way === 'SCAN' ? `scan of ${nameOf(index)}` : nameOf(index)];
	});
}

interface PlanNode {
	'Node Type': string;
	'Relation Name'?: string;
	'Index Name'?: string;
	'Index Cond'?: string;
	Plans?: PlanNode[];
}

async function explainPostgres(db: Db, { sql: text, parameters }: CompiledQuery): Promise<string[]> {
	const { rows } = await db.executeQuery<{ 'QUERY PLAN': Array<{ Plan: PlanNode }> }>(CompiledQuery.raw(`explain (format json) ${text}`, [...parameters]));
	return rows.flatMap((row) => row['QUERY PLAN'].flatMap(({ Plan }) => waysOf(Plan)));
}

function waysOf(node: PlanNode): string[] {
	const index = node['Index Name'];
	const inner = (node.Plans ?? []).flatMap(waysOf);
	if (node['Node Type'] === 'Seq Scan' && node['Relation Name'] === 'deliveries') return ['scan', ...inner];
	return index?.startsWith('deliveries_') ? [node['Index Cond'] ? nameOf(index) : `scan of ${nameOf(index)}`, ...inner] : inner;
}
