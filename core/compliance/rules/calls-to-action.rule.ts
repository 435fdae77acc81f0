import { PASS, type Rule } from '../rule';

const MAX_CALLS = 2;

export const callsToAction: Rule = {
	id: 'calls-to-action',
	title: { en: 'At most two calls to action', zh: '最多两个行动号召' },
	kind: 'content',
	source: 'requirement M10; content-rules.md section 1, 2026-11-22',
	fix: {
		en: 'Keep one main button and at most one other; let product pictures link to the same page as the button.',
		zh: '保留一个主按钮，最多再加一个；商品图片链接到与按钮相同的页面。',
	},
	appliesTo: ['marketing'],
	severity: 'violation',
	isSwitchable: true,
	messages: {
		tooMany: { en: 'The mail calls for more than two different actions.', zh: '邮件包含两个以上不同的行动号召。' },
	},
	check({ mail }) {
		const count = mail.callsToAction.length;
		return count <= MAX_CALLS ? PASS : { outcome: 'violation', message: 'tooMany', evidence: `${count}: ${mail.callsToAction.slice(0, 5).join(', ')}` };
	},
};
