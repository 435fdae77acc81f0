/** One row of a Markdown table; a bar in a cell would end it. */
export function row(...cells: string[]): string {
	return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replace(/\s+/g, ' ')).join(' | ')} |`;
}

/** A Markdown table: the head, and the rows under it. */
export function table(head: string[], rows: string[][]): string {
	return [row(...head), row(...head.map(() => '---')), ...rows.map((cells) => row(...cells))].join('\n');
}

/** Markup in running text, shown as it is. */
export function plain(text: string): string {
	return text.replace(/[<>]/g, (character) => (character === '<' ? '&lt;' : '&gt;'));
}
