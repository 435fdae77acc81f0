import type { LinkBuyer, LinkStore, PublicAddress, SentMail } from '../link/ports';
import type { LinkKeys } from '../link/token';
import type { Clock } from '../shared/clock';
import type { Random } from '../shared/random';
import { resolveSite } from '../shop/sites';
import type { OpenStore } from './openStore';

const KEYS = 'link.keys';
const publicAddressKey = (shopId: string): string => `link.publicAddress:${shopId}`;

/** Signing keys and public addresses in `settings`, and whom a link is about. */
export function makeLinkStore({ db }: OpenStore, deps: { clock: Clock; random: Random }): LinkStore {
	const read = async (key: string): Promise<string | undefined> =>
		(await db.selectFrom('settings').select('value').where('key', '=', key).executeTakeFirst())?.value;
	return {
		async readKeys() {
			const found = await read(KEYS);
			if (found) return JSON.parse(found) as LinkKeys;
			const fresh: LinkKeys = { current: '1', keys: { 1: deps.random.bytes(32).toString('base64url') } };
			await db.insertInto('settings').values({ key: KEYS, value: JSON.stringify(fresh), updated_at: deps.clock.now() })
				.onConflict((oc) => oc.column('key').doNothing()).execute();
			return JSON.parse((await read(KEYS)) ?? '') as LinkKeys;
		},
		async replaceKeys(before, after) {
			const changed = await db.updateTable('settings').set({ value: JSON.stringify(after), updated_at: deps.clock.now() })
				.where('key', '=', KEYS).where('value', '=', JSON.stringify(before)).returning('key').execute();
			return changed.length > 0;
		},
		async readPublicAddress(shopId) {
			const found = await read(publicAddressKey(shopId));
			return found ? (JSON.parse(found) as PublicAddress) : undefined;
		},
		async writePublicAddress(shopId, address) {
			const row = { value: JSON.stringify(address), updated_at: deps.clock.now() };
			await db.insertInto('settings').values({ key: publicAddressKey(shopId), ...row }).onConflict((oc) => oc.column('key').doUpdateSet(row)).execute();
		},
		async removePublicAddress(shopId, workflowId) {
			const found = await read(publicAddressKey(shopId));
			if (!found || (JSON.parse(found) as PublicAddress).workflowId !== workflowId) return;
			await db.deleteFrom('settings').where('key', '=', publicAddressKey(shopId)).where('value', '=', found).execute();
		},
		findBuyer: async (target) => (target.kind === 'buyer' ? await findByBuyer(db, target.id) : await findByDelivery(db, target.id)),
		findSentMail: async (deliveryId) => await findSentMail(db, deliveryId),
	};
}

const BUYER = ['b.id', 'b.shop_id', 'b.language', 'b.site', 'b.email_hash', 'b.time_zone', 'b.marketing_consent', 'b.is_marketable', 's.name'] as const;

async function findByBuyer(db: OpenStore['db'], buyerId: string): Promise<LinkBuyer | undefined> {
	const row = await db.selectFrom('buyers as b').innerJoin('shops as s', 's.id', 'b.shop_id').select(BUYER).where('b.id', '=', buyerId).executeTakeFirst();
	return row && { ...toBuyer(row), language: row.language ?? resolveSite(row.site).language };
}

async function findByDelivery(db: OpenStore['db'], deliveryId: string): Promise<LinkBuyer | undefined> {
	const row = await db.selectFrom('deliveries as d').innerJoin('buyers as b', 'b.id', 'd.buyer_id').innerJoin('shops as s', 's.id', 'd.shop_id').innerJoin('campaigns as c', 'c.id', 'd.campaign_id')
		.select(BUYER).select(['d.id as delivery_id', 'd.language as mail_language', 'b.language_chosen_at', 'c.name as campaign']).where('d.id', '=', deliveryId).executeTakeFirst();
	if (!row) return undefined;
	const isChosen = row.language !== null && typeof row.language_chosen_at === 'number';
	return { ...toBuyer(row), language: isChosen ? String(row.language) : row.mail_language, deliveryId: row.delivery_id, campaign: row.campaign };
}

function toBuyer(row: { id: string; shop_id: string; name: string; email_hash: string; time_zone: string; marketing_consent: string; is_marketable: number }): Omit<LinkBuyer, 'language'> {
	return {
		shopId: row.shop_id, shopName: row.name, buyerId: row.id, emailHash: row.email_hash, timeZone: row.time_zone,
		consent: row.marketing_consent, isMarketable: row.is_marketable === 1,
	};
}

async function findSentMail(db: OpenStore['db'], deliveryId: string): Promise<SentMail | undefined> {
	const row = await db.selectFrom('deliveries as d').innerJoin('buyers as b', 'b.id', 'd.buyer_id')
		.select(['d.shop_id', 'd.content_id', 'd.variant', 'd.data_json', 'd.language', 'd.site', 'b.id', 'b.email', 'b.name', 'b.country', 'b.time_zone'])
		.where('d.id', '=', deliveryId).executeTakeFirst();
	if (!row || row.email === null) return undefined;
	return {
		shopId: row.shop_id, contentId: row.content_id, variant: row.variant, data: JSON.parse(row.data_json) as Record<string, unknown>,
		buyer: {
			id: row.id, shop: row.shop_id, email: row.email, name: row.name ?? undefined, country: row.country ?? undefined,
			language: row.language, site: row.site, timeZone: row.time_zone,
		},
	};
}
