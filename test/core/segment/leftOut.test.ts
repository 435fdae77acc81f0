import type { Buyer } from '../../../core/buyer/buyer';
import type { Suppression } from '../../../core/consent/suppression';
import { leftOutReason, type LeftOutFacts } from '../../../core/segment/leftOut';
import { resolveSite } from '../../../core/shop/sites';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 22);

const aBuyer = (fields: Partial<Buyer> = {}): Buyer => ({
	id: 'b_1', shopId: 'demo', email: 'a@b.example', emailHash: 'h', externalId: null, name: null, country: 'DE', language: null, site: 'deu', siteSource: 'shippingCountry',
	timeZone: 'Europe/Berlin', consent: 'granted', consentBasis: 'double_opt_in', consentAt: NOW - DAY, isMarketable: true, sourceUpdatedAt: 1, createdAt: 1, updatedAt: 1, ...fields,
});
const stop = (reason: Suppression['reason'], scope: Suppression['scope']): Suppression => ({ id: 's', shopId: 'demo', emailHash: 'h', reason, scope, startsAt: 0, endsAt: null, note: null });
const facts = (fields: Partial<LeftOutFacts> = {}): LeftOutFacts => ({ purpose: 'marketing', site: resolveSite('deu'), suppressions: [], isMailedRecently: false, now: NOW, ...fields });

const cases: Array<[string, Partial<Buyer>, Partial<LeftOutFacts>, string | undefined]> = [
	['consent in Germany', {}, {}, undefined],
	['no consent in Germany', { consent: 'unknown', consentBasis: null }, {}, 'noConsent'],
	['consent of 731 days ago in Korea', { country: 'KR', consentAt: NOW - 731 * DAY }, {}, 'consentExpired'],
	['no consent needed in the US', { country: 'US', consent: 'unknown', consentBasis: null }, {}, undefined],
	['withdrawn in the US', { country: 'US', consent: 'withdrawn' }, {}, 'unsubscribed'],
	['relay address', { isMarketable: false }, {}, 'neverMarketable'],
	['unsubscribe suppression', {}, { suppressions: [stop('unsubscribe', 'marketing')] }, 'unsubscribed'],
	['hard bounce', {}, { suppressions: [stop('hard-bounce', 'all')] }, 'suppressed'],
	['bounce and unsubscribe', {}, { suppressions: [stop('unsubscribe', 'marketing'), stop('hard-bounce', 'all')] }, 'suppressed'],
	['mailed recently', {}, { isMailedRecently: true }, 'mailedRecently'],
	['site off', {}, { site: resolveSite('deu', { isActive: false }) }, 'siteOff'],
	['transactional: consent does not matter', { consent: 'withdrawn', isMarketable: false }, { purpose: 'transactional' }, undefined],
	['transactional: an unsubscribe does not matter', {}, { purpose: 'transactional', suppressions: [stop('unsubscribe', 'marketing')] }, undefined],
	['transactional: a bounce does', {}, { purpose: 'transactional', suppressions: [stop('hard-bounce', 'all')] }, 'suppressed'],
];
it.each(cases)('%s', (_name, buyer, given, expected) => {
	expect(leftOutReason(aBuyer(buyer), facts(given))).toBe(expected);
});
