import type { ColumnDefinitionBuilder, CreateTableBuilder, Kysely, RawBuilder, SqlBool } from 'kysely';

export type Column = [name: string, type: 'text' | 'bigint' | 'integer', option?: 'null' | 'pk'];

/** Every column is required unless marked null; flags and small counts are integer, times and money bigint. */
export async function createTable(db: Kysely<unknown>, name: string, columns: Column[], primaryKey?: string[]): Promise<void> {
	let builder: CreateTableBuilder<string, string> = db.schema.createTable(name);
	for (const [column, type, option] of columns) {
		builder = builder.addColumn(column, type, (c: ColumnDefinitionBuilder) => {
			if (option === 'pk') return c.primaryKey();
			return option === 'null' ? c : c.notNull();
		});
	}
	if (primaryKey) builder = builder.addPrimaryKeyConstraint(`${name}_pk`, primaryKey as never[]);
	await builder.execute();
}

/** Named after its columns, unless those would make too long a name; `where`: of these rows only. */
export async function createIndex(db: Kysely<unknown>, on: string, columns: string[], options: { isUnique?: boolean; name?: string; where?: RawBuilder<SqlBool> } = {}): Promise<void> {
	let builder = db.schema.createIndex(options.name ?? `${on}_${columns.join('_')}`).on(on).columns(columns);
	if (options.isUnique) builder = builder.unique();
	if (options.where) builder = builder.where(options.where);
	await builder.execute();
}

/** Columns that older rows don't have: each one is null there. */
export async function addColumns(db: Kysely<unknown>, table: string, columns: Array<[name: string, type: 'text' | 'bigint' | 'integer']>): Promise<void> {
	for (const [column, type] of columns) await db.schema.alterTable(table).addColumn(column, type).execute();
}
