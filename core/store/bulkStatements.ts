import { CompiledQuery, type Compilable } from 'kysely';
import type { Db } from './schema';

/** Runs statements over many rows. */
export interface BulkStatements {
	/** `build` makes the insert of the rows it is given; all rows have the same keys, and nothing else is bound. */
	insert<Row extends object>(db: Db, name: string, rows: readonly Row[], build: (rows: Row[]) => Compilable): Promise<void>;
	/** `build` makes the question for the values it is given; `before` is what is bound in front of them. */
	select<Row>(db: Db, name: string, before: readonly unknown[], values: readonly string[], build: (values: string[]) => Compilable): Promise<Row[]>;
}

/** Few sizes, so that each text is made and prepared once. */
const SIZES = [128, 64, 32, 16, 8, 4, 2, 1] as const;
const BIGGEST = SIZES[0];

/**
 * Statements whose text is made once per size: Kysely takes longer to write the text of a hundred rows than SQLite to store
 * them. Rows are inserted in pieces of fixed sizes; questions are filled up to the next size with their last value.
 */
export function makeBulkStatements(): BulkStatements {
	const texts = new Map<string, string>();
	const run = async <Row>(db: Db, key: string, parameters: unknown[], build: () => Compilable): Promise<Row[]> => {
		const text = texts.get(key) ?? compile(build(), parameters);
		texts.set(key, text);
		return (await db.executeQuery<Row>(CompiledQuery.raw(text, parameters))).rows;
	};
	return {
		async insert(db, name, rows, build) {
			for (let from = 0; from < rows.length; ) {
				const size = sizeWithin(rows.length - from);
				const piece = rows.slice(from, from + size);
				await run(db, `insert ${name} ${size}`, piece.flatMap((row) => Object.values(row)), () => build(piece));
				from += size;
			}
		},
		async select<Row>(db: Db, name: string, before: readonly unknown[], values: readonly string[], build: (values: string[]) => Compilable) {
			const found: Row[] = [];
			for (let from = 0; from < values.length; from += BIGGEST) {
				const filled = fillUp(values.slice(from, from + BIGGEST));
				found.push(...await run<Row>(db, `select ${name} ${filled.length}`, [...before, ...filled], () => build(filled)));
			}
			return found;
		},
	};
}

/** What Kysely binds must be what is bound later, in the same order: proved whenever a text is made. */
function compile(query: Compilable, parameters: readonly unknown[]): string {
	const compiled = query.compile();
	const isSame = compiled.parameters.length === parameters.length && compiled.parameters.every((value, index) => value === parameters[index]);
	if (!isSame) throw new Error('a bulk statement binds something else than its rows');
	return compiled.sql;
}

function sizeWithin(count: number): number {
	return SIZES.find((size) => size <= count) ?? 1;
}

function fillUp(values: string[]): string[] {
	const size = SIZES.findLast((candidate) => candidate >= values.length) ?? BIGGEST;
	const last = values.at(-1) ?? '';
	return [...values, ...Array.from({ length: size - values.length }, () => last)];
}
