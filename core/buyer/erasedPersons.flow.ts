import { isActive } from '../consent/suppression';
import type { RejectedRow } from '../contract/records';
import type { EmailAddress } from '../shared/emailAddress';
import { hashIdentity, type Identity } from './addressHash';
import type { ShopContext } from './mergeBuyer';
import type { RecordTransaction } from './ports';
import type { RowResult } from './recordBatches.flow';

/** Whether a row is about somebody who asked to be erased, by his address or the marketplace's id: what comes in about him is not recorded again. */
export async function readErased(transaction: RecordTransaction, { shop, hashKey, now }: ShopContext, identities: Identity[]): Promise<(identity: Identity) => boolean> {
	const isStated = ({ email, externalId }: Identity): boolean => email !== undefined || externalId !== undefined;
	const hashes = identities.filter(isStated).map((identity) => hashIdentity(hashKey, identity));
	const found = await transaction.readSuppressions(shop.id, [...new Set(hashes)]);
	const erased = new Set(found.filter((suppression) => suppression.reason === 'erased' && isActive(suppression, now)).map(({ emailHash }) => emailHash));
	return (identity) => isStated(identity) && erased.has(hashIdentity(hashKey, identity));
}

/** Saves the records of all others and answers for each, in order. */
export async function saveAllButErased<Entry extends { email?: EmailAddress; emailHash?: string }>(
	transaction: RecordTransaction, context: ShopContext, records: Entry[], save: (others: Entry[]) => Promise<RowResult[]>,
): Promise<RowResult[]> {
	const identities = records.map(({ email, emailHash }) => ({ email, emailHash }));
	const isErased = identities.map(await readErased(transaction, context, identities));
	const others = records.filter((_record, index) => !isErased[index]);
	const saved = others.length === 0 ? [] : await save(others);
	return records.map((_record, index) => (isErased[index] ? erasedPerson() : (saved.shift() ?? erasedPerson())));
}

/** The answer for a row about such a person. */
export function erasedPerson(): RejectedRow {
	return { kind: 'rejected', field: 'email', reason: 'this person asked to be erased, so nothing is recorded; if he himself came back, remove the suppression “Erased” of the address first' };
}
