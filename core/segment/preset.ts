import type { z, ZodTypeAny } from 'zod';
import type { MailPurpose } from '../contract/items';
import type { BuyerFacts, ScoreBounds, SegmentContext } from './buyerFacts';
import type { Pages, SegmentStore } from './ports';
import type { SegmentBuyer } from './segmentBuyer';

/** Somebody whom a preset picks, before consent and suppressions are looked at. */
export interface Candidate {
	buyer: SegmentBuyer;
	/** what the mail is about; with campaign and buyer it is mailed once */
	occasion: string;
	/** reasons in words, for people */
	why: string[];
	/** for templates */
	data: Record<string, unknown>;
}

/** What a segment runs with: always as of an explicit instant, so that a run can be repeated. */
export interface SegmentRun<Parameters> {
	store: SegmentStore;
	shopId: string;
	/** for dates in words, and for days */
	timeZone: string;
	/** when it runs: suppressions are those of now */
	now: number;
	context: SegmentContext;
	parameters: Parameters;
}

/** What a segment says of one buyer whose facts are at hand. */
export interface Judgement {
	/** what he would be written to about; empty: he is not in it */
	occasions: string[];
	/** what was asked, and what the answer was */
	steps: JudgementStep[];
}

export interface JudgementStep {
	text: string;
	isMet: boolean;
}

/** What a preset has to know of the whole shop before it looks at buyers. */
export interface ContextNeeds {
	intervals?: { minDays: number; fallbackDays: number | null };
	scores?: ReadonlyArray<keyof ScoreBounds>;
}

/** A ready-made segment: one file, one entry in the registry. */
export interface SegmentPreset<Schema extends ZodTypeAny = ZodTypeAny> {
	id: string;
	title: string;
	purpose: MailPurpose;
	/** parameters with their defaults */
	parameters: Schema;
	needs?(parameters: z.infer<Schema>): ContextNeeds;
	/** Candidates in pages of a bounded size. One per buyer and occasion. */
	select(run: SegmentRun<z.infer<Schema>>): Pages<Candidate>;
	/** The same decision for one buyer, in memory: what Preview explains, and what tests compare `select` with. */
	judge(facts: BuyerFacts, run: Omit<SegmentRun<z.infer<Schema>>, 'store'>): Judgement;
}
