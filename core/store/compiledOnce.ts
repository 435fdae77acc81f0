import type { Compilable, CompiledQuery } from 'kysely';
import type { Capabilities } from './dialects/capabilities';
import type { Db } from './schema';

/**
 * A statement whose text is made at its first use on each kind of database: Kysely takes longer to write most statements of
 * the ledger than the database to run them. `build` is given stand-ins for the arguments; it may bind them, and no more:
 * what depends on their values belongs to the caller. Lists are bound as one value (`isInList`), so that the text stays the same.
 */
export function compiledOnce<Args extends object, Row>(build: (db: Db, args: Args, capabilities: Capabilities) => Compilable<Row>): Statement<Args, Row> {
	const compiled = new Map<Capabilities['name'], CompiledQuery>();
	return async (db, capabilities, args) => {
		const query = compiled.get(capabilities.name) ?? build(db, standIns<Args>(), capabilities).compile();
		compiled.set(capabilities.name, query);
		const parameters = query.parameters.map((value) => (value instanceof StandIn ? args[value.key as keyof Args] : value));
		return (await db.executeQuery<Row>({ ...query, parameters } as CompiledQuery<Row>)).rows;
	};
}

export type Statement<Args extends object, Row> = (db: Db, capabilities: Capabilities, args: Args) => Promise<Row[]>;

class StandIn {
	constructor(readonly key: PropertyKey) {}

	[Symbol.toPrimitive](): never {
		throw new Error(`"${String(this.key)}" is known when the statement runs, not when its text is made`);
	}
}

/** Each property is a stand-in of the type that the argument will have: Kysely binds it as it is. */
function standIns<Args extends object>(): Args {
	return new Proxy({}, { get: (_args, key) => new StandIn(key) }) as Args;
}
