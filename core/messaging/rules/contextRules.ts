import { CATEGORY_PROFILES } from '../categories';
import { findOrderIds } from '../amazonReferences';
import { detectLanguage } from '../language';
import { answer, GUIDELINES, HOUSE, MODEL, NOT_APPLICABLE, type MessageRule, type ReplyFacts, type RuleAnswer } from './messageRule';

/** Whether the text fits this buyer, this order and this matter. */
export const contextRules: readonly MessageRule[] = [
	{
		id: 'AMZ-LANG',
		title: { en: 'Wrong language: the buyer’s own is expected', zh: '语言不符：应使用买家的语言' },
		source: MODEL,
		fix: { en: 'Write in the buyer’s language, or let a person confirm.', zh: '请用买家的语言书写，或由人工确认。' },
		example: { part: 'text', fails: 'Guten Tag, wir fragen den Versanddienst, wo Ihr Paket ist, und antworten Ihnen hier.', passes: 'Hello, we are asking the carrier where your parcel is and will answer you here.' },
		check: ({ plain, language }) => {
			const written = detectLanguage(plain, language);
			return answer('needsReview', written === language ? undefined : `${written} instead of ${language}`);
		},
	},
	{
		id: 'AMZ-ORDERID',
		title: { en: 'The order number is this order’s', zh: '订单号须与该订单一致' },
		source: `${GUIDELINES}; zonsupport`,
		fix: { en: 'Name the order of this conversation.', zh: '请写明本会话的订单号。' },
		example: { part: 'text', fails: 'About order 111-1111111-1111111: it is on its way.', passes: 'About order 301-1234567-7654321: it is on its way.' },
		check: checkOrderId,
	},
	{
		id: 'AMZ-PERSON',
		title: { en: 'This kind of message needs a person', zh: '此类消息须由人工处理' },
		source: HOUSE,
		fix: { en: 'Read the message, change the text if needed, and approve it. Thanks and spam need no reply at all.', zh: '请阅读消息，必要时修改文本后批准。感谢信和垃圾信息无需回复。' },
		check: ({ category }) => answer('needsReview', CATEGORY_PROFILES[category].needsPerson ? category : undefined),
	},
];

function checkOrderId({ plain, orderId }: ReplyFacts): RuleAnswer {
	const named = findOrderIds(plain);
	const foreign = named.find((id) => id !== orderId);
	if (foreign) return answer('violation', foreign);
	if (!orderId) return NOT_APPLICABLE;
	return answer('needsReview', named.length > 0 ? undefined : 'no order number');
}
