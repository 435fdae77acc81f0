/** The part of html-to-text that is used here; the package brings no types of its own. */
declare module 'html-to-text' {
	interface SelectorOptions {
		selector: string;
		format?: string;
		options?: Record<string, unknown>;
	}
	export function convert(html: string, options: { wordwrap: false | number; selectors: SelectorOptions[] }): string;
}
