import type { BuyerItem } from '../contract/items';
import type { LinkKeys, SubscriptionTarget } from './token';

export interface PublicAddress {
	/** the page that tokens are appended to, e.g. https://n8n.example/webhook/…/m */
	url: string;
	/** the workflow whose trigger serves it */
	workflowId: string;
}

/** Whom a link is about. */
export interface LinkBuyer {
	shopId: string;
	shopName: string;
	buyerId: string;
	/** what the page is written in: chosen by the buyer, else the mail's */
	language: string;
	emailHash: string;
	timeZone: string;
	/** unknown | pending | granted | withdrawn */
	consent: string;
	isMarketable: boolean;
	deliveryId?: string;
	campaign?: string;
}

/** What is needed to show a delivery's mail again. */
export interface SentMail {
	shopId: string;
	contentId: string;
	variant: string;
	data: Record<string, unknown>;
	buyer: BuyerItem;
}

export interface LinkStore {
	/** Made at first use. */
	readKeys(): Promise<LinkKeys>;
	/** False, and nothing written, when the keys aren't `before` any more. */
	replaceKeys(before: LinkKeys, after: LinkKeys): Promise<boolean>;
	readPublicAddress(shopId: string): Promise<PublicAddress | undefined>;
	writePublicAddress(shopId: string, address: PublicAddress): Promise<void>;
	/** Only when that workflow's trigger had written it. */
	removePublicAddress(shopId: string, workflowId: string): Promise<void>;
	findBuyer(target: SubscriptionTarget): Promise<LinkBuyer | undefined>;
	/** `undefined` also when the buyer's data were erased. */
	findSentMail(deliveryId: string): Promise<SentMail | undefined>;
}
