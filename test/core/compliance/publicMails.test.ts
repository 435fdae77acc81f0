import { aPublicMail, listPublicMails } from '../../support/publicMails';
import { findingsOf } from '../../support/wellMadeMail';

/** Well-made mails of others (test/fixtures/publicMails/SOURCE.md): no rule may stop one. */
const MAILS = listPublicMails();

/** What is asked of a person about them, and rightly: pictures without alt, faint links, small footers, no language, a shop's page in an order mail. */
const RIGHTLY_ASKED = new Set(['alt-texts: needsReview', 'contrast: needsReview', 'font-size: needsReview', 'document: needsReview', 'transactional-advertising: needsReview']);

describe('public templates, filled in and with our footer', () => {
	it('are 20 and more, of three families', () => {
		expect(MAILS.length).toBeGreaterThanOrEqual(20);
		expect(new Set(MAILS.map((name) => name.split('/')[0])).size).toBe(3);
	});

	it.each(MAILS)('%s → not stopped, and no question that it does not deserve', (name) => {
		const mail = aPublicMail(name);
		expect(mail.html).not.toMatch(/\{\{|href="#"/);
		const findings = findingsOf(mail);
		expect(findings.filter((finding) => finding.endsWith('violation'))).toEqual([]);
		expect(findings.filter((finding) => !RIGHTLY_ASKED.has(finding))).toEqual([]);
	});
});
