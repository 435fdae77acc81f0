import { DAY_MS } from '../../shared/clock';
import { meetsPolicy } from '../consentPolicy';
import { mayReceiveMarketing } from '../marketingConsent';
import { NOT_APPLICABLE, PASS, type CheckFacts, type Rule, type RuleResult } from '../rule';

export const consentState: Rule = {
	id: 'consent-state',
	title: { en: 'The recipient agreed to marketing', zh: '收件人已同意接收营销邮件' },
	kind: 'legal',
	source: 'jurisdictions.json engine (consent_required, double_opt_in_default, soft_opt_in), 2026-11-22; requirements M9 and M17',
	fix: {
		en: 'Leave the buyer out, or get consent first and record it with its evidence (Seller Mail Records → Buyer: Consent Basis, Given At, Given Where).',
		zh: '请排除该买家，或先取得同意，并连同证据一起记录（Seller Mail Records → Buyer：Consent Basis、Given At、Given Where）。',
	},
	appliesTo: ['marketing'],
	severity: 'violation',
	messages: {
		neverMarketable: { en: 'This address must never get marketing (a marketplace relay or a role address).', zh: '该地址绝不能接收营销邮件（平台中转地址或职能邮箱）。' },
		unsubscribed: { en: 'The buyer has unsubscribed.', zh: '买家已退订。' },
		noConsent: { en: 'The country asks for consent, and none that counts there is recorded.', zh: '该国要求事先同意，但没有有效的同意记录。' },
		belowPolicy: { en: 'The shop asks for more consent on this site than is recorded (Seller Mail Records → Site: Consent Policy).', zh: '店铺对该站点要求的同意方式高于现有记录（Seller Mail Records → Site：Consent Policy）。' },
		softOptInExpired: { en: 'Consent inferred from a purchase has run out in this country.', zh: '该国基于购买的默示同意已过期。' },
		noEvidence: { en: 'Consent is marked as granted without a date or basis to prove it.', zh: '同意状态为已授予，但没有日期或依据作为证据。' },
		noDoubleOptIn: { en: 'This country expects double opt-in; the consent recorded has another basis.', zh: '该国通常要求双重确认订阅，而现有同意依据不同。' },
		renewalDue: { en: 'The consent is older than this country lets it count without being confirmed again.', zh: '同意时间已超过该国规定的有效期，需要重新确认。' },
	},
	check({ recipient, now }) {
		if (!recipient) return NOT_APPLICABLE;
		const { jurisdiction } = recipient;
		const law = `${jurisdiction.name}: ${jurisdiction.laws[0] ?? ''}`;
		const answer = mayReceiveMarketing({ ...recipient, policy: 'law' });
		if (answer !== 'yes') return { outcome: 'violation', message: answer, evidence: describe(recipient), law };
		if (!meetsPolicy(recipient.policy, recipient)) return { outcome: 'violation', message: 'belowPolicy', evidence: describe(recipient) };
		if (!jurisdiction.isConsentRequired) return PASS;
		return { ...judgeEvidence(recipient, now), law };
	},
};

type KnownRecipient = NonNullable<CheckFacts['recipient']>;

/**
 * Consent counts; is it proven as this country wants it? Double opt-in satisfies every country, one nobody has read the law
 * of included: it is the strictest rule known.
 */
function judgeEvidence(recipient: KnownRecipient, now: number): RuleResult {
	const { jurisdiction, consentBasis, consentAt } = recipient;
	const review = (message: string): RuleResult => ({ outcome: 'needsReview', message, evidence: describe(recipient) });
	if (!consentBasis || !consentAt) return review('noEvidence');
	const ageDays = (now - consentAt) / DAY_MS;
	const softLimit = jurisdiction.softOptInMaxAgeDays;
	if (consentBasis === 'soft_opt_in' && softLimit !== null && ageDays > softLimit) return { ...review('softOptInExpired'), outcome: 'violation' };
	if (jurisdiction.reconsentEveryDays !== null && ageDays > jurisdiction.reconsentEveryDays) return review('renewalDue');
	if (jurisdiction.isDoubleOptInDefault && consentBasis !== 'double_opt_in') return review('noDoubleOptIn');
	return PASS;
}

function describe({ country, consent, consentBasis }: KnownRecipient): string {
	return `${country ?? 'country unknown'}: ${consent}${consentBasis ? ` (${consentBasis})` : ''}`;
}
