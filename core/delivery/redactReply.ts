/** Longer than any reply that a person would read. */
const MAX_READ = 4_000;
const MAX_KEPT = 300;

/** @, its full-width and small look-alikes, and as links and HTML write it. */
const AT = '(?:[@\uff20\ufe6b]|%40|&#0*64;|&#x0*40;|&commat;)';
const QUOTED = new RegExp(`"[^"]{0,80}"\\s?${AT}\\s?[^\\s<>"'(),;]+`, 'giu');
const PLAIN = new RegExp(`[^\\s<>"'()]+${AT}[^\\s<>"'(),;]+`, 'giu');
/** whatever else has an @ in it, with its neighbours: an address that was torn apart */
const REST = new RegExp(`\\S*\\s?${AT}\\s?\\S*`, 'giu');

/** The server's words for the log: without addresses, control characters, or endless lines. Takes anything, never throws. */
export function redactReply(reply: string): string {
	return reply
		.slice(0, MAX_READ)
		.replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ')
		.replace(QUOTED, '<address>')
		.replace(PLAIN, '<address>')
		.replace(REST, ' <address> ')
		.replace(/ {2,}/g, ' ')
		.trim()
		.slice(0, MAX_KEPT)
		.toWellFormed();
}
