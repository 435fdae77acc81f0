import { CATEGORIES, CATEGORY_PROFILES } from '../../../core/messaging/categories';
import { checkReply } from '../../../core/messaging/checkReply';
import { draftReply } from '../../../core/messaging/draftReply';
import { REPLY_LANGUAGES } from '../../../core/messaging/replies/registry';

const order = { orderId: '301-1234567-7654321', carrier: 'DHL', trackingNumber: '00340434161094042557' };
const cases = Object.keys(REPLY_LANGUAGES).flatMap((language) => CATEGORIES.flatMap((template) =>
	(['merchant', 'amazon'] as const).map((fulfilledBy) => ({ language, template, fulfilledBy }))));

describe('a ready answer', () => {
	it.each(cases)('$template in $language ($fulfilledBy) passes its own check', ({ language, template, fulfilledBy }) => {
		const draft = draftReply({ ...order, language, template, fulfilledBy });
		const check = checkReply({ subject: 'Re: x', text: draft.text, language, orderId: order.orderId, trackingNumber: order.trackingNumber, category: template }, 1);
		expect(check.findings.filter(({ rule }) => rule !== 'AMZ-PERSON')).toEqual([]);
		expect(check.outcome).toBe(CATEGORY_PROFILES[template].needsPerson ? 'needsReview' : 'pass');
		expect(draft).toMatchObject({ language, template });
		expect(draft.text).toContain(order.orderId);
		expect(draft.text).not.toMatch(/[{}]/);
	});

	it('about a parcel names carrier and tracking number', () => {
		expect(draftReply({ ...order, language: 'en', template: 'item_not_received', fulfilledBy: 'merchant' }).text).toContain('Carrier: DHL, tracking number: 00340434161094042557');
	});

	it('for an order that Amazon ships says who handles it', () => {
		const text = draftReply({ ...order, language: 'en', template: 'return', fulfilledBy: 'amazon' }).text;
		expect(text).toContain('Amazon handles the returns');
	});

	it('in a language without ready answers → English, and the check says so', () => {
		const draft = draftReply({ ...order, language: 'nl', template: 'return', fulfilledBy: 'merchant' });
		expect(draft.language).toBe('en');
		const check = checkReply({ subject: '', text: draft.text, language: 'nl', orderId: order.orderId, category: 'return' }, 1);
		expect(check).toMatchObject({ outcome: 'needsReview', findings: [{ rule: 'AMZ-LANG', evidence: 'en instead of nl' }] });
	});

	it('with hostile order data stays one line of plain text', () => {
		const text = draftReply({ orderId: order.orderId, language: 'en', template: 'item_not_received', fulfilledBy: 'merchant', carrier: '<b>$&\n\nhttps://evil.example', trackingNumber: 'A\r\nB' }).text;
		expect(text).not.toMatch(/[<>\r]|\n{3}|https:/);
	});
});
