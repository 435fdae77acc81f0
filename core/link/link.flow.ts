import { SellerMailError } from '../shared/errors';
import type { LinkBuyer, LinkStore, PublicAddress } from './ports';
import { makeToken, parseToken } from './token';

/** Stands in rendered previews of a shop that has no public address yet; sending refuses without a real one. */
const PREVIEW_URL = 'https://preview.invalid/m';

export interface LinkFlow {
	/** The unsubscribe address of each of a shop's buyers, for rendering. */
	forBuyers(shopId: string): Promise<(buyerId: string) => string>;
	/** The unsubscribe address of one delivery, for sending. @throws SellerMailError PUBLIC_ADDRESS_MISSING */
	forDeliveries(shopId: string): Promise<(deliveryId: string) => string>;
	publish(shopId: string, address: PublicAddress): Promise<void>;
	unpublish(shopId: string, workflowId: string): Promise<void>;
	publicAddress(shopId: string): Promise<PublicAddress | undefined>;
	/** Whom a token names; `undefined` for one that we didn't sign. */
	resolve(token: unknown): Promise<LinkBuyer | undefined>;
}

/** Links in mails: signed, without addresses, valid for ever. */
export function makeLinkFlow(deps: { store: LinkStore }): LinkFlow {
	const { store } = deps;
	const urlMaker = async (url: string): Promise<(id: string) => string> => {
		const keys = await store.readKeys();
		return (id) => `${url}?t=${makeToken(keys, id)}`;
	};
	return {
		async forBuyers(shopId) {
			return await urlMaker((await store.readPublicAddress(shopId))?.url ?? PREVIEW_URL);
		},
		async forDeliveries(shopId) {
			const address = await store.readPublicAddress(shopId);
			if (!address) throw new SellerMailError('PUBLIC_ADDRESS_MISSING', { message: `Shop \`${shopId}\` has no public address for unsubscribe links yet.`, context: { shop: shopId } });
			return await urlMaker(address.url);
		},
		publish: async (shopId, address) => await store.writePublicAddress(shopId, address),
		unpublish: async (shopId, workflowId) => await store.removePublicAddress(shopId, workflowId),
		publicAddress: async (shopId) => await store.readPublicAddress(shopId),
		async resolve(token) {
			const target = parseToken(await store.readKeys(), token);
			return target && (await store.findBuyer(target));
		},
	};
}
