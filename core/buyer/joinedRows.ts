import type { RejectedRow } from '../contract/records';
import type { ImportEntry, ImportRow, WaitingRows } from './importTarget';

interface JoinRules<Record> {
	maxRows: number;
	maxChars: number;
	/** rows with the same key are about one record; `undefined`: each for itself */
	key(record: Record): string | undefined;
	join(first: Record, next: Record): { kind: 'parsed'; record: Record } | RejectedRow;
}

/** Rows that wait in the order of their file; those about one record are joined. */
export function makeJoinedRows<Record>(rules: JoinRules<Record>): WaitingRows<Record> {
	let entries: Array<ImportEntry<Record>> = [];
	let byKey = new Map<string, ImportEntry<Record>>();
	let [rowCount, charCount] = [0, 0];
	return {
		add(row, record) {
			rowCount += 1;
			for (const cell of row.cells) charCount += cell.length;
			const key = rules.key(record);
			const first = key === undefined ? undefined : byKey.get(key);
			if (first) return addTo(first, row, rules.join(first.record, record));
			const entry = { record, rows: [row] };
			entries.push(entry);
			if (key !== undefined) byKey.set(key, entry);
			return undefined;
		},
		isFull: () => rowCount >= rules.maxRows || charCount >= rules.maxChars,
		*take(size) {
			const taken = entries;
			entries = [];
			byKey = new Map();
			[rowCount, charCount] = [0, 0];
			for (let from = 0; from < taken.length; from += size) yield taken.slice(from, from + size);
		},
	};
}

function addTo<Record>(entry: ImportEntry<Record>, row: ImportRow, joined: { kind: 'parsed'; record: Record } | RejectedRow): RejectedRow | undefined {
	if (joined.kind === 'rejected') return joined;
	entry.record = joined.record;
	entry.rows.push(row);
	return undefined;
}
