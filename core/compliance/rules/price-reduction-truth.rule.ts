import { readProof, type Proof, type ProofProduct } from '../facts/proofData';
import { latinDigits } from '../facts/claimTerms';
import type { MailFacts } from '../facts/mailFacts';
import { findReductions, type ReductionClaims } from '../facts/reductionClaims';
import { NOT_APPLICABLE, PASS, type Rule, type RuleResult } from '../rule';

/** Percentages are shown whole: 19.6 % may be said to be 20 %. */
const ROUNDING_PERCENT = 0.5;

export const priceReductionTruth: Rule = {
	id: 'price-reduction-truth',
	title: { en: 'Price reductions are true', zh: '降价说法属实' },
	kind: 'legal',
	law: 'Directive 98/6/EC Art 6a (EU, EEA; CJEU C-330/23); Directive 2005/29/EC Art 6(1)(d); 16 CFR 233.1 (US)',
	source: 'content-rules.md section 4 (price reductions); jurisdictions.json priceReductionReference, 2026-11-22',
	fix: {
		en: 'Give each product `price` and `oldPrice`, in the EU also `lowestPrice30Days`, or give the offer its `discountPercent`; say no more than they prove.',
		zh: '请为各商品提供 `price` 和 `oldPrice`（欧盟还需 `lowestPrice30Days`），或为活动提供 `discountPercent`；邮件不得超出其证明的幅度。',
	},
	appliesTo: ['marketing'],
	severity: 'violation',
	isSwitchable: false,
	messages: {
		tooMuch: { en: 'The mail promises a bigger reduction than any product or the offer has by its data.', zh: '邮件承诺的降幅大于数据中任何商品或活动的实际降幅。' },
		notLower: { en: 'A former price is shown that is not higher than the price now.', zh: '邮件显示的原价并不高于现价。' },
		otherPrice: { en: 'A former price is shown that is no product\'s by the data.', zh: '邮件显示的原价与数据中任何商品的原价都不符。' },
		aboveLowest: { en: 'A former price is shown that is higher than the lowest of the last 30 days, which is not shown.', zh: '邮件显示的原价高于过去 30 天最低价，且未显示该最低价。' },
		notBelowLowest: { en: 'The price is called reduced, and is not below the lowest of the last 30 days.', zh: '邮件称降价，但现价并不低于过去 30 天最低价。' },
		noProof: { en: 'The mail says that something costs less, and nothing proves what it cost before.', zh: '邮件声称降价，但没有原价数据作为证明。' },
		noLowest: { en: 'The mail says that something costs less, and the lowest price of the last 30 days is not known.', zh: '邮件声称降价，但不知道过去 30 天最低价。' },
	},
	check({ mail, data, recipient }) {
		const claims = findReductions(mail);
		if (claims.percents.length === 0 && claims.formerPrices.length === 0) return NOT_APPLICABLE;
		const isEu = recipient?.jurisdiction.isLowestPriceReference ?? false;
		const proof = readProof(data);
		const found = judgeFormerPrices(mail, claims, proof, isEu);
		if (found.outcome === 'violation') return found;
		const judged = worse(judgePercents(claims, proof, isEu), found);
		return judged.outcome === 'pass' && claims.isTooMuch ? { outcome: 'needsReview', message: 'noProof', evidence: `${claims.formerPrices.length}+` } : judged;
	},
};

function worse(a: RuleResult, b: RuleResult): RuleResult {
	return a.outcome === 'pass' ? b : a;
}

/** Every percentage is the offer's, or one that a product really costs less. */
function judgePercents({ percents }: ReductionClaims, { discountPercent = 0, products }: Proof, isEu: boolean): RuleResult {
	const [highest] = percents;
	if (!highest || highest.percent <= discountPercent) return PASS;
	const real = products.flatMap((product) => realReduction(product, isEu) ?? []);
	const best = Math.max(discountPercent, ...real);
	if (highest.percent <= best + ROUNDING_PERCENT) return PASS;
	// of products without a former price nobody knows
	const isKnown = discountPercent > 0 || (products.length > 0 && real.length === products.length);
	if (isKnown) return { outcome: 'violation', message: 'tooMuch', evidence: `${highest.words}; ${Math.floor(best)} %` };
	return { outcome: 'needsReview', message: isEu && products.some(({ oldPrice }) => oldPrice) ? 'noLowest' : 'noProof', evidence: highest.words };
}

/** Percent by which a product costs less; `undefined` when its data can't tell. */
function realReduction({ price, oldPrice, lowestPrice30Days }: ProofProduct, isEu: boolean): number | undefined {
	const reference = isEu ? lowestPrice30Days : (lowestPrice30Days ?? oldPrice);
	if (!price || !reference || reference.currency !== price.currency) return undefined;
	return (100 * (reference.amountMinor - price.amountMinor)) / reference.amountMinor;
}

function judgeFormerPrices(mail: MailFacts, { formerPrices }: ReductionClaims, { products }: Proof, isEu: boolean): RuleResult {
	let doubt: RuleResult = PASS;
	const known = products.filter(({ oldPrice }) => oldPrice);
	for (const words of formerPrices) {
		const product = known.length > 0 ? findProduct(known, words) : undefined;
		if (!product) {
			if (known.length > 0) return { outcome: 'violation', message: 'otherPrice', evidence: words };
			doubt = { outcome: 'needsReview', message: 'noProof', evidence: words };
			continue;
		}
		const result = judgeProduct(mail, product, words, isEu);
		if (result.outcome === 'violation') return result;
		if (result.outcome !== 'pass') doubt = result;
	}
	return doubt;
}

function findProduct(known: readonly ProofProduct[], words: string): ProofProduct | undefined {
	const digits = latinDigits(words).replace(/\D/g, '');
	return known.find(({ oldPrice }) => isAmount(digits, oldPrice?.amountMinor ?? 0));
}

function judgeProduct(mail: MailFacts, { price, oldPrice, lowestPrice30Days }: ProofProduct, words: string, isEu: boolean): RuleResult {
	if (!price || !oldPrice || price.currency !== oldPrice.currency) return { outcome: 'needsReview', message: 'noProof', evidence: words };
	if (oldPrice.amountMinor <= price.amountMinor) return { outcome: 'violation', message: 'notLower', evidence: words };
	if (!isEu) return PASS;
	if (!lowestPrice30Days || lowestPrice30Days.currency !== price.currency) return { outcome: 'needsReview', message: 'noLowest', evidence: words };
	if (lowestPrice30Days.amountMinor <= price.amountMinor) return { outcome: 'violation', message: 'notBelowLowest', evidence: words };
	const isShown = oldPrice.amountMinor <= lowestPrice30Days.amountMinor || showsAmount(mail, lowestPrice30Days.amountMinor);
	return isShown ? PASS : { outcome: 'violation', message: 'aboveLowest', evidence: words };
}

/** Languages write amounts in many ways; the digits are the same, with or without cents. */
function isAmount(digits: string, amountMinor: number): boolean {
	return digits === String(amountMinor) || (amountMinor % 100 === 0 && digits === String(amountMinor / 100));
}

/** One reading serves all products of a check. */
const readDigits = new WeakMap<MailFacts, string>();

function showsAmount(mail: MailFacts, amountMinor: number): boolean {
	const text = readDigits.get(mail) ?? latinDigits(mail.whole.comparable);
	readDigits.set(mail, text);
	return text.includes(String(amountMinor)) || (amountMinor % 100 === 0 && text.includes(String(amountMinor / 100)));
}
