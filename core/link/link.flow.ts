import { SellerMailError } from '../shared/errors';
import type { Random } from '../shared/random';
import type { LinkBuyer, LinkStore, PublicAddress } from './ports';
import { addKey, makeToken, makeViewToken, namesUnknownKey, parseToken, type LinkKeys, type LinkTarget, type SubscriptionTarget } from './token';

/** Stands in rendered previews of a shop that has no public address yet; sending refuses without a real one. */
const PREVIEW_URL = 'https://preview.invalid/m';
const KEY_BYTES = 32;
const MAX_ROTATE_TRIES = 20;

type UrlOf = (id: string) => string;

export interface LinkFlow {
	/** The unsubscribe address of each of a shop's buyers, for rendering. */
	forBuyers(shopId: string): Promise<UrlOf>;
	/** The same for the link that shows the mail in the browser. */
	viewsForBuyers(shopId: string): Promise<UrlOf>;
	/** The unsubscribe address of one delivery, for sending. @throws SellerMailError PUBLIC_ADDRESS_MISSING */
	forDeliveries(shopId: string): Promise<UrlOf>;
	/** The address that shows one delivery's mail. @throws SellerMailError PUBLIC_ADDRESS_MISSING */
	viewsForDeliveries(shopId: string): Promise<UrlOf>;
	/** The address that confirms one double opt-in request (`k_…`). @throws SellerMailError PUBLIC_ADDRESS_MISSING */
	forRequests(shopId: string): Promise<UrlOf>;
	publish(shopId: string, address: PublicAddress): Promise<void>;
	unpublish(shopId: string, workflowId: string): Promise<void>;
	publicAddress(shopId: string): Promise<PublicAddress | undefined>;
	/** What a token is for; `undefined` for one that we didn't sign. */
	parse(token: unknown): Promise<LinkTarget | undefined>;
	/** Whose subscription a token is about; `undefined` for one that we didn't sign, or that is for something else. */
	resolve(token: unknown): Promise<LinkBuyer | undefined>;
	/** The same for what `parse` gave. */
	findBuyer(target: SubscriptionTarget): Promise<LinkBuyer | undefined>;
	/** New links are signed with a fresh key from now on; links in mails that are out stay good. Answers with its id. */
	rotateKey(): Promise<{ keyId: string }>;
}

/** Links in mails: signed, without addresses, valid for ever. */
export function makeLinkFlow(deps: { store: LinkStore; random: Random }): LinkFlow {
	const { store } = deps;
	const forPreview = async (shopId: string, make: TokenMaker): Promise<UrlOf> => await urlMaker(store, (await store.readPublicAddress(shopId))?.url ?? PREVIEW_URL, make);
	const forMails = async (shopId: string, make: TokenMaker): Promise<UrlOf> => await urlMaker(store, (await readAddress(store, shopId)).url, make);
	const parse = makeParser(store);
	return {
		forBuyers: async (shopId) => await forPreview(shopId, makeToken),
		viewsForBuyers: async (shopId) => await forPreview(shopId, makeViewToken),
		forDeliveries: async (shopId) => await forMails(shopId, makeToken),
		viewsForDeliveries: async (shopId) => await forMails(shopId, makeViewToken),
		forRequests: async (shopId) => await forMails(shopId, makeToken),
		publish: async (shopId, address) => await store.writePublicAddress(shopId, address),
		unpublish: async (shopId, workflowId) => await store.removePublicAddress(shopId, workflowId),
		publicAddress: async (shopId) => await store.readPublicAddress(shopId),
		parse,
		async resolve(token) {
			const target = await parse(token);
			return target && target.kind !== 'view' && target.kind !== 'confirmation' ? await store.findBuyer(target) : undefined;
		},
		findBuyer: async (target) => await store.findBuyer(target),
		rotateKey: async () => await rotateKey(deps),
	};
}

type TokenMaker = (keys: LinkKeys, id: string) => string;

async function urlMaker(store: LinkStore, url: string, make: TokenMaker): Promise<UrlOf> {
	const keys = await store.readKeys();
	return (id) => `${url}?t=${make(keys, id)}`;
}

async function readAddress(store: LinkStore, shopId: string): Promise<PublicAddress> {
	const address = await store.readPublicAddress(shopId);
	if (address) return address;
	throw new SellerMailError('PUBLIC_ADDRESS_MISSING', { message: `Shop \`${shopId}\` has no public address for unsubscribe links yet.`, context: { shop: shopId } });
}

/** Keeps the keys, so that a request costs no look-up of them; a key id that is news means that somebody rotated. */
function makeParser(store: LinkStore): (token: unknown) => Promise<LinkTarget | undefined> {
	let known: LinkKeys | undefined;
	return async (token) => {
		if (!known || namesUnknownKey(known, token)) known = await store.readKeys();
		return parseToken(known, token);
	};
}

async function rotateKey({ store, random }: { store: LinkStore; random: Random }): Promise<{ keyId: string }> {
	for (let tries = 0; tries < MAX_ROTATE_TRIES; tries += 1) {
		const before = await store.readKeys();
		const after = addKey(before, random.bytes(KEY_BYTES).toString('base64url'));
		// false: somebody else rotated in between; his key stays too
		if (await store.replaceKeys(before, after)) return { keyId: after.current };
	}
	throw new Error('the signing keys changed at every try to rotate them');
}
