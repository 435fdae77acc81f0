import { SUPPRESSION_REASONS } from '../../../core/consent/suppression';
import type { LeftOutReason } from '../../../core/segment/leftOut';
import { sayLeftOut, type LeftOutCase } from '../../../core/segment/sayLeftOut';

const AT = Date.UTC(2026, 10, 20, 12);
const left = (fields: Partial<LeftOutCase> = {}): LeftOutCase => ({ country: 'DE', site: 'deu', consent: 'unknown', consentBasis: null, consentAt: null, suppressions: [], notMailedWithinDays: 3, ...fields });
const say = (reason: LeftOutReason, fields: Partial<LeftOutCase> = {}, staffLanguage: 'en' | 'zh' = 'en') => sayLeftOut(reason, left(fields), { staffLanguage, timeZone: 'Asia/Shanghai' });

it.each<[LeftOutReason, Partial<LeftOutCase>, string, string]>([
	['siteOff', {}, 'the site deu is switched off', 'Site → Update'],
	['neverMarketable', {}, 'relay address', 'orders'],
	['unsubscribed', { consent: 'withdrawn', consentAt: AT }, 'unsubscribed on 2026-11-20 20:00', 'Only he can undo that'],
	['unsubscribed', { suppressions: [{ reason: 'unsubscribe', startsAt: AT, endsAt: null }] }, 'unsubscribed on 2026-11-20 20:00', 'Only he can undo that'],
	['noConsent', { consent: 'pending' }, 'DE wants consent for marketing, and his is pending', 'Record the consent'],
	['noConsent', { country: null, consent: 'granted', consentBasis: 'soft_opt_in' }, 'an unknown country wants consent for marketing, and his is granted (soft_opt_in)', 'Record the consent'],
	['suppressed', { suppressions: [{ reason: 'complaint', startsAt: AT, endsAt: null }, { reason: 'hard-bounce', startsAt: AT, endsAt: AT }] }, 'reported a mail as spam, since 2026-11-20 20:00; his mailbox did not take the last mail, since 2026-11-20 20:00, until 2026-11-20 20:00', 'Leave it so'],
	['mailedRecently', {}, 'got marketing less than 3 days ago', 'Not Mailed Within'],
])('%s %j → what happened and what to do', (reason, fields, text, nextStep) => {
	expect(say(reason, fields).text).toContain(text);
	expect(say(reason, fields).nextStep).toContain(nextStep);
	expect(say(reason, fields, 'zh').text).toMatch(/\p{Script=Han}{2}/u);
	expect(say(reason, fields, 'zh').nextStep).toMatch(/\p{Script=Han}{2}/u);
});

it.each(SUPPRESSION_REASONS)('suppressed by %s has words and advice of its own', (reason) => {
	const { text, nextStep } = say('suppressed', { suppressions: [{ reason, startsAt: AT, endsAt: null }] });
	expect(text).toMatch(/^[a-z].+, since 2026-11-20 20:00$/);
	expect(nextStep.length).toBeGreaterThan(20);
});
