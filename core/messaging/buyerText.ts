import { load, type CheerioAPI } from 'cheerio';

/** The buyer's own words, and what Amazon wrote after them: only there links may be trusted. */
export interface BuyerText {
	text: string;
	/** Amazon's text around the buyer's words */
	surroundings: string;
	/** hrefs after the last end of the buyer's words, in order; empty when no end was found */
	footerLinks: string[];
	/** how the words were found, for the record */
	foundBy: 'html' | 'markers' | 'footer' | 'reply';
}

const UNCLOSED_LIMIT = 500;
const TAG_LIMIT = 3_000;
/** A label between dashes, in any language: the first opens the buyer's words, the last closes them. */
const DASHED_LABEL = /(?<![-–—])[-–—]{10,}[ \t]*([\p{L}][^\n\-–—]{0,60}?)[ \t]*:?[ \t]*[-–—]{10,}/gu;
/** Mail programs write these above quoted mail; they are no end of the buyer's words. */
const QUOTE_LABEL = /original|forwarded|weitergeleitet|ursprüngliche|transféré|reenviado|inoltrato|encaminhada|転送|元の/i;
const FOOTER_ANCHOR = /https?:\/\/sellercentral[\w-]*\.amazon\.|\[commMgrTok:|SPC-\w\wAmazon-\d+|^For Your Information:/im;
const QUOTE_START = /^(?:>|On .{5,200} wrote:|Am .{5,200} schrieb|Le .{5,200} a écrit|El .{5,200} escribió|Il .{5,200} ha scritto|Em .{5,200} escreveu|-{3,}\s*(?:Original|Forwarded|Ursprüngliche|Message d'origine))/imu;

/**
 * Finds what the buyer wrote: the one `<pre>` of Amazon's HTML, else the dashed labels of the text, else everything above
 * Amazon's footer, else everything above quoted mail. Empty text is possible (a message of photos only).
 */
export function extractBuyerText(mail: { html: string; text: string }): BuyerText {
	return (mail.html ? fromHtml(mail.html) : undefined) ?? fromText(mail.text || htmlToText(mail.html));
}

/** Tags nested by the ten thousand exhaust the stack of any walk through the tree: no mail of Amazon's, so its HTML counts for nothing. */
function fromHtml(html: string): BuyerText | undefined {
	return isTooDeep(html) ? undefined : fromPre(load(html));
}

function isTooDeep(html: string): boolean {
	const opened = html.match(/<[a-z]/gi)?.length ?? 0;
	const closed = html.match(/<\/|\/>|<(?:br|img|hr|meta|link|input|wbr)\b/gi)?.length ?? 0;
	return opened - closed > UNCLOSED_LIMIT || opened > TAG_LIMIT;
}

function fromPre($: CheerioAPI): BuyerText | undefined {
	const pres = $('pre').filter((_, element) => /white-space:\s*-o-pre-wrap/i.test($(element).attr('style') ?? ''));
	if (pres.length === 0) return undefined;
	const last = pres.last().get(0);
	const ordered = $('pre, a[href]').toArray();
	const footerLinks = ordered.slice(ordered.findIndex((element) => element === last) + 1)
		.filter((element) => element.tagName === 'a' && $(element).closest('pre').length === 0)
		.map((element) => $(element).attr('href') ?? '');
	pres.find('br').replaceWith('\n');
	const text = tidy(pres.first().text());
	pres.remove();
	return { text, surroundings: tidy($('body').text()), footerLinks, foundBy: 'html' };
}

function fromText(body: string): BuyerText {
	const text = body.replace(/\r\n?/g, '\n');
	const labels = [...text.matchAll(DASHED_LABEL)].filter((match) => !QUOTE_LABEL.test(match[1] ?? ''));
	const start = labels[0];
	const end = labels.length > 1 ? labels.at(-1) : undefined;
	if (!start) return withoutMarkers(text);
	const from = start.index + start[0].length;
	if (end) return around(text, from, end.index, end.index + end[0].length, 'markers');
	const footerAt = text.slice(from).search(FOOTER_ANCHOR);
	return around(text, from, footerAt < 0 ? text.length : from + footerAt, text.length, 'footer');
}

function around(text: string, from: number, to: number, footerFrom: number, foundBy: BuyerText['foundBy']): BuyerText {
	return {
		text: tidy(text.slice(from, to)),
		surroundings: `${text.slice(0, from)}\n${text.slice(to)}`,
		footerLinks: text.slice(footerFrom).match(/https:\/\/[^\s<>"')\]]+/g) ?? [],
		foundBy,
	};
}

/** Written in the buyer's mail program: no labels. Nothing here is Amazon's, so no link counts. */
function withoutMarkers(text: string): BuyerText {
	const cutAt = [text.search(QUOTE_START), text.search(FOOTER_ANCHOR)].filter((at) => at >= 0);
	const end = cutAt.length > 0 ? Math.min(...cutAt) : text.length;
	return { text: tidy(text.slice(0, end)), surroundings: text.slice(end), footerLinks: [], foundBy: 'reply' };
}

function htmlToText(html: string): string {
	if (isTooDeep(html)) return '';
	const $ = load(html);
	$('script, style, head').remove();
	$('br').replaceWith('\n');
	$('p, div, tr, li').append('\n');
	return $('body').text();
}

function tidy(text: string): string {
	return text.replace(/\r\n?/g, '\n').replace(/[ \t\u00a0]+\n/g, '\n').replace(/\n{3,}/g, '\n\n').trim();
}
