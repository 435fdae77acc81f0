import { comparableOf, type Passage } from './passage';

/** All that a reader sees, piece by piece; joined only for those who need it in one. */
export class WholeText {
	#visible: string | undefined;
	#comparable: string | undefined;

	constructor(readonly passages: readonly Passage[]) {}

	/** readable: one line, nothing invisible or hidden. Cut at spaces between blocks, and no letter changes by what stands behind a space: it is the sum of its pieces. */
	get visible(): string {
		this.#visible ??= this.passages.map(({ text }) => text).join(' ');
		return this.#visible;
	}

	/** the same, letters and digits only */
	get comparable(): string {
		this.#comparable ??= this.passages.map(comparableOf).join('');
		return this.#comparable;
	}

	/** Whether a text of letters and digits (`comparable`) stands in it; what is asked for most stands in the footer. */
	shows(comparable: string): boolean {
		return this.passages.findLast((passage) => comparableOf(passage).includes(comparable)) !== undefined || this.comparable.includes(comparable);
	}
}
