import { letOthersRun } from '../shared/eventLoop';
import type { Slice } from './ports';

/** Reads slice after slice; between them everything else in the process gets its turn. */
export async function* eachSlice<Row>(read: (from: string | undefined) => Promise<Slice<Row>>): AsyncGenerator<Row[]> {
	let from: string | undefined;
	do {
		const { rows, next } = await read(from);
		await letOthersRun();
		yield rows;
		from = next;
		await letOthersRun();
	} while (from !== undefined);
}
