import { sql } from 'kysely';
import type { Clock } from '../shared/clock';
import type { SettingStore } from '../shared/settingStore';
import type { OpenStore } from './openStore';
import type { Db } from './schema';

/** Small named values in `settings`. */
export function makeSettingStore({ db, capabilities }: OpenStore, clock: Clock): SettingStore {
	return {
		read: async (key) => await read(db, key),
		async change(key, decide) {
			return await db.transaction().execute(async (trx) => {
				// a value that isn't there yet has no row to lock (SQLite has one writer anyway)
				if (capabilities.name === 'postgres') await sql`select pg_advisory_xact_lock(hashtext(${`setting ${key}`}))`.execute(trx);
				const { value, answer } = decide(await read(trx, key));
				if (value !== undefined) await write(trx, key, value, clock.now());
				return answer;
			});
		},
	};
}

async function read(db: Db, key: string): Promise<string | undefined> {
	return (await db.selectFrom('settings').select('value').where('key', '=', key).executeTakeFirst())?.value;
}

async function write(db: Db, key: string, value: string, now: number): Promise<void> {
	const row = { value, updated_at: now };
	await db.insertInto('settings').values({ key, ...row }).onConflict((oc) => oc.column('key').doUpdateSet(row)).execute();
}
