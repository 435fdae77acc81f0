import type { Buyer } from '../buyer/buyer';
import type { Suppression } from '../consent/suppression';

/** What a segment reads of a buyer: enough to write to him, and to know whether that is allowed. */
export type SegmentBuyer = Pick<
	Buyer, 'id' | 'shopId' | 'email' | 'emailHash' | 'name' | 'country' | 'language' | 'site' | 'siteSource' | 'timeZone' | 'consent' | 'consentBasis' | 'consentAt' | 'isMarketable'
> & {
	/** suppressions of his address that are in force now */
	stops: readonly Stop[];
};

export type Stop = Pick<Suppression, 'reason' | 'scope'>;
