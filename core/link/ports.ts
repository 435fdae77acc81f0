import type { LinkKeys } from './token';

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
	language: string;
	deliveryId?: string;
	campaign?: string;
}

export interface LinkStore {
	/** Made at first use. */
	readKeys(): Promise<LinkKeys>;
	readPublicAddress(shopId: string): Promise<PublicAddress | undefined>;
	writePublicAddress(shopId: string, address: PublicAddress): Promise<void>;
	/** Only when that workflow's trigger had written it. */
	removePublicAddress(shopId: string, workflowId: string): Promise<void>;
	findBuyer(target: { kind: 'delivery' | 'buyer'; id: string }): Promise<LinkBuyer | undefined>;
}
