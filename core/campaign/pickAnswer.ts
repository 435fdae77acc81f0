import type { Interval } from '../experiment/proportions';

/** What may decide a test. */
export type TestMetric = 'open' | 'click' | 'order' | 'revenue';

export type NoWinnerReason = 'notSent' | 'waiting' | 'nothingRecorded' | 'tooFew' | 'notSignificant';

/** What was found; kept with the campaign when it was a look or a decision, so that asking again answers the same. */
export interface PickAnswer {
	outcome: 'winner' | 'noWinner';
	winner: string | null;
	/** test: proven; bestSoFar and person: not */
	decidedBy: 'test' | 'bestSoFar' | 'person' | null;
	reason: NoWinnerReason | null;
	metric: TestMetric;
	minimumSample: number;
	confidence: number;
	orderWindowDays: number;
	/** which look this was; null: nothing was tested */
	look: number | null;
	/** the p-value had to be below this */
	level: number | null;
	pValue: number | null;
	lift: number | null;
	difference: Interval | null;
	neededPerVariant: number | null;
	askAgainAt: number | null;
	at: number;
	/** best first */
	variants: PickedVariant[];
}

export interface PickedVariant {
	variant: string;
	recipientCount: number;
	/** opened, clicked or ordered */
	count: number;
	/** rate of the recipients, or revenue for each of them in minor units */
	value: number;
	low: number;
	high: number;
}
