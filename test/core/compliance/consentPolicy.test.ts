import { mayReceiveMarketing } from '../../../core/compliance/marketingConsent';
import { outcomeOf, aMail, aRecipient } from '../../support/mails';

const NOW = Date.UTC(2026, 10, 20);

describe('a shop’s own consent policy', () => {
	it.each([
		// the United States ask for no consent: only the policy speaks
		['US', 'unknown', null, 'law', 'yes'], ['US', 'unknown', null, 'explicit', 'noConsent'], ['US', 'granted', 'import', 'explicit', 'noConsent'],
		['US', 'granted', 'soft_opt_in', 'explicit', 'noConsent'], ['US', 'granted', 'explicit', 'explicit', 'yes'], ['US', 'granted', 'explicit', 'double_opt_in', 'noConsent'],
		['US', 'granted', 'double_opt_in', 'double_opt_in', 'yes'], ['US', 'pending', 'double_opt_in', 'double_opt_in', 'noConsent'],
		// never less than the law
		['DE', 'unknown', null, 'law', 'noConsent'], ['DE', 'unknown', null, 'explicit', 'noConsent'], ['DE', 'granted', 'double_opt_in', 'explicit', 'yes'],
		['US', 'withdrawn', 'double_opt_in', 'law', 'unsubscribed'],
	] as const)('%s, %s (%s) under %s → %s', (country, consent, consentBasis, policy, answer) => {
		expect(mayReceiveMarketing({ country, consent, consentBasis, consentAt: NOW, policy, isMarketable: true, now: NOW })).toBe(answer);
	});

	it('is a violation of the consent rule, and no law is blamed for it', () => {
		const recipient = aRecipient({ country: 'US', consentBasis: 'explicit', policy: 'double_opt_in' });
		expect(outcomeOf('consent-state', aMail(), { recipient })).toBe('violation');
		expect(outcomeOf('consent-state', aMail(), { recipient: { ...recipient, policy: 'explicit' } })).toBe('pass');
	});
});
