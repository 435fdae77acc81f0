import type { Random } from '../shared/random';
import type { OpenStore } from './openStore';

const SECRET_BYTES = 32;

/**
 * A secret of this store (base64url), made at first use; callers that come at once get the same one. It never leaves the store:
 * not in logs, not in items.
 */
export async function getOrCreateSecret(store: Pick<OpenStore, 'db'>, random: Random, name: string): Promise<string> {
	const known = await readSecret(store, name);
	if (known) return known;
	const value = random.bytes(SECRET_BYTES).toString('base64url');
	await store.db.insertInto('settings').values({ key: name, value, updated_at: 0 }).onConflict((oc) => oc.column('key').doNothing()).execute();
	// another process may have been first; what is in the store counts
	const stored = await readSecret(store, name);
	if (!stored) throw new Error('a secret that was just stored is not there');
	return stored;
}

/** The same, read once. */
export function makeSecretReader(store: Pick<OpenStore, 'db'>, random: Random, name: string): () => Promise<string> {
	const known: string[] = [];
	return async () => {
		known[0] ??= await getOrCreateSecret(store, random, name);
		return known[0];
	};
}

async function readSecret({ db }: Pick<OpenStore, 'db'>, name: string): Promise<string | undefined> {
	return (await db.selectFrom('settings').select('value').where('key', '=', name).executeTakeFirst())?.value;
}
