/**
 * The same text on its own: V8 keeps a whole text in memory as long as a part of it is in use, so a cell that is remembered
 * would keep its piece of the file.
 */
export function ownCopy(text: string): string {
	return ` ${text}`.slice(1);
}
