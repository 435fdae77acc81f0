import { DAY_MS, HOUR_MS } from '../../shared/clock';
import { claimsOf, type FoundClaim } from '../facts/claimTerms';
import type { MailFacts } from '../facts/mailFacts';
import { readProof, type Proof } from '../facts/proofData';
import { NOT_APPLICABLE, PASS, type Rule, type RuleResult } from '../rule';

/** "Few left" is true of so many at most. */
const FEW = 20;
/** "Today only" is true of what ends within a day, wherever on earth that day is. */
const TODAY_MS = 36 * HOUR_MS;
/** "Last chance" and "ends soon" are true of what ends within so many days. */
const SOON_MS = 14 * DAY_MS;

export const urgencyTruth: Rule = {
	id: 'urgency-truth',
	title: { en: 'Urgency and scarcity are true', zh: '紧迫与稀缺的说法属实' },
	kind: 'legal',
	law: 'Directive 2005/29/EC Annex I no 7; RCW 19.190.020(1)(b) (US-WA); UWG (DE) s.5',
	source: 'content-rules.md section 4 (truth check); core/data/claimTerms.json, 2026-11-22',
	fix: {
		en: 'Put the proof into the item: the end into `data.offer.endsAt`, pieces in stock into `stock` of each product. Or take the words out.',
		zh: '请在数据项中提供证明：结束时间填入 `data.offer.endsAt`，库存填入各商品的 `stock`；否则请删除这些文字。',
	},
	appliesTo: ['marketing'],
	severity: 'violation',
	isSwitchable: false,
	messages: {
		over: { en: 'The mail says that time is running out, and by its data the end has passed.', zh: '邮件声称即将结束，但数据显示已经结束。' },
		notToday: { en: 'The mail says that it ends today, and by its data it does not.', zh: '邮件声称今天结束，但数据显示并非如此。' },
		notSoon: { en: 'The mail says that time is running out, and by its data the end is far off.', zh: '邮件声称即将结束，但数据显示离结束还很久。' },
		moved: { en: 'The end that the mail presses for has been put off since it was announced.', zh: '邮件强调的截止时间在公布后被推迟。' },
		noEnd: { en: 'The mail says that time is running out, and nothing proves when it ends.', zh: '邮件声称即将结束，但没有结束时间作为证明。' },
		moreLeft: { en: 'The mail says that less is left than its data say.', zh: '邮件声称的剩余数量少于数据中的库存。' },
		noStock: { en: 'The mail says that little is left, and nothing proves how much.', zh: '邮件声称库存不多，但没有库存数据作为证明。' },
	},
	check({ mail, data, now }) {
		const claims = findUrgency(mail);
		if (!claims) return NOT_APPLICABLE;
		const proof = readProof(data);
		return worst([judgeEnd(claims, proof, now), judgeStock(claims, proof)]);
	},
};

interface UrgencyClaims {
	today?: FoundClaim;
	deadline?: FoundClaim;
	onlyLeft: FoundClaim[];
	scarcity?: FoundClaim;
}

/** The first of each kind, and every number of pieces that is named. */
function findUrgency({ seen }: MailFacts): UrgencyClaims | undefined {
	const claims: UrgencyClaims = { onlyLeft: [] };
	for (const passage of seen) {
		const { today, deadline, scarcity, onlyLeft } = claimsOf(passage);
		claims.today ??= today;
		claims.deadline ??= deadline;
		claims.scarcity ??= scarcity;
		if (onlyLeft) claims.onlyLeft.push(onlyLeft);
	}
	return claims.today || claims.deadline || claims.scarcity || claims.onlyLeft.length > 0 ? claims : undefined;
}

function judgeEnd({ today, deadline }: UrgencyClaims, { endsAt, isEndMoved }: Proof, now: number): RuleResult {
	const claim = today ?? deadline;
	if (!claim) return PASS;
	const evidence = claim.words;
	if (endsAt.length === 0) return { outcome: 'needsReview', message: 'noEnd', evidence };
	const next = Math.min(...endsAt.filter((at) => at > now));
	if (next === Infinity) return { outcome: 'violation', message: 'over', evidence };
	if (isEndMoved) return { outcome: 'violation', message: 'moved', evidence };
	if (today && next - now > TODAY_MS) return { outcome: 'violation', message: 'notToday', evidence };
	return next - now > SOON_MS ? { outcome: 'violation', message: 'notSoon', evidence } : PASS;
}

function judgeStock({ onlyLeft, scarcity }: UrgencyClaims, { products }: Proof): RuleResult {
	const claims = [...onlyLeft, ...(scarcity ? [scarcity] : [])];
	if (claims.length === 0) return PASS;
	const stocks = products.flatMap(({ stock }) => stock ?? []);
	if (stocks.length === 0) return { outcome: 'needsReview', message: 'noStock', evidence: claims[0]?.words };
	const least = Math.min(...stocks);
	const untrue = claims.find(({ count }) => least > (count ?? FEW));
	if (untrue) return { outcome: 'violation', message: 'moreLeft', evidence: `${untrue.words}; ${least}` };
	return PASS;
}

function worst(results: RuleResult[]): RuleResult {
	return results.find(({ outcome }) => outcome === 'violation') ?? results.find(({ outcome }) => outcome === 'needsReview') ?? PASS;
}
