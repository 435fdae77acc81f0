import type { BuyerFacts, SegmentContext } from '../buyerFacts';
import type { FieldKind } from '../condition';

/** A field's value of one buyer: money in minor units, times in epoch ms; null: there is none. Sets are never null. */
export type FieldValue = number | string | boolean | null | ReadonlySet<string>;

/** What `withinDays` narrows a field to: after `since` (−Infinity: all of it) up to the instant. */
export interface FieldWindow {
	since: number;
}

/** Something that conditions may ask about a buyer. Its SQL twin stands in core/store/segmentFields.ts under the same key. */
export interface SegmentField {
	key: string;
	/** on the screen, Title Case */
	title: string;
	kind: FieldKind;
	/** `withinDays` may narrow it */
	isWindowed?: boolean;
	/** values of a choice or set that are known beforehand */
	choices?: readonly string[];
	/** the value of a buyer who has done nothing */
	read(facts: BuyerFacts, context: SegmentContext, window: FieldWindow): FieldValue;
}
