import { NOT_APPLICABLE, PASS, type Rule } from '../rule';

export const minimumAge: Rule = {
	id: 'minimum-age',
	title: { en: 'The recipient is old enough', zh: '收件人达到最低年龄' },
	kind: 'legal',
	law: 'GDPR Art 8 and the member states\' ages; COPPA (US); PIPA (KR) Art 22-2; DPDP Act (IN) s.9',
	source: 'jurisdictions.json minimumAge and confidence.minimumAge, 2026-11-22',
	fix: {
		en: 'Leave the buyer out, or correct the date of birth (Seller Mail Records → Buyer: Date of Birth). Where nothing is known of the age, nothing is asked.',
		zh: '请排除该买家，或更正出生日期（Seller Mail Records → Buyer：Date of Birth）。年龄未知时不作判断。',
	},
	appliesTo: ['marketing'],
	severity: 'violation',
	isSwitchable: false,
	messages: {
		tooYoung: { en: 'The recipient is younger than this country lets marketing go to without a guardian\'s consent.', zh: '收件人未达到该国无需监护人同意即可接收营销的年龄。' },
		maybeTooYoung: { en: 'The recipient may be too young for this country; its least age is not known for sure, or only a year of birth is.', zh: '收件人可能未达到该国最低年龄；该国年龄规定不确定，或仅知出生年份。' },
	},
	check({ recipient, now }) {
		if (!recipient?.birthDate) return NOT_APPLICABLE;
		const { minimumAge: least, minimumAgeConfidence, name } = recipient.jurisdiction;
		if (least === null) return NOT_APPLICABLE;
		const { oldest, youngest } = ageAt(recipient.birthDate, now);
		if (youngest >= least) return PASS;
		const isSure = oldest < least && minimumAgeConfidence !== 'low';
		return { outcome: isSure ? 'violation' : 'needsReview', message: isSure ? 'tooYoung' : 'maybeTooYoung', evidence: `${name}: ${least}` };
	},
};

/** Full years; of a year alone the range. */
function ageAt(birthDate: string, now: number): { oldest: number; youngest: number } {
	const today = new Date(now);
	const [year = 0, month, day] = birthDate.split('-').map(Number);
	const years = today.getUTCFullYear() - year;
	if (month === undefined || day === undefined) return { oldest: years, youngest: years - 1 };
	const hasHadBirthday = today.getUTCMonth() + 1 > month || (today.getUTCMonth() + 1 === month && today.getUTCDate() >= day);
	const age = hasHadBirthday ? years : years - 1;
	return { oldest: age, youngest: age };
}
