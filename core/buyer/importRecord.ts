import type { ConsentBasis } from '../contract/records';
import type { ImportKind } from './importFields';

/** imported + unchanged + rejected = rows */
export interface ImportCounts {
	rows: number;
	/** new, or changed by their row */
	imported: number;
	unchanged: number;
	rejected: number;
}

/** An import as evidence (requirement M4): who allowed what, on which basis, from where, and what came of it. */
export interface ImportRecord extends ImportCounts {
	id: string;
	shopId: string;
	kind: ImportKind;
	source: string;
	consentBasis: ConsentBasis | 'none';
	authorisedBy: string;
	/** SHA-256 of the file (hex); null while it runs, and for items */
	fileHash: string | null;
	/** column → field */
	mapping: Readonly<Record<string, string>>;
	/** running: under way, or its process died; stopped: by a person or an error, and safe to run again */
	state: 'running' | 'finished' | 'stopped';
	startedAt: number;
	endedAt: number | null;
}
