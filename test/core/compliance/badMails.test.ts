import { MAIL_RULES } from '../../../core/compliance/rules/registry';
import { aWellMadeMail, findingsOf } from '../../support/wellMadeMail';
import { CONTENT_MAILS } from './badMails/contentMails';
import { LEGAL_MAILS } from './badMails/legalMails';
import { PROVIDER_MAILS } from './badMails/providerMails';
import { SENDER_MAILS } from './badMails/senderMails';

/** Mails with one thing wrong each: found by the rule that is meant, and by no other. */
const BAD_MAILS = [...LEGAL_MAILS, ...PROVIDER_MAILS, ...CONTENT_MAILS, ...SENDER_MAILS];

describe('the collection of bad mails', () => {
	it('holds 60 and more', () => {
		expect(BAD_MAILS.length).toBeGreaterThanOrEqual(60);
		expect(new Set(BAD_MAILS.map(({ rule, name }) => `${rule}: ${name}`)).size).toBe(BAD_MAILS.length);
	});

	it('is made of a mail with nothing to find', () => {
		expect(findingsOf(aWellMadeMail())).toEqual([]);
	});

	it('has one for every rule', () => {
		const covered = new Set(BAD_MAILS.map(({ rule }) => rule));
		expect(MAIL_RULES.map(({ id }) => id).filter((id) => !covered.has(id))).toEqual([]);
	});
});

describe.each(BAD_MAILS.map((bad) => [bad.rule, bad.name, bad] as const))('%s', (rule, name, { mail, input, outcome, also = [] }) => {
	it(`${name} → found, by this rule alone`, () => {
		const findings = findingsOf(mail, input);
		expect(findings).toContain(`${rule}: ${outcome}`);
		expect(findings.filter((finding) => !finding.startsWith(`${rule}:`) && !also.some((other) => finding.startsWith(`${other}:`)))).toEqual([]);
	});
});
