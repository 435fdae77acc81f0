import type { Kysely } from 'kysely';

/** One step of the schema: append-only, numbered, the same on both databases. */
export interface Migration {
	version: number;
	name: string;
	up(db: Kysely<unknown>): Promise<void>;
}
