import { isStatedNone, type Brand } from '../../shop/senderProfile';
import { comparable } from '../facts/comparable';
import type { MailFacts } from '../facts/mailFacts';
import type { FooterIdentity } from '../jurisdiction';
import { NOT_APPLICABLE, PASS, type Rule, type RuleResult } from '../rule';

export const footerIdentity: Rule = {
	id: 'footer-identity',
	title: { en: 'What the recipient\'s country wants to know of the sender', zh: '收件人所在国要求的发件人信息' },
	kind: 'legal',
	source: 'jurisdictions.json footer and confidence.footerIdentity (Directive 2000/31/EC Art 5; DDG (DE) s.5; Network Act (KR) Annex 6; LFPC (MX) Art 17), 2026-11-22',
	fix: {
		en: 'Fill in “Contact Email”, “Registration Number”, “VAT Number” and “Legal Representative” in the Seller Mail Sender credential (write “none” for what the company does not have); Render Template puts them into the footer, and the line of the country too.',
		zh: '请在“Seller Mail Sender”凭据中填写“Contact Email”“Registration Number”“VAT Number”“Legal Representative”（公司没有的请写“none”）；Render Template 会自动写入页脚，包括该国要求的文字。',
	},
	appliesTo: ['marketing', 'transactional'],
	severity: 'violation',
	isSwitchable: false,
	messages: {
		notStated: { en: 'The recipient\'s country wants more about the sender than his profile says.', zh: '收件人所在国要求的发件人信息，发件人资料中没有填写。' },
		notVisible: { en: 'The recipient\'s country wants something of the sender that is not visible in the mail.', zh: '收件人所在国要求的发件人信息在邮件中看不到。' },
		doubtful: { en: 'By what little is known of this country\'s law, the mail should show more about the sender.', zh: '根据目前有限的了解，该国可能要求邮件显示更多发件人信息。' },
		noLine: { en: 'The mail lacks the line that this country wants (the authority that consumers can turn to).', zh: '邮件缺少该国要求的文字（消费者可求助的主管机构）。' },
	},
	check({ mail, brand, recipient }) {
		if (!recipient) return NOT_APPLICABLE;
		const { name, footer, laws } = recipient.jurisdiction;
		const wanted = WANTED.filter((field) => field.isWanted(footer));
		const law = `${name}: ${laws[0] ?? ''}`;
		const hidden = wanted.filter((field) => field.value(brand) !== undefined && !isStatedNone(field.value(brand)) && !field.isVisible(mail, brand)).map(({ label }) => label);
		if (hidden.length > 0) return { outcome: footer.confidence === 'low' ? 'needsReview' : 'violation', message: footer.confidence === 'low' ? 'doubtful' : 'notVisible', evidence: hidden.join(', '), law };
		const missing = wanted.filter((field) => field.value(brand) === undefined).map(({ label }) => label);
		if (missing.length > 0) return { outcome: 'needsReview', message: 'notStated', evidence: missing.join(', '), law };
		return judgeLine(mail, footer, law);
	},
};

interface WantedField {
	/** as the credential calls it */
	label: string;
	isWanted(footer: FooterIdentity): boolean;
	value(brand: Brand): string | undefined;
	isVisible(mail: MailFacts, brand: Brand): boolean;
}

const WANTED: readonly WantedField[] = [
	{
		label: 'Contact Email', isWanted: () => true, value: ({ contactEmail, websiteUrl }) => contactEmail ?? websiteUrl,
		isVisible: (mail, { contactEmail, websiteUrl }) => shows(mail, contactEmail) || showsHost(mail, websiteUrl),
	},
	{ label: 'Contact Email', isWanted: ({ contact }) => contact === 'email', value: ({ contactEmail }) => contactEmail, isVisible: (mail, { contactEmail }) => shows(mail, contactEmail) },
	aText('Registration Number', 'needsRegistrationNumber', ({ registrationNumber }) => registrationNumber),
	aText('VAT Number', 'needsVatNumber', ({ vatNumber }) => vatNumber),
	aText('Legal Representative', 'needsLegalRepresentative', ({ legalRepresentative }) => legalRepresentative),
];

function aText(label: string, need: 'needsRegistrationNumber' | 'needsVatNumber' | 'needsLegalRepresentative', value: WantedField['value']): WantedField {
	return { label, isWanted: (footer) => footer[need], value, isVisible: (mail, brand) => shows(mail, value(brand)) };
}

function shows({ whole }: MailFacts, text: string | undefined): boolean {
	return text !== undefined && whole.shows(comparable(text));
}

/** The shop's own pages as a text, or behind a link that can be seen. */
function showsHost(mail: MailFacts, websiteUrl: string | undefined): boolean {
	if (!websiteUrl || !URL.canParse(websiteUrl)) return false;
	const { host } = new URL(websiteUrl);
	return shows(mail, host) || mail.links.some((link) => link.isVisible && URL.canParse(link.href) && new URL(link.href).host === host);
}

function judgeLine(mail: MailFacts, { line, confidence }: FooterIdentity, law: string): RuleResult {
	if (!line || shows(mail, line)) return PASS;
	return { outcome: confidence === 'low' ? 'needsReview' : 'violation', message: 'noLine', evidence: line, law };
}
