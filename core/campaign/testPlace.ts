import { HOLDOUT, REST, pointOf } from '../segment/variants';
import type { CampaignTest } from './abTestPorts';

/** Where a buyer stands in his campaign's test: the variant that his delivery gets, and whether he is of its rest. */
export interface TestPlace {
	variant: string;
	/** waiting: planned, and not due before there is a winner · released: gets the winner · left out: takes part himself */
	rest?: 'waiting' | 'released';
}

export interface PlacedMember {
	buyerId: string;
	/** as Segment Buyers split */
	variant: string;
	/** a finished mail can't become the winner's any more */
	isFinished?: boolean;
}

/**
 * Segment Buyers splits; a test share of the campaign holds further buyers back, the same ones on every machine and in every
 * run. Once there is a winner, everybody who is planned anew gets it.
 */
export function placeInTest(test: CampaignTest | undefined, seed: string, { buyerId, variant, isFinished }: PlacedMember): TestPlace {
	if (!test || variant === HOLDOUT) return { variant };
	const isRest = variant === REST || isHeldBack(test, seed, buyerId);
	if (isRest) return test.winner === null ? { variant: REST, rest: 'waiting' } : { variant: test.winner, rest: 'released' };
	return test.winner === null || isFinished ? { variant } : { variant: test.winner, rest: 'released' };
}

/** What an item's mail can become: a hold-out gets nothing, and a rest without its template can't get the winner. */
export function mayBePlanned(variant: string, contentId: string | undefined): boolean {
	return variant !== HOLDOUT && (variant !== REST || contentId !== undefined);
}

function isHeldBack({ testShare }: CampaignTest, seed: string, buyerId: string): boolean {
	return testShare < 1 && pointOf(`test share\n${seed}`, buyerId) >= testShare;
}
