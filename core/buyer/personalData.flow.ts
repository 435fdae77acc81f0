import type { SuppressionReader } from '../consent/ports';
import { hashOf } from '../consent/suppression.flow';
import type { Suppression } from '../consent/suppression';
import { parseEmailAddress } from '../shared/emailAddress';
import { SellerMailError } from '../shared/errors';
import { makeId } from '../shared/ids';
import type { Buyer } from './buyer';
import type { EraseCounts, PersonalDataStore, ShopPersonalData } from './personalDataPorts';
import type { RecordDeps } from './recordBatches.flow';

export interface PersonalDataDeps extends RecordDeps {
	suppressions: Pick<SuppressionReader, 'findBuyersByHash' | 'findBuyersById' | 'readSuppressions'>;
	personalData: PersonalDataStore;
}

/** A person by his address, or by the id of a buyer. */
export type Person = { email: string } | { buyerId: string };

export interface PersonRequest {
	/** the shop whose data are meant; also where `buyerId` is looked up */
	shopId: string;
	/** the same person in every other shop too */
	isEveryShop: boolean;
	person: Person;
}

/** Everything kept on a person. */
export interface PersonalData {
	exportedAt: number;
	isKnown: boolean;
	shops: ShopPersonalData[];
	suppressions: Suppression[];
}

/** What an erasure did. It names nobody: ids and counts only. */
export interface ErasureReport extends EraseCounts {
	buyerIds: string[];
	/** `*`: his address is kept from every shop */
	keptFrom: string;
	/** false: another process was reading the store all the time; older copies leave the files with the next erasure or restart */
	isStoreSettled: boolean;
}

/** What the law gives a person: a copy of his data, and their removal. */
export function makePersonalDataFlow(deps: PersonalDataDeps) {
	return {
		/** Nothing is changed. @throws SellerMailError NOT_FOUND (shop, buyer id), INPUT_INVALID (address) */
		exportData: async (request: PersonRequest): Promise<PersonalData> => await exportData(deps, request),
		/**
		 * Removes a person for good: what stays is a keyed hash of his address, so that he is not written to and not recorded again,
		 * and orders and deliveries that nobody can be recognised by. Idempotent; after a crash, run it again.
		 * @throws SellerMailError NOT_FOUND (shop, buyer id), INPUT_INVALID (address)
		 */
		erase: async (request: PersonRequest): Promise<ErasureReport> => await erase(deps, request),
	};
}

interface Found {
	buyers: Buyer[];
	emailHash: string;
	/** undefined: only a hash is left of it */
	address: string | undefined;
}

async function exportData(deps: PersonalDataDeps, request: PersonRequest): Promise<PersonalData> {
	const { buyers, emailHash } = await findPerson(deps, request);
	const shops: ShopPersonalData[] = [];
	for (const buyer of buyers) shops.push(await deps.personalData.read(buyer));
	const suppressions = await suppressionsOf(deps, request, emailHash, buyers);
	return { exportedAt: deps.clock.now(), isKnown: shops.length + suppressions.length > 0, shops, suppressions };
}

async function suppressionsOf({ suppressions }: PersonalDataDeps, { shopId }: PersonRequest, emailHash: string, buyers: Buyer[]): Promise<Suppression[]> {
	const found = new Map<string, Suppression>();
	for (const id of new Set([shopId, ...buyers.map((buyer) => buyer.shopId)])) {
		for (const suppression of await suppressions.readSuppressions(id, [emailHash])) found.set(suppression.id, suppression);
	}
	return [...found.values()].sort((a, b) => a.startsAt - b.startsAt);
}

async function findPerson(deps: PersonalDataDeps, { shopId, isEveryShop, person }: PersonRequest): Promise<Found> {
	await deps.shops.get(shopId);
	const emailHash = 'email' in person ? hashOf(person.email, await deps.hashKey()) : (await getBuyer(deps, shopId, person.buyerId)).emailHash;
	const buyers = await deps.suppressions.findBuyersByHash([emailHash], isEveryShop ? undefined : shopId);
	const address = 'email' in person ? parseEmailAddress(person.email)?.address : buyers.find(({ email }) => email !== null)?.email;
	return { buyers, emailHash, address: address ?? undefined };
}

async function getBuyer({ suppressions }: PersonalDataDeps, shopId: string, buyerId: string): Promise<Buyer> {
	const [buyer] = await suppressions.findBuyersById([buyerId], shopId);
	if (buyer) return buyer;
	throw new SellerMailError('NOT_FOUND', { message: `There is no buyer \`${buyerId.slice(0, 60)}\` in this shop.`, context: { field: 'buyer' } });
}

/** The address first, the person's own rows last: broken off in between, the next try still finds everything that is left. */
async function erase(deps: PersonalDataDeps, request: PersonRequest): Promise<ErasureReport> {
	const { buyers, emailHash, address } = await findPerson(deps, request);
	const now = deps.clock.now();
	const keptFrom = request.isEveryShop ? '*' : request.shopId;
	const open = buyers.filter(({ email }) => email !== null);
	const counts: EraseCounts = { orders: 0, events: 0, consentRecords: 0, deliveries: 0, stoppedDeliveries: 0, mails: 0, messages: 0, audienceMembers: 0, mentions: 0 };
	if (address !== undefined) await keepFrom(deps, keptFrom, emailHash, now);
	if (address !== undefined) add(counts, await deps.personalData.removeMentions(address, open.map(({ id }) => id)));
	for (const buyer of open) {
		counts.audienceMembers += await deps.personalData.eraseFromAudiences(buyer);
		add(counts, await deps.personalData.erase({ buyer, newEmailHash: `erased:${makeId(deps.random, 'b')}`, now }));
	}
	await deps.personalData.clearNotes(emailHash, request.isEveryShop ? undefined : request.shopId);
	return { ...counts, buyerIds: buyers.map(({ id }) => id), keptFrom, isStoreSettled: await deps.personalData.settle() };
}

/** Before anything is removed: from now on no upsert and no import records him again. */
async function keepFrom({ random, records }: PersonalDataDeps, shopId: string, emailHash: string, now: number): Promise<void> {
	await records.transact(shopId, async (transaction) => await transaction.addSuppressions([
		{ id: makeId(random, 's'), shopId, emailHash, reason: 'erased', scope: 'all', startsAt: now, endsAt: null, note: null, source: 'erase' },
	]));
}

function add(counts: EraseCounts, more: Partial<EraseCounts>): void {
	for (const [name, count] of Object.entries(more) as Array<[keyof EraseCounts, number]>) counts[name] += count;
}
