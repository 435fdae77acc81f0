import { CAUSES, LEVELS, explainCause, explainCauses } from '../../../core/campaign/causes';

const HAN = /\p{Script=Han}/u;

it('every cause and level is told in English and in Chinese', () => {
	for (const { message, nextStep } of Object.values(CAUSES)) {
		for (const text of [message, nextStep]) {
			expect(text.en).not.toMatch(HAN);
			expect(text.zh).toMatch(HAN);
			expect(text.zh).not.toBe(text.en);
		}
	}
	for (const level of Object.values(LEVELS)) expect([HAN.test(level.en), HAN.test(level.zh)]).toEqual([false, true]);
});

it.each([
	['suppressed:unsubscribe', 'en', '403', 'The buyer is on the suppression list. (unsubscribe)'],
	['suppressed:unsubscribe', 'zh', '403', '该买家在屏蔽名单上。（unsubscribe）'],
	['daily-quota', 'zh', '429', '今日配额已用完。'],
	['connection-lost:a: b', 'en', '520', expect.stringContaining('(a: b)')],
	['from-a-later-version', 'zh', '500', '未发送：from-a-later-version。'],
] as const)('%s in %s', (cause, language, code, message) => {
	expect(explainCause(cause, language)).toMatchObject({ code, message, nextStep: expect.any(String) });
});

it('counted causes come the most frequent first, with code and advice', () => {
	expect(explainCauses({ 'mailbox-full': 2, 'daily-quota': 30 }, 'zh')).toMatchObject([
		{ cause: 'daily-quota', count: 30, code: '429', message: '今日配额已用完。' }, { cause: 'mailbox-full', count: 2, code: '452' },
	]);
});
