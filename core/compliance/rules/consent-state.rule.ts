import { DAY_MS } from '../../shared/clock';
import { meetsPolicy } from '../consentPolicy';
import { namesInquiry } from '../facts/claimTerms';
import { mayReceiveMarketing } from '../marketingConsent';
import { NOT_APPLICABLE, PASS, type CheckFacts, type Rule, type RuleResult } from '../rule';

export const consentState: Rule = {
	id: 'consent-state',
	title: { en: 'The recipient agreed to marketing', zh: '收件人已同意接收营销邮件' },
	kind: 'legal',
	source: 'jurisdictions.json engine (consent_required, double_opt_in_default, soft_opt_in, soft_opt_in_max_age_days, reconsent_every_days), 2026-11-22; requirements M9 and M17',
	fix: {
		en: 'Leave the buyer out, or get consent first and record it with its evidence (Seller Mail Records → Buyer: Consent Basis, Given At, Given Where).',
		zh: '请排除该买家，或先取得同意，并连同证据一起记录（Seller Mail Records → Buyer：Consent Basis、Given At、Given Where）。',
	},
	appliesTo: ['marketing'],
	severity: 'violation',
	isSwitchable: false,
	measured: {
		en: 'The store\'s newest word on the buyer (consent, its basis and date, suppressions) is held against the law of the buyer\'s country and the shop\'s own policy for the site.',
		zh: '将存储中该买家的最新记录（同意、依据、日期、抑制名单）与买家所在国法律及店铺在该站点的同意策略比对。',
	},
	messages: {
		neverMarketable: { en: 'This address must never get marketing (a marketplace relay, certified mail, or a domain that mixes scripts to look like another).', zh: '该地址绝不能接收营销邮件（平台中转地址、认证邮箱，或混用文字冒充他人的域名）。' },
		unsubscribed: { en: 'The buyer has unsubscribed.', zh: '买家已退订。' },
		noConsent: { en: 'The country asks for consent, and none that counts there is recorded.', zh: '该国要求事先同意，但没有有效的同意记录。' },
		belowPolicy: { en: 'The shop asks for more consent on this site than is recorded (Seller Mail Records → Site: Consent Policy).', zh: '店铺对该站点要求的同意方式高于现有记录（Seller Mail Records → Site：Consent Policy）。' },
		consentExpired: { en: 'The consent has expired in this country: it must be given or confirmed again.', zh: '该同意在该国已过期：需要重新取得或确认。' },
		inquiryExpired: { en: 'The consent is inferred from an inquiry, and in this country that counts for a shorter time than a purchase.', zh: '该同意由询问推定，在该国其有效期短于购买推定的同意。' },
		doubtfulSoftOptIn: { en: 'The consent is inferred from a purchase, and whether this country knows that is not known for sure.', zh: '该同意由购买推定，而该国是否承认尚不确定。' },
		noEvidence: { en: 'Consent is marked as granted without a date or basis to prove it.', zh: '同意状态为已授予，但没有日期或依据作为证据。' },
		noDoubleOptIn: { en: 'This country expects double opt-in; the consent recorded has another basis.', zh: '该国通常要求双重确认订阅，而现有同意依据不同。' },
	},
	check({ recipient, now }) {
		if (!recipient) return NOT_APPLICABLE;
		const { jurisdiction } = recipient;
		const law = `${jurisdiction.name}: ${jurisdiction.laws[0] ?? ''}`;
		const answer = mayReceiveMarketing({ ...recipient, policy: 'law', now });
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
	if (consentBasis === 'soft_opt_in' && isOldInquiry(recipient, now)) return { outcome: 'violation', message: 'inquiryExpired', evidence: describe(recipient) };
	if (consentBasis === 'soft_opt_in' && jurisdiction.softOptInConfidence === 'low') return review('doubtfulSoftOptIn');
	if (jurisdiction.isDoubleOptInDefault && consentBasis !== 'double_opt_in') return review('noDoubleOptIn');
	return PASS;
}

/** Canada: six months after a question, two years after a purchase (CASL s.10(10)); the evidence says which it was. */
function isOldInquiry({ jurisdiction, consentSource, consentAt }: KnownRecipient, now: number): boolean {
	const { inquiryMaxAgeDays } = jurisdiction;
	return inquiryMaxAgeDays !== null && now - (consentAt ?? 0) > inquiryMaxAgeDays * DAY_MS && namesInquiry(consentSource ?? '');
}

function describe({ country, consent, consentBasis }: KnownRecipient): string {
	return `${country ?? 'country unknown'}: ${consent}${consentBasis ? ` (${consentBasis})` : ''}`;
}
