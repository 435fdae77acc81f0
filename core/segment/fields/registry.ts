import { ACTIVITY_FIELDS } from './activityFields';
import type { SegmentField } from './field';
import { ORDER_FIELDS } from './orderFields';
import { PROFILE_FIELDS } from './profileFields';

/** Everything that conditions may ask, by key; a new field is one entry here and its SQL in core/store/segmentFields.ts. */
export const SEGMENT_FIELDS: ReadonlyMap<string, SegmentField> = new Map(
	[...ORDER_FIELDS, ...ACTIVITY_FIELDS, ...PROFILE_FIELDS].map((field) => [field.key, field]),
);
