import type { LinkBuyer, LinkStore, PublicAddress } from '../link/ports';
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
	};
}

async function findByBuyer(db: OpenStore['db'], buyerId: string): Promise<LinkBuyer | undefined> {
	const row = await db.selectFrom('buyers as b').innerJoin('shops as s', 's.id', 'b.shop_id')
		.select(['b.id', 'b.shop_id', 'b.language', 'b.site', 's.name']).where('b.id', '=', buyerId).executeTakeFirst();
	return row && { shopId: row.shop_id, shopName: row.name, buyerId: row.id, language: row.language ?? resolveSite(row.site).language };
}

async function findByDelivery(db: OpenStore['db'], deliveryId: string): Promise<LinkBuyer | undefined> {
	const row = await db.selectFrom('deliveries as d').innerJoin('shops as s', 's.id', 'd.shop_id').innerJoin('campaigns as c', 'c.id', 'd.campaign_id')
		.select(['d.id', 'd.shop_id', 'd.buyer_id', 'd.language', 's.name', 'c.name as campaign']).where('d.id', '=', deliveryId).executeTakeFirst();
	return row && { shopId: row.shop_id, shopName: row.name, buyerId: row.buyer_id, language: row.language, deliveryId: row.id, campaign: row.campaign };
}
