import { isActive } from '../consent/suppression';
import type { RejectedRow } from '../contract/records';
import type { EmailAddress } from '../shared/emailAddress';
import { hashAddress } from './addressHash';
import type { ShopContext } from './mergeBuyer';
import type { RecordTransaction } from './ports';
import type { RowResult } from './recordBatches.flow';

/** Whether an address is that of somebody who asked to be erased: what comes in about him is not recorded again. */
export async function readErased(transaction: RecordTransaction, { shop, hashKey, now }: ShopContext, emails: Array<EmailAddress | undefined>): Promise<(email: EmailAddress | undefined) => boolean> {
	const hashes = emails.flatMap((email) => (email ? [hashAddress(hashKey, email)] : []));
	const found = await transaction.readSuppressions(shop.id, [...new Set(hashes)]);
	const erased = new Set(found.filter((suppression) => suppression.reason === 'erased' && isActive(suppression, now)).map(({ emailHash }) => emailHash));
	return (email) => email !== undefined && erased.has(hashAddress(hashKey, email));
}

/** Saves the records of all others and answers for each, in order. */
export async function saveAllButErased<Entry extends { email?: EmailAddress }>(
	transaction: RecordTransaction, context: ShopContext, records: Entry[], save: (others: Entry[]) => Promise<RowResult[]>,
): Promise<RowResult[]> {
	const isErased = await readErased(transaction, context, records.map(({ email }) => email));
	const others = records.filter(({ email }) => !isErased(email));
	const saved = others.length === 0 ? [] : await save(others);
	return records.map(({ email }) => (isErased(email) ? erasedPerson() : (saved.shift() ?? erasedPerson())));
}

/** The answer for a row about such a person. */
export function erasedPerson(): RejectedRow {
	return { kind: 'rejected', field: 'email', reason: 'this person asked to be erased, so nothing is recorded; if he himself came back, remove the suppression “Erased” of the address first' };
}
