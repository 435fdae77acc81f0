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
	measured: {
		en: 'Links that look or read like a button are calls to action: colour, padding, words such as “buy now”. Different destinations count, tracking parameters left out; the same page twice is one.',
		zh: '外观或文字像按钮的链接算行动号召：颜色、内边距、“立即购买”等文字。按不同目标页面计数，忽略跟踪参数；同一页面只算一次。',
	},
	example: {
		part: 'text',
		fails: '<p><a href="https://shop.example/lamps" style="background:#0b5fff;color:#fff;padding:12px 24px">Buy lamps now</a></p>\n<p><a href="https://shop.example/sale" style="background:#0b5fff;color:#fff;padding:12px 24px">Shop the sale</a></p>\n<p><a href="https://shop.example/club" style="background:#0b5fff;color:#fff;padding:12px 24px">Join now</a></p>',
		passes: '<p><a href="https://shop.example/lamps" style="background:#0b5fff;color:#fff;padding:12px 24px">Buy lamps now</a></p>',
	},
	messages: {
		tooMany: { en: 'The mail calls for more than two different actions.', zh: '邮件包含两个以上不同的行动号召。' },
	},
	check({ mail }) {
		const count = mail.callsToAction.length;
		return count <= MAX_CALLS ? PASS : { outcome: 'violation', message: 'tooMany', evidence: `${count}: ${mail.callsToAction.slice(0, 5).join(', ')}` };
	},
};
