import { checkMail, worstOutcome } from '../../../core/compliance/checkMail';
import { NOW, UNSUBSCRIBE_URL, aBrand, aHandmadeMail, aMail, aRecipient } from '../../support/mails';

const check = (mail = aMail(), input = {}) => checkMail({ mail, brand: aBrand(), unsubscribeUrl: UNSUBSCRIBE_URL, recipient: aRecipient(), ...input }, NOW);

describe('checkMail', () => {
	it('the library\'s own mail → pass, nothing found', () => {
		expect(check()).toEqual({ outcome: 'pass', checkedAt: NOW, findings: [] });
	});

	it('a finding says rule, kind, message, evidence, law and what to do', () => {
		const [finding] = check(undefined, { recipient: aRecipient({ country: 'DE', consent: 'unknown', consentBasis: null }) }).findings;
		expect(finding).toMatchObject({ rule: 'consent-state', outcome: 'violation', kind: 'legal', evidence: 'DE: unknown', law: expect.stringContaining('Germany'), fix: expect.stringContaining('get consent') });
	});

	it('in Chinese for staff who read Chinese', () => {
		const [finding] = check(undefined, { staffLanguage: 'zh', recipient: aRecipient({ consent: 'withdrawn' }) }).findings;
		expect(finding).toMatchObject({ message: '买家已退订。', fix: expect.stringContaining('请排除该买家') });
	});

	it('the worst rule decides', () => {
		expect(check(aHandmadeMail('<p>Dear customer</p>', { subject: 'News' })).outcome).toBe('needsReview');
		expect(check(aHandmadeMail('<p>Dear customer</p>', { subject: 'Re: News' })).outcome).toBe('violation');
		expect(worstOutcome([])).toBe('pass');
	});

	it('the same mail to the same person at the same instant → the same answer', () => {
		const mail = aHandmadeMail('<script>x</script>', { subject: 'News' });
		expect(check(mail)).toEqual(check(mail));
	});

	it.each([
		['nothing at all', ''],
		['only brackets', '<<<<>>>><'],
		['deep nesting', '<div>'.repeat(100_000)],
		['two megabytes', `<p>${'<b>x</b>'.repeat(260_000)}</p>`],
		['broken attributes', '<a href="https://x.example style=\'color:red>x</a><p style="color:">'],
		['null characters', '<p>\u0000\uffff</p>'],
	])('hostile HTML, %s → an answer', (_name, html) => {
		expect(check(aHandmadeMail('', { html })).outcome).toBe('violation');
	});
});
