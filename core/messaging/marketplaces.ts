import locales from '../data/amazonLocales.json';

/** One Amazon store. */
export interface Marketplace {
	marketplaceId: string;
	country: string;
	/** such as amazon.de */
	siteDomain: string;
	/** such as marketplace.amazon.de: where buyers' relay addresses live */
	relayDomain: string;
	/** BCP 47 */
	defaultLanguage: string;
	languages: string[];
}

export const MARKETPLACES: readonly Marketplace[] = locales.marketplaces;

const byId = new Map(MARKETPLACES.map((marketplace) => [marketplace.marketplaceId, marketplace]));
const byRelayDomain = new Map(MARKETPLACES.map((marketplace) => [marketplace.relayDomain, marketplace]));

export const marketplaceById = (id: string): Marketplace | undefined => byId.get(id);
export const marketplaceByRelayDomain = (domain: string): Marketplace | undefined => byRelayDomain.get(domain);
