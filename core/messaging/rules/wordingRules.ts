import banned from '../../data/bannedLexicon.json';
import { compilePhrases, findPhrases, type PhraseBook } from '../phraseMatch';
import { answer, GUIDELINES, HOUSE, type MessageRule, type ReplyFacts } from './messageRule';

type BannedRule = keyof typeof banned.rules;

/** A code beside the word for it, or a percentage taken off. A parcel's code is none. */
const COUPON_CODE = /(?:code|gutschein|coupon|voucher|promo\p{L}*|código|codice|优惠码|クーポン)(?!\s+(?:postal|de rastreio|de suivi))[^\n.]{0,20}?(?<![\p{L}\p{N}])(?=[A-Z0-9]*[A-Z])[A-Z0-9]{5,12}(?![\p{L}\p{N}])/u;
const PERCENT_OFF = /\d{1,2}\s?%\s*(?:off|discount|rabatt|nachlass|de réduction|de remise|de descuento|di sconto|de desconto|オフ|引き|割引|优惠|折扣)/iu;
const OFF_PLATFORM_NAMES = /(?<![\p{L}\p{N}])(?:whats\s?app|we\s?chat|telegram|viber|paypal|venmo|skype|facebook|instagram)(?![\p{L}\p{N}])|微信|支付宝|ライン交換/iu;
const REVIEW_WORDS = /(?<![\p{L}\p{N}])(?:reviews?|feedback|ratings?|(?:five|5)[ -]stars?|bewertung(?:en)?|rezension(?:en)?|sterne|évaluations?|étoiles|laisser un avis|reseñas?|valoración|estrellas|recension[ei]|stelle|avaliaç(?:ão|ões)|estrelas|beoordeling|opini[aeę]|omdöme|yorum)(?![\p{L}\p{N}])|レビュー|高評価|评价|好评|差评|تقييم/iu;

/** What the words must not say. The lexicon is searched in all its languages: a forbidden sentence is one in any of them. */
export const wordingRules: readonly MessageRule[] = [
	lexiconRule('AMZ-MARKETING', 'marketing', { en: 'No marketing, no other products', zh: '不得营销或推荐其他商品' }, ['Check out our other products', 'Your other parcel is on its way.']),
	{
		...lexiconRule('AMZ-COUPON', 'coupon', { en: 'No coupons or discounts', zh: '不得包含优惠券或折扣' }, ['Use code SAVE20NOW', 'The zip code is 12345.']),
		check: (facts) => answer('violation', findBanned('coupon', facts) ?? findCoupon(facts)),
	},
	lexiconRule('AMZ-REVIEW-INCENT', 'review_incentive', { en: 'Nothing in exchange for a review', zh: '不得以任何好处换取评价' }, ['You get a gift card for a review', 'Thank you for telling us.']),
	lexiconRule('AMZ-REVIEW-COND', 'review_conditional', { en: 'No review only from happy buyers', zh: '不得只邀请满意的买家评价' }, ['Write to us before leaving negative feedback', 'Write to us if anything is missing.']),
	lexiconRule('AMZ-REVIEW-CHANGE', 'review_change', { en: 'No request to change or remove a review', zh: '不得要求修改或删除评价' }, ['please remove your review', 'Please tell us what is missing.']),
	{
		id: 'AMZ-REVIEW-INREPLY',
		title: { en: 'No word about reviews in a service reply', zh: '客服回复中不得提及评价' },
		source: HOUSE,
		fix: { en: 'Remove the sentence, or let a person confirm it.', zh: '删除该句，或由人工确认。' },
		example: { part: 'text', fails: 'We read your review.', passes: 'We read your message.' },
		check: ({ plain }) => answer('needsReview', REVIEW_WORDS.exec(plain)?.[0]),
	},
	{
		...lexiconRule('AMZ-OFFPLATFORM', 'off_platform', { en: 'No other channel and no other way to pay', zh: '不得引导至站外沟通或付款' }, ['add me on WhatsApp', 'Please answer in this conversation.']),
		check: (facts) => answer('violation', findBanned('off_platform', facts) ?? OFF_PLATFORM_NAMES.exec(facts.plain)?.[0]),
	},
	lexiconRule('AMZ-OPTOUT-LINK', 'opt_out_link', { en: 'No “opt out of messages”', zh: '不得包含“退订消息”' }, ['click here to unsubscribe', 'Please answer in this conversation.']),
	lexiconRule('AMZ-CANCEL', 'ask_cancel', { en: 'Never ask the buyer to cancel', zh: '不得要求买家取消订单' }, ['please cancel your order', 'You asked to cancel; we did it.']),
	lexiconRule('AMZ-PII', 'payment_data', { en: 'No request for card, bank or identity data', zh: '不得索取银行卡、账户或身份信息' }, ['Tell us your credit card number', 'Tell us your order number.']),
	{
		...lexiconRule('AMZ-PROMISE', 'promise_or_admission', { en: 'A promise or an admission needs a person', zh: '承诺或承认责任须由人工确认' }, ['we will refund you in full', 'We are asking the carrier where the parcel is.']),
		source: HOUSE,
		check: (facts) => answer('needsReview', findBanned('promise_or_admission', facts)),
	},
];

function lexiconRule(id: string, rule: BannedRule, title: { en: string; zh: string }, [fails, passes]: [fails: string, passes: string]): MessageRule {
	return {
		id, title,
		source: GUIDELINES,
		fix: { en: 'Remove these words.', zh: '删除这些内容。' },
		example: { part: 'text', fails, passes },
		check: (facts) => answer('violation', findBanned(rule, facts)),
	};
}

const books = new Map<BannedRule, Array<PhraseBook<true>>>();

function booksOf(rule: BannedRule): Array<PhraseBook<true>> {
	const known = books.get(rule);
	if (known) return known;
	const made = Object.entries(banned.rules[rule]).map(([language, phrases]) =>
		compilePhrases(language, phrases.map((phrase) => ({ phrase, tag: true as const }))));
	books.set(rule, made);
	return made;
}

function findBanned(rule: BannedRule, { plain }: ReplyFacts): string | undefined {
	for (const book of booksOf(rule)) {
		const found = findPhrases(book, plain)[0];
		if (found) return found.phrase;
	}
	return undefined;
}

function findCoupon({ plain, trackingNumber }: ReplyFacts): string | undefined {
	const text = trackingNumber ? plain.split(trackingNumber).join(' ') : plain;
	return COUPON_CODE.exec(text)?.[0] ?? PERCENT_OFF.exec(text)?.[0];
}
