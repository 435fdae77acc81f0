import { once } from 'node:events';
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import type { RejectedLine } from '../../../core/buyer/importReport';
import { rejectsCsvHeader, toRejectsCsv } from '../../../core/buyer/rejectsCsv';

/** Rejected rows as a CSV file: written to disk while they come, so that a million of them need no memory. */
export interface RejectsFile {
	add(lines: readonly RejectedLine[], headers: readonly string[]): Promise<void>;
	/** The file as binary data of the item; `undefined` when nothing was rejected. */
	toBinary(context: IExecuteFunctions): Promise<IBinaryData | undefined>;
	/** Removes what is left on disk. */
	remove(): Promise<void>;
}

export function makeRejectsFile(): RejectsFile {
	let open: { folder: string; file: string; stream: WriteStream } | undefined;
	return {
		async add(lines, headers) {
			const isFirst = open === undefined;
			open ??= await openFile();
			const text = (isFirst ? rejectsCsvHeader(headers) : '') + lines.map(toRejectsCsv).join('');
			if (!open.stream.write(text)) await once(open.stream, 'drain');
		},
		async toBinary(context) {
			if (!open) return undefined;
			open.stream.end();
			await once(open.stream, 'finish');
			return await context.helpers.prepareBinaryData(createReadStream(open.file), 'rejected-rows.csv', 'text/csv');
		},
		async remove() {
			open?.stream.destroy();
			if (open) await rm(open.folder, { recursive: true, force: true });
		},
	};
}

async function openFile(): Promise<{ folder: string; file: string; stream: WriteStream }> {
	const folder = await mkdtemp(join(tmpdir(), 'seller-mail-rejects-'));
	const file = join(folder, 'rejected-rows.csv');
	return { folder, file, stream: createWriteStream(file, { mode: 0o600 }) };
}
