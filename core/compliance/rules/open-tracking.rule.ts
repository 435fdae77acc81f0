import { NOT_APPLICABLE, PASS, type Rule } from '../rule';

export const openTracking: Rule = {
	id: 'open-tracking',
	title: { en: 'Opens are counted only where that is allowed', zh: '仅在允许时统计打开' },
	kind: 'legal',
	law: 'Directive 2002/58/EC Art 5(3); CNIL recommendation on tracking pixels (FR)',
	source: 'jurisdictions.json engine.open_tracking, 2026-11-22',
	fix: {
		en: 'Take the picture of 3 by 3 pixels or less out of the mail for these countries; count clicks and orders instead.',
		zh: '请从发往这些国家的邮件中移除 3×3 像素以内的跟踪图片，改为统计点击和订单。',
	},
	appliesTo: ['marketing', 'transactional'],
	severity: 'violation',
	isSwitchable: false,
	messages: {
		forbidden: { en: 'The mail holds a picture that tells who opens it; this country wants a consent for that of its own.', zh: '邮件包含可识别谁打开的跟踪图片；该国要求就此单独取得同意。' },
		individual: { en: 'The mail holds a picture that tells who opens it; this country wants consent when it is told of each person.', zh: '邮件包含跟踪图片；若识别到个人，该国要求取得同意。' },
	},
	check({ mail, recipient }) {
		const [tracker] = mail.trackers;
		if (!recipient || tracker === undefined) return NOT_APPLICABLE;
		const evidence = hostOf(tracker);
		const law = `${recipient.jurisdiction.name}: ${recipient.jurisdiction.laws[0] ?? ''}`;
		if (recipient.jurisdiction.openTracking === 'off_unless_separate_consent') return { outcome: 'violation', message: 'forbidden', evidence, law };
		return recipient.jurisdiction.openTracking === 'consent_needed_if_individual' ? { outcome: 'needsReview', message: 'individual', evidence, law } : PASS;
	},
};

/** The rest of its address may name a person. */
function hostOf(source: string): string {
	return URL.canParse(source) ? new URL(source).host : source.slice(0, 40);
}
