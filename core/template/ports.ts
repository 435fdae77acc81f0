import type { MailItem } from '../contract/items';
import type { TemplateBody } from './templateSource';

/** Immutable content as the sending reads it: one finished mail, or a template that is rendered for each recipient. */
export type StoredContent =
	| { id: string; shopId: string; kind: 'mail'; body: MailItem }
	| { id: string; shopId: string; kind: 'template'; body: TemplateBody };

export interface ContentRow {
	/** `c_` + hash of shop, kind and body */
	id: string;
	shopId: string;
	kind: 'mail' | 'template';
	bodyJson: string;
	createdAt: number;
}

export interface ContentStore {
	/** Adds; what is there already (same id) stays as it is. */
	save(rows: ContentRow[]): Promise<void>;
	getMany(ids: string[]): Promise<ContentRow[]>;
	/** most rows that `save` and `getMany` take at once */
	batchSize: number;
}
