import type { BuyerEvent } from './buyerEvent';

export interface EventWriter {
	/** Adds what is new; answers with the id under which each key is stored. */
	addEvents(events: BuyerEvent[]): Promise<Map<string, string>>;
}
