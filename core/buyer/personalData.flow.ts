import type { SuppressionReader } from '../consent/ports';
import { hashOf } from '../consent/suppression.flow';
import type { Suppression } from '../consent/suppression';
import { parseEmailAddress } from '../shared/emailAddress';
import { SellerMailError } from '../shared/errors';
import { makeId } from '../shared/ids';
import { hashIdentity } from './addressHash';
import { isErasedBuyer, makeErasedHash, type Buyer } from './buyer';
import type { EraseCounts, PersonalDataStore, ShopPersonalData } from './personalDataPorts';
import type { RecordDeps } from './recordBatches.flow';

export interface PersonalDataDeps extends RecordDeps {
	suppressions: Pick<SuppressionReader, 'findBuyersByHash' | 'findBuyersById' | 'readSuppressions'>;
	personalData: PersonalDataStore;
}

/** A person by his address, by the id of a buyer, or by the marketplace's id of a buyer whose address it hides. */
export type Person = { email: string } | { buyerId: string } | { externalId: string };

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
		/** Nothing is changed. @throws SellerMailError NOT_FOUND (shop, buyer id), INPUT_INVALID (address, marketplace's id) */
		exportData: async (request: PersonRequest): Promise<PersonalData> => await exportData(deps, request),
		/**
		 * Removes a person for good: what stays is a keyed hash of his address or the marketplace's id, so that he is not written to and not recorded again,
		 * and orders and deliveries that nobody can be recognised by. Idempotent; after a crash, run it again.
		 * @throws SellerMailError NOT_FOUND (shop, buyer id), INPUT_INVALID (address, marketplace's id)
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
	const emailHash = await hashOfPerson(deps, shopId, person);
	const buyers = await deps.suppressions.findBuyersByHash([emailHash], isEveryShop ? undefined : shopId);
	const address = 'email' in person ? parseEmailAddress(person.email)?.address : buyers.find(({ email }) => email !== null)?.email;
	return { buyers, emailHash, address: address ?? undefined };
}

async function hashOfPerson(deps: PersonalDataDeps, shopId: string, person: Person): Promise<string> {
	if ('email' in person) return hashOf(person.email, await deps.hashKey());
	if ('externalId' in person) return hashIdentity(await deps.hashKey(), { externalId: readExternalId(person.externalId) });
	return (await getBuyer(deps, shopId, person.buyerId)).emailHash;
}

function readExternalId(externalId: string): string {
	const text = externalId.trim().normalize('NFC');
	if (text) return text;
	throw new SellerMailError('INPUT_INVALID', { message: 'The marketplace’s ID of the buyer is empty.', nextStep: 'Enter it as the marketplace shows it.', context: { field: 'externalId' } });
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
	const open = buyers.filter((buyer) => !isErasedBuyer(buyer));
	const counts: EraseCounts = { orders: 0, events: 0, consentRecords: 0, deliveries: 0, stoppedDeliveries: 0, mails: 0, messages: 0, audienceMembers: 0, mentions: 0 };
	if (!isErasedBuyer({ emailHash })) await keepFrom(deps, keptFrom, emailHash, now);
	await keepIdsOut(deps, open, now);
	if (address !== undefined) add(counts, await deps.personalData.removeMentions(address, open.map(({ id }) => id)));
	for (const buyer of open) {
		counts.audienceMembers += await deps.personalData.eraseFromAudiences(buyer);
		add(counts, await deps.personalData.erase({ buyer, newEmailHash: makeErasedHash(makeId(deps.random, 'b')), now }));
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

/** A marketplace that hides addresses names him by its id alone. Such an id is one shop's own: elsewhere it may be somebody else's. */
async function keepIdsOut(deps: PersonalDataDeps, buyers: Buyer[], now: number): Promise<void> {
	const hashKey = await deps.hashKey();
	for (const { shopId, externalId } of buyers) {
		if (externalId !== null) await keepFrom(deps, shopId, hashIdentity(hashKey, { externalId }), now);
	}
}

function add(counts: EraseCounts, more: Partial<EraseCounts>): void {
	for (const [name, count] of Object.entries(more) as Array<[keyof EraseCounts, number]>) counts[name] += count;
}
