import { claimsOf, findClaims, latinDigits, readNumber } from './claimTerms';
import { lowerCase, termsOf } from './contentTerms';
import type { MailFacts } from './mailFacts';
import { lookOnce } from './passage';
import { MARK } from './textMarks';
import { findPricesAt } from './valueProposition';

/** What a mail says of cheaper prices. */
export interface ReductionClaims {
	/** percentages off, highest first, in the mail's own words */
	percents: ReadonlyArray<{ percent: number; words: string }>;
	/** prices that are crossed out, or named as former ones, in the mail's own words */
	formerPrices: readonly string[];
	/** more than anybody reads: nobody has looked at all of them */
	isTooMuch: boolean;
}

/** A mail shows some products; what shows hundreds of crossed-out prices is no mail. */
const MAX_CLAIMS = 60;
const MAX_PERCENTS = 200;

type PercentClaim = ReductionClaims['percents'][number];

const PERCENT = /([-–−]\s?)?(?:(\p{Nd}{1,2})(?:[.,]\p{Nd}+)?\s?[%٪％]|[%٪](\p{Nd}{1,2}))/gu;
const MAY_BE_ASIAN = /[割折]/;
const ASIAN_OFF = /(\p{Nd}{1,2})\s?割引?|([1-9](?:\.\p{Nd})?)\s?折/gu;
/** How near a word of saving must stand for a percentage to be one. */
const NEAR_CHARACTERS = 30;

const percentsOf = lookOnce(findPercents);
const namedPricesOf = lookOnce((text) => findNamedPrices(text));

/** Reads subject, preheader and every visible block. */
export function findReductions(mail: MailFacts): ReductionClaims {
	const percents: PercentClaim[] = [];
	const formerPrices: string[] = [];
	for (const passage of mail.seen) {
		if (passage.has(MARK.percent)) for (const percent of percentsOf(passage)) percents.push(percent);
		if (claimsOf(passage).formerPrice) for (const price of namedPricesOf(passage)) formerPrices.push(price);
	}
	for (const block of mail.blocks) if (block.isStruck && block.isVisible) for (const { price } of findPricesAt(block.text)) formerPrices.push(price);
	return { percents: percents.sort((a, b) => b.percent - a.percent).slice(0, MAX_CLAIMS), formerPrices: [...new Set(formerPrices)].slice(0, MAX_CLAIMS), isTooMuch: formerPrices.length > MAX_CLAIMS };
}

function findPercents(text: string, language: string): PercentClaim[] {
	const found = [...text.matchAll(PERCENT)].slice(0, MAX_PERCENTS).filter((match) => match[1] !== undefined || standsNearSaving(text, match.index, language))
		.map((match) => ({ percent: readNumber(match[2] ?? match[3] ?? '0'), words: around(text, match.index, match[0].length) }));
	for (const match of MAY_BE_ASIAN.test(text) ? text.matchAll(ASIAN_OFF) : []) {
		const percent = match[1] ? readNumber(match[1]) * (match[1].length === 1 ? 10 : 1) : Math.round(100 - Number(latinDigits(match[2] ?? '10')) * 10);
		found.push({ percent, words: match[0] });
	}
	if (text.includes('半額')) found.push({ percent: 50, words: '半額' });
	return found.filter(({ percent }) => percent > 0);
}

/** "Save 20%", "20% off"; 100% cotton and 5% alcohol are no reductions. */
function standsNearSaving(text: string, index: number, language: string): boolean {
	const near = lowerCase(text.slice(Math.max(0, index - NEAR_CHARACTERS), index + NEAR_CHARACTERS), language);
	return termsOf(language).some(({ benefit }) => benefit.test(near));
}

/** A price right behind a word such as "was" or "instead of". */
function findNamedPrices(text: string): string[] {
	return findPricesAt(text).flatMap(({ price, at }) => (endsWithFormerWord(text.slice(Math.max(0, at - NEAR_CHARACTERS), at)) ? [price] : []));
}

/** Nothing but a colon or a word between: "before: 32.90", "was just 32.90". */
function endsWithFormerWord(before: string): boolean {
	const words = findClaims(before).formerPrice?.words;
	const rest = words === undefined ? undefined : before.toLowerCase().split(words).at(-1);
	return rest !== undefined && rest.length <= 8 && !/[\p{Nd}.!?,;]/u.test(rest);
}

function around(text: string, index: number, length: number): string {
	return text.slice(Math.max(0, index - 15), index + length + 15).trim();
}
