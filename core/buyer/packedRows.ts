/** Short texts that wait in 64 places, outside of the JavaScript heap: a hundred thousand small objects that live for seconds would double it. */
export interface PackedRows {
	add(place: number, fields: readonly string[]): void;
	bytes(): number;
	/** The rows of a place in the order in which they came, unpacked when they are asked for; it is empty then. */
	take(place: number): Generator<string[]>;
}

export const PLACES = 64;
const BLOCK_BYTES = 16 * 1024;
/** Can't be in a text that was read: files with it are refused. */
const SEPARATOR = '\u0000';

/** @param width fields of each row */
export function makePackedRows(width: number): PackedRows {
	const places = Array.from({ length: PLACES }, (): Block[] => []);
	const free: Block[] = [];
	let bytes = 0;
	return {
		bytes: () => bytes,
		add(place, fields) {
			const text = fields.join(SEPARATOR) + SEPARATOR;
			const block = roomFor(text.length * 3, places[place] ?? [], free);
			const written = block.buffer.write(text, block.length);
			block.length += written;
			bytes += written;
		},
		*take(place) {
			for (const block of places[place]?.splice(0) ?? []) {
				const fields = block.buffer.toString('utf8', 0, block.length).split(SEPARATOR);
				bytes -= block.length;
				block.length = 0;
				if (block.buffer.length === BLOCK_BYTES) free.push(block);
				for (let from = 0; from + width <= fields.length; from += width) yield fields.slice(from, from + width);
			}
		},
	};
}

interface Block {
	buffer: Buffer;
	length: number;
}

function roomFor(bytes: number, blocks: Block[], free: Block[]): Block {
	const last = blocks.at(-1);
	if (last && last.buffer.length - last.length >= bytes) return last;
	const block = (bytes <= BLOCK_BYTES ? free.pop() : undefined) ?? { buffer: Buffer.allocUnsafeSlow(Math.max(bytes, BLOCK_BYTES)), length: 0 };
	blocks.push(block);
	return block;
}
