/** What differs between the two databases, in one place; queries ask here instead of asking for a name. */
export interface Capabilities {
	name: 'sqlite' | 'postgres';
	/** rows may be claimed by several workers at once with FOR UPDATE SKIP LOCKED */
	hasSkipLocked: boolean;
	/** most bound values in one statement */
	maxBoundValues: number;
	/** rows written or read in one statement so that a synchronous driver holds the event loop for a few milliseconds at most */
	batchSize: number;
}

export const SQLITE: Capabilities = { name: 'sqlite', hasSkipLocked: false, maxBoundValues: 32_000, batchSize: 500 };
export const POSTGRES: Capabilities = { name: 'postgres', hasSkipLocked: true, maxBoundValues: 65_000, batchSize: 1_000 };
