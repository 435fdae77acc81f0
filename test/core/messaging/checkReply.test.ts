import { checkReply } from '../../../core/messaging/checkReply';
import type { ReplyFacts } from '../../../core/messaging/rules/messageRule';
import { MESSAGE_RULES } from '../../../core/messaging/rules/registry';

const orderId = '301-1234567-7654321';
const good = `Hello,\n\nWe are asking the carrier where the parcel is and will answer you here.\n\nOrder: ${orderId}`;
const check = (more: Partial<ReplyFacts> = {}) =>
	checkReply({ subject: 'Re: Order delivery', text: good, language: 'en', orderId, category: 'item_not_received', ...more }, 7);
const withText = (words: string, more: Partial<ReplyFacts> = {}) => check({ ...more, text: `${good}\n${words}` });

type Case = [rule: string, outcome: 'violation' | 'needsReview', failing: string[], passing: string[]];

/** Every rule with words that it must catch and words that it must leave alone. */
const cases: Case[] = [
	['AMZ-EXT-LINK', 'violation', ['See https://shop.example/x', 'http://www.amazon.de/help', 'visit myshop.com', 'www.my-shop.de', 'https://amazon.de.evil.example/', 'ｈｔｔｐｓ：//evil.example', 'https://amazon.de@evil.example/', 'my\u200bshop.com'],
		['See https://www.amazon.de/gp/help', 'We ship with Amazon.', 'The parcel weighs 1.5 kg, e.g. a lamp.', 'It costs 12.50 EUR.']],
	['AMZ-EXT-LINK', 'needsReview', ['Track it: https://www.dhl.de/track', 'https://www.amazon.de/dp/B0TESTLAMP'], []],
	['AMZ-EMAIL', 'violation', ['Write to help@shop.example', 'help (at) shop (dot) example', 'help at shop dot com', 'ｈｅｌｐ＠shop.example'], ['We look at amazon orders daily.']],
	['AMZ-PHONE', 'violation', ['Call +49 30 1234567', 'Tel. 030/123 45 67', '(0049) 171 2345678', '１３８ ００１３ ８０００', '13800138000'],
		[`Order ${orderId}`, 'The date is 2026-11-20 or 20.11.2026.', 'EAN 4006381333931', 'Tracking number 00340434161094042557', 'Sendungsnummer 1234567890', 'Model 12345']],
	['AMZ-PHONE', 'needsReview', ['The carrier DHL can be reached under 0228 4333112', 'Warranty of the manufacturer: 0800 1234567'], []],
	['AMZ-HTML', 'violation', ['<b>bold</b>', '<img src=x>', '<!-- x -->', '</p>'], ['5 < 7', 'a <-> b']],
	['AMZ-EMOJI', 'violation', ['Thanks 😀', '🇩🇪', ':-)', '1️⃣', '☎'], ['Luna® and ™ and © are marks', '10:30', '→ ✓']],
	['AMZ-BREAKS', 'violation', ['a\n\n\nb', 'a\r\n\r\n \r\nb'], ['a\n\nb']],
	['AMZ-PLACEHOLDER', 'violation', ['{{name}}', 'Dear [Name]', '{orderId}', '[order]', 'XXX', '____', '${x}'], ['[2026] and {}']],
	['AMZ-COUPON', 'violation', ['Use code SAVE20NOW', '10 % off', 'Ihr Gutscheincode', '15% Rabatt', '下次使用优惠码'], ['The zip code 12345', 'code de suivi AB12345678']],
	['AMZ-MARKETING', 'violation', ['Check out our other products', 'Besuchen Sie unseren Shop', '看看其他产品'], ['Your other parcel']],
	['AMZ-REVIEW-INCENT', 'violation', ['a gift card for a review', '好评返现'], ['']],
	['AMZ-REVIEW-COND', 'violation', ['before leaving negative feedback', '五星好评'], ['']],
	['AMZ-REVIEW-CHANGE', 'violation', ['please remove your review', 'bitte die Bewertung ändern'], ['']],
	['AMZ-REVIEW-INREPLY', 'needsReview', ['We read your review.', 'Ihre Bewertung', '您的评价'], ['We have previewed the order.']],
	['AMZ-OFFPLATFORM', 'violation', ['add me on WhatsApp', 'pay via PayPal', '加我微信'], ['We pay attention']],
	['AMZ-OPTOUT-LINK', 'violation', ['click here to unsubscribe'], ['']],
	['AMZ-CANCEL', 'violation', ['please cancel your order', '麻烦您取消', 'Könnten Sie die Bestellung stornieren?'], ['You asked to cancel; we did it.']],
	['AMZ-PII', 'violation', ['your credit card number', 'Ihre Kontonummer', '身份证号'], ['']],
	['AMZ-PROMISE', 'needsReview', ['we will refund you in full', 'it is our fault'], ['']],
];

describe('a reply', () => {
	it('that keeps all rules passes', () => expect(check()).toEqual({ outcome: 'pass', checkedAt: 7, findings: [] }));

	it.each(cases.flatMap(([rule, outcome, failing]) => failing.map((words) => ({ rule, outcome, words }))))('with "$words" → $rule: $outcome', ({ rule, outcome, words }) => {
		const found = withText(words).findings.find((finding) => finding.rule === rule);
		expect(found).toMatchObject({ outcome, kind: 'amazon', evidence: expect.stringMatching(/\S/), message: expect.any(String), fix: expect.any(String), law: expect.any(String) });
	});

	it.each(cases.flatMap(([rule, , , passing]) => passing.map((words) => ({ rule, words }))))('with "$words" → no $rule', ({ rule, words }) => {
		expect(withText(words, { trackingNumber: '00340434161094042557' }).findings.map((finding) => finding.rule)).not.toContain(rule);
	});

	it.each([
		['[Important] in the subject', { subject: 'Re: [Important] x' }, 'AMZ-IMPORTANT', 'violation'],
		['another order’s number', { text: `${good}\n111-1111111-1111111` }, 'AMZ-ORDERID', 'violation'],
		['no order number', { text: 'Hello, we are looking into it and will answer you here.' }, 'AMZ-ORDERID', 'needsReview'],
		['English to a German buyer', { language: 'de' }, 'AMZ-LANG', 'needsReview'],
		['no text', { text: ' \n' }, 'AMZ-LEN', 'violation'],
		['over 2,000 characters', { text: `${good} ${'and so on '.repeat(220)}` }, 'AMZ-LEN', 'needsReview'],
		['over 10,000 characters', { text: `${good} ${'and so on '.repeat(1_100)}` }, 'AMZ-LEN', 'violation'],
		['a category that needs a person', { category: 'legal_safety' }, 'AMZ-PERSON', 'needsReview'],
	] as Array<[string, Partial<ReplyFacts>, string, string]>)('with %s → %s', (_what, more, rule, outcome) => {
		const result = check(more);
		expect(result.findings).toContainEqual(expect.objectContaining({ rule, outcome }));
		expect(result.outcome).toBe(outcome);
	});

	it('about no order needs no order number', () => {
		expect(check({ orderId: undefined, text: 'Hello, we are looking into it and will answer you here.' }).outcome).toBe('pass');
	});

	it('findings are in the staff’s language', () => {
		const facts = { subject: '', text: 'Call +49 30 1234567', language: 'en', category: 'return' as const };
		expect(checkReply(facts, 1, 'zh').findings.map(({ message }) => message)).toContain('不得包含电话号码');
	});

	it('any violation outweighs what a person could approve', () => {
		expect(withText('we will refund you in full, write to help@shop.example').outcome).toBe('violation');
	});
});

describe('every rule', () => {
	it('has a unique id, both languages and a source', () => {
		expect(new Set(MESSAGE_RULES.map(({ id }) => id)).size).toBe(MESSAGE_RULES.length);
		for (const rule of MESSAGE_RULES) expect([rule.title.en, rule.title.zh, rule.fix.en, rule.fix.zh, rule.source].every((text) => text.length > 0)).toBe(true);
	});

	it('is caught red-handed by a test above', () => {
		const tested = new Set([...cases.map(([rule]) => rule), 'AMZ-IMPORTANT', 'AMZ-ORDERID', 'AMZ-LANG', 'AMZ-LEN', 'AMZ-PERSON']);
		expect(MESSAGE_RULES.map(({ id }) => id).filter((id) => !tested.has(id))).toEqual([]);
	});
});
