import type { Buyer } from '../buyer/buyer';
import type { BuyerReader } from '../buyer/ports';
import type { SuppressionReader } from '../consent/ports';
import { isActive, type Suppression } from '../consent/suppression';
import { parseEmailAddress } from '../shared/emailAddress';
import { hmacSha256 } from '../shared/hash';
import type { LeftOutReason } from './leftOut';
import type { Judgement } from './preset';
import { sayLeftOut } from './sayLeftOut';
import { sayAnswer, type Standing } from './sayAnswer';
import { readReasons, type BegunRun, type SegmentDeps } from './segment.flow';
import { assignVariant } from './variants';

export interface ExplainDeps extends SegmentDeps {
	buyers: Pick<BuyerReader, 'readBuyers' | 'listBuyers'>;
	suppressions: Pick<SuppressionReader, 'readSuppressions'>;
	/** key of the address hashes */
	hashKey: () => Promise<string>;
}

/** Why one buyer is in a segment, or isn't. */
export interface BuyerExplanation {
	outcome: Standing['kind'];
	/** one sentence */
	answer: string;
	/** what may be done about it */
	nextStep?: string;
	/** missing for somebody who isn't in the store any more */
	buyer?: Pick<Buyer, 'id' | 'name' | 'country' | 'site' | 'consent'>;
	/** what was asked, in order */
	steps: Array<{ step: string; answer: 'yes' | 'no' }>;
	/** what he would be written to about */
	occasions: string[];
	variant?: string;
	leftOut?: LeftOutReason;
}

/** Who is meant by an address or an id: somebody of this shop, or what is known about his absence. */
export type NamedBuyer = { kind: 'found'; buyer: Buyer } | { kind: 'erased' } | { kind: 'unknown' };

/** Looks for a buyer of the shop by e-mail address or id. */
export async function findNamedBuyer(deps: ExplainDeps, { shop, run }: Pick<BegunRun, 'shop' | 'run'>, named: string): Promise<NamedBuyer> {
	const buyers = named.includes('@') ? await findByAddress(deps, shop.id, named) : await deps.buyers.readBuyers([named.trim()]);
	const buyer = buyers.find(({ shopId }) => shopId === shop.id);
	if (buyer) return buyer.email === null ? { kind: 'erased' } : { kind: 'found', buyer };
	return (await isErased(deps, shop.id, named, run.now)) ? { kind: 'erased' } : { kind: 'unknown' };
}

async function findByAddress(deps: ExplainDeps, shopId: string, named: string): Promise<Buyer[]> {
	const emailHash = await hashOf(deps, named);
	return emailHash === undefined ? [] : await deps.buyers.listBuyers({ shopId, emailHash, limit: 1 });
}

/** Of an erased buyer only the hash of his address is left, and that he must not be written to. */
async function isErased(deps: ExplainDeps, shopId: string, named: string, now: number): Promise<boolean> {
	const emailHash = await hashOf(deps, named);
	if (emailHash === undefined) return false;
	return (await deps.suppressions.readSuppressions(shopId, [emailHash])).some((stop) => stop.reason === 'erased' && isActive(stop, now));
}

async function hashOf({ hashKey }: ExplainDeps, named: string): Promise<string | undefined> {
	const address = parseEmailAddress(named)?.address;
	return address === undefined ? undefined : hmacSha256(await hashKey(), address);
}

/** The judgement of a buyer in words; the same decision as the run's own. `isHandedOut`: the run came to him before its limit. */
export async function explainBuyer(deps: ExplainDeps, begun: BegunRun, named: NamedBuyer, isHandedOut: boolean): Promise<BuyerExplanation> {
	if (named.kind !== 'found') return { outcome: named.kind, ...sayAnswer({ kind: named.kind }, begun.shop), steps: [], occasions: [] };
	const { request, run, shop } = begun;
	const [facts] = await deps.segments.readFacts(shop.id, [named.buyer.id], run.now);
	if (!facts) return await explainBuyer(deps, begun, { kind: 'unknown' }, isHandedOut);
	const judgement = withSites(request.preset.judge(facts, run), facts.buyer.site, request.sites);
	const steps = judgement.steps.map(({ text, isMet }) => ({ step: text, answer: isMet ? ('yes' as const) : ('no' as const) }));
	const standing = await standingOf(deps, begun, facts.buyer, judgement, isHandedOut);
	const { id, name, country, site, consent } = facts.buyer;
	return {
		outcome: standing.kind, ...sayAnswer(standing, shop), buyer: { id, name, country, site, consent }, steps, occasions: judgement.occasions,
		...(standing.kind === 'in' ? { variant: standing.variant } : {}), ...(standing.kind === 'leftOut' ? { leftOut: standing.reason } : {}),
	};
}

function withSites({ occasions, steps }: Judgement, site: string, sites: readonly string[]): Judgement {
	if (sites.length === 0) return { occasions, steps };
	const isMet = sites.includes(site);
	return { occasions: isMet ? occasions : [], steps: [...steps, { text: `site ${site} is one of ${sites.join(', ')}`, isMet }] };
}

async function standingOf(deps: ExplainDeps, { request, run, shop, sites }: BegunRun, buyer: Buyer, { occasions }: Judgement, isHandedOut: boolean): Promise<Standing> {
	if (occasions.length === 0) return { kind: 'out' };
	const suppressions = (await deps.suppressions.readSuppressions(shop.id, [buyer.emailHash])).filter((stop) => isActive(stop, run.now) && stopsPurpose(stop, request.purpose));
	const candidate = { ...buyer, stops: suppressions };
	const reason = (await readReasons(deps, request, sites, [candidate]))(candidate);
	if (reason) return { kind: 'leftOut', reason, said: sayLeftOut(reason, { ...buyer, suppressions, notMailedWithinDays: request.notMailedWithinDays }, shop) };
	if (request.limit !== undefined && !isHandedOut) return { kind: 'beyondLimit', limit: request.limit };
	return { kind: 'in', occasionCount: occasions.length, variant: assignVariant(request, buyer.id) };
}

function stopsPurpose({ scope }: Pick<Suppression, 'scope'>, purpose: string): boolean {
	return scope === 'all' || purpose === 'marketing';
}
