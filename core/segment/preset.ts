import type { z, ZodTypeAny } from 'zod';
import type { Buyer } from '../buyer/buyer';
import type { MailPurpose } from '../contract/items';
import type { SegmentStore } from './ports';

/** Somebody whom a preset picks, before consent and suppressions are looked at. */
export interface Candidate {
	buyer: Buyer;
	/** what the mail is about; with campaign and buyer it is mailed once */
	occasion: string;
	/** reasons in words, for people */
	why: string[];
	/** for templates */
	data: Record<string, unknown>;
}

/** What a preset runs with: always as of an explicit instant, so that a run can be repeated. */
export interface PresetRun<Parameters> {
	store: SegmentStore;
	shopId: string;
	asOf: number;
	/** for dates in words */
	timeZone: string;
	parameters: Parameters;
}

/** A ready-made segment: one file, one entry in the registry. */
export interface SegmentPreset<Schema extends ZodTypeAny = ZodTypeAny> {
	id: string;
	title: string;
	purpose: MailPurpose;
	/** parameters with their defaults */
	parameters: Schema;
	/** Candidates in slices that each read a bounded number of rows; a slice may be empty. One per buyer and occasion. */
	select(run: PresetRun<z.infer<Schema>>): AsyncGenerator<Candidate[]>;
}
