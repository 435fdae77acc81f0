import { isOpenAt } from '../../shop/sendWindow';
import { findLegalOpening } from '../legalOpening';
import { NOT_APPLICABLE, PASS, type Rule } from '../rule';

export const dispatchTime: Rule = {
	id: 'dispatch-time',
	title: { en: 'Sent within the hours of the law', zh: '在法定时段内发送' },
	kind: 'legal',
	law: 'Ley 2300 de 2023 (CO) Art 3; Consumer Protection Act Regulations (ZA) reg 4',
	source: 'jurisdictions.json engine.send_windows_local, 2026-11-22; decisions 0008 and 0009',
	fix: {
		en: 'Nothing to do: the mail is planned again for the next hours in which it may go.',
		zh: '无需操作：邮件会自动安排到下一个允许的时段发送。',
	},
	appliesTo: ['marketing'],
	severity: 'violation',
	isSwitchable: false,
	messages: {
		closed: { en: 'At this moment the law of the recipient\'s country lets no marketing go out.', zh: '收件人所在国法律不允许在此时发送营销邮件。' },
	},
	check({ recipient, sendAt }) {
		if (!recipient || sendAt === undefined) return NOT_APPLICABLE;
		const opening = findLegalOpening(recipient.country, recipient.timeZone ?? 'UTC');
		if (!opening?.isLaw) return NOT_APPLICABLE;
		if (isOpenAt(opening, sendAt)) return PASS;
		return { outcome: 'violation', message: 'closed', evidence: `${new Date(sendAt).toISOString()} (${opening.timeZone})`, law: `${recipient.jurisdiction.name}: ${recipient.jurisdiction.laws[0] ?? ''}` };
	},
};
