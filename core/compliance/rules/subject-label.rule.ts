import { NOT_APPLICABLE, PASS, type Rule } from '../rule';

/** What is seen without scrolling. */
const TOP_CHARACTERS = 300;

export const subjectLabel: Rule = {
	id: 'subject-label',
	title: { en: 'The advertising label that the country wants', zh: '所在国要求的广告标识' },
	kind: 'legal',
	source: 'jurisdictions.json subject_label and engine.subject_prefix, 2026-11-22',
	fix: {
		en: 'Render the mail with Render Template: it puts the label in front. In own mails, begin the subject with exactly this text.',
		zh: '请使用 Render Template，它会自动加上标识；自制邮件的主题须以该文字原样开头。',
	},
	appliesTo: ['marketing'],
	severity: 'violation',
	isSwitchable: false,
	measured: {
		en: 'The label of the recipient\'s country must be the very beginning of the subject, or, where the law says so, stand at the top of the mail.',
		zh: '收件人所在国的标识须位于主题最开头；法律允许时也可位于邮件开头。',
	},
	messages: {
		missing: { en: 'The subject does not begin with the label that this country wants on advertising.', zh: '主题没有以该国要求的广告标识开头。' },
		missingAnywhere: { en: 'Neither the subject nor the top of the mail says that this is advertising, in the words this country wants.', zh: '主题和邮件开头都没有该国要求的广告标识。' },
	},
	check({ mail, recipient }) {
		const label = recipient?.jurisdiction.label;
		if (!recipient || !label) return NOT_APPLICABLE;
		const law = `${recipient.jurisdiction.name}: ${label.rule}`;
		if (mail.subject.startsWith(label.text)) return PASS;
		if (label.place === 'subjectStart') return { outcome: 'violation', message: 'missing', evidence: label.text, law };
		const top = `${mail.subject} ${mail.whole.visible.slice(0, TOP_CHARACTERS)}`.toLowerCase();
		return top.includes(label.text.toLowerCase()) ? PASS : { outcome: 'violation', message: 'missingAnywhere', evidence: label.text, law };
	},
};
