import { sql, type RawBuilder } from 'kysely';

/** What differs between the two databases, in one place; queries ask here instead of asking for a name. */
export interface Capabilities {
	name: 'sqlite' | 'postgres';
	/** rows may be claimed by several workers at once with FOR UPDATE SKIP LOCKED */
	hasSkipLocked: boolean;
	/** most bound values in one statement */
	maxBoundValues: number;
	/** rows written or read in one statement so that a synchronous driver holds the event loop for a few milliseconds at most */
	batchSize: number;
	/** deliveries planned in one transaction: each is looked up, and written to every index of theirs, while a synchronous driver holds the event loop */
	planSize: number;
	/** rows of a long read handed over at once: few enough that unpacking them costs no memory to speak of, many enough for a far server */
	pageSize: number;
	/** rows of a scan come in the order of the index that leads; sorting them would keep the whole answer in memory */
	isScanOrdered: boolean;
	/** joins the texts of rows, with a separator as its second argument */
	joinTexts: 'group_concat' | 'string_agg';
	/** the rows of a group as a JSON text, each a list of the columns; null or an empty list when there are none */
	jsonRows: (columns: RawBuilder<unknown>, orderBy: RawBuilder<unknown>) => RawBuilder<string | null>;
	/** the column holds one of a list's texts: one bound value (`toList`) however many there are, so that the statement stays the same */
	isInList: (column: RawBuilder<unknown>, list: TextList) => RawBuilder<boolean>;
	toList: (texts: readonly string[]) => TextList;
	/** position of a text in a text, from 1; 0: it isn't there */
	textPosition: 'instr' | 'strpos';
	/** lower case of the letters A to Z and no others */
	asciiLower: (text: RawBuilder<unknown>) => RawBuilder<string>;
}

/** Texts as the database takes them in one bound value. */
export type TextList = string | readonly string[];

export const SQLITE: Capabilities = {
	name: 'sqlite', hasSkipLocked: false, maxBoundValues: 32_000, batchSize: 500, planSize: 100, pageSize: 64, isScanOrdered: true, joinTexts: 'group_concat', textPosition: 'instr', asciiLower: (text) => sql`lower(${text})`,
	jsonRows: (columns, orderBy) => sql`json_group_array(json_array(${columns}) order by ${orderBy})`,
	isInList: (column, list) => sql`${column} in (select value from json_each(${list}))`,
	toList: (texts) => JSON.stringify(texts),
};
export const POSTGRES: Capabilities = {
	name: 'postgres', hasSkipLocked: true, maxBoundValues: 65_000, batchSize: 1_000, planSize: 500, pageSize: 500, isScanOrdered: false, joinTexts: 'string_agg', textPosition: 'strpos', asciiLower: (text) => sql`lower(${text} collate "C")`,
	jsonRows: (columns, orderBy) => sql`json_agg(json_build_array(${columns}) order by ${orderBy})::text`,
	isInList: (column, list) => sql`${column} = any(${list}::text[])`,
	toList: (texts) => texts,
};
