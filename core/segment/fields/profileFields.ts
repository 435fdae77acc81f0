import { SITE_KEYS } from '../../shop/sites';
import type { SegmentField } from './field';

/** Who a buyer is and what he agreed to. Consent and suppressions are those of now, whatever instant the segment is about. */
export const PROFILE_FIELDS: readonly SegmentField[] = [
	{ key: 'profile.site', title: 'Site', kind: 'choice', choices: SITE_KEYS, read: ({ buyer }) => buyer.site },
	{ key: 'profile.siteSource', title: 'How the Site Was Recognised', kind: 'choice', choices: ['shippingCountry', 'language', 'mailDomain', 'countryDomain', 'shopDefault'], read: ({ buyer }) => buyer.siteSource },
	{ key: 'profile.country', title: 'Country', kind: 'text', read: ({ buyer }) => buyer.country },
	{ key: 'profile.language', title: 'Stated Language', kind: 'text', read: ({ buyer }) => buyer.language },
	{ key: 'profile.name', title: 'Name', kind: 'text', read: ({ buyer }) => buyer.name },
	{ key: 'profile.externalId', title: 'External ID', kind: 'text', read: ({ buyer }) => buyer.externalId },
	{ key: 'profile.mailDomain', title: 'Mailbox Domain', kind: 'text', read: ({ buyer }) => buyer.email?.split('@').at(-1) ?? null },
	{ key: 'profile.createdAt', title: 'Known Since', kind: 'time', read: ({ buyer }) => buyer.createdAt },
	{ key: 'consent.state', title: 'Marketing Consent', kind: 'choice', choices: ['unknown', 'pending', 'granted', 'withdrawn'], read: ({ buyer }) => buyer.consent },
	{ key: 'consent.basis', title: 'Basis of the Consent', kind: 'text', read: ({ buyer }) => buyer.consentBasis },
	{ key: 'consent.at', title: 'Consent Given or Withdrawn', kind: 'time', read: ({ buyer }) => buyer.consentAt },
	{ key: 'consent.isSuppressed', title: 'Gets No Marketing (Suppressed)', kind: 'flag', read: ({ isSuppressed }) => isSuppressed },
];
