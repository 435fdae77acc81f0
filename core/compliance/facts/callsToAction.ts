import { lowerCase, termsOf } from './contentTerms';
import { lookOnce, readPassage, type Passage } from './passage';
import type { LinkFact, MailFacts } from './mailFacts';
import { MARK } from './textMarks';
import { CONTAINERS, pieceOf, type FoundLink, type ReadElement } from './bodyParts';

/** Content rules, section 1: from this score on a link is a call to action. */
const CALL_SCORE = 3;
const RUNNING_TEXT_CHARACTERS = 40;
const TRACKING = /^(?:utm_|mc_|gclid|fbclid|msclkid|yclid|dclid|_hs|mkt_|trk|spm$|scm$|aff_)/i;
const NO_CALL = /unsub|opt-?out|preference|privacy|terms|imprint|impressum|legal|view-?(?:in|online)|webversion|browser|abmeld|desinscri|cancelar-inscri/i;
const SOCIAL = /(?:^|\.)(?:facebook|instagram|twitter|x|youtube|tiktok|pinterest|linkedin|vk|t|weibo|whatsapp|wa)\.(?:com|me|cn|ru)$/i;
/** our link that shows the mail in the browser (core/link/token): its token says so */
const VIEW_TOKEN = /[?&]t=v\.[bd]_[A-Za-z0-9_-]{20}\./;

const isNoCall = lookOnce((href) => NO_CALL.test(href));
const isViewLink = lookOnce((href) => href.includes('t=v.') && VIEW_TOKEN.test(href));
const isElsewhere = lookOnce((href) => !/^https?:/i.test(href) || SOCIAL.test(hostOf(href) ?? ''));
const targetOf = lookOnce(findTarget);

/** The links as facts, and the distinct destinations of those that call to act. */
export function findCallsToAction(found: readonly FoundLink[], language: string): Pick<MailFacts, 'links' | 'callsToAction'> {
	const footers = findFooters(found);
	const targets = new Set<string>();
	const first = found.findIndex(({ address }) => !isViewLink(address));
	const links = found.map((link, index) => {
		const fact = index === first && isHomePage(link.address.text) ? toFact(link, language, 0) : factOf(link, language, footers);
		if (fact.score >= CALL_SCORE && fact.isVisible) targets.add(targetOf(link.address));
		return fact;
	});
	return { links, callsToAction: [...targets] };
}

/** A template's own links are judged once: all that matters for them stands in their part of the mail. */
function factOf(link: FoundLink, language: string, footers: ReadonlySet<ReadElement>): LinkFact {
	if (link.fact?.passage.language !== language) link.fact = toFact(link, language, isExcluded(link, footers) ? 0 : undefined);
	return link.fact;
}

function toFact(link: FoundLink, language: string, knownScore: number | undefined): LinkFact {
	const { address, alt, isVisible, contrast, hasImage } = link;
	const passage = readPassage(pieceOf(link.text), language);
	const score = knownScore ?? scoreOf(link, passage);
	const named = passage.text === '' && alt ? readPassage(alt, language) : passage;
	return { href: address.text, address, text: named.text, passage: named, isVisible, contrast, hasImage, score };
}

/** Blocks around unsubscribe links: whatever else stands in them is footer. */
function findFooters(found: readonly FoundLink[]): ReadonlySet<ReadElement> {
	const footers = new Set<ReadElement>();
	for (const link of found) {
		if (!isNoCall(link.address) && !isOptOut(link)) continue;
		const container = containerOf(link.element);
		if (container) footers.add(container);
	}
	return footers;
}

/** As it is written: characters that nobody sees are still in it. */
function isOptOut({ text }: FoundLink): boolean {
	const piece = pieceOf(text);
	piece.isOptOut ??= /unsubscri|opt out/i.test(piece.raw);
	return piece.isOptOut;
}

function containerOf(element: ReadElement): ReadElement | undefined {
	let at = element.parent;
	while (at && !CONTAINERS.has(at.look.name)) at = at.parent;
	return at && at.textLength < 1_500 ? at : undefined;
}

function isExcluded(link: FoundLink, footers: ReadonlySet<ReadElement>): boolean {
	const { address } = link;
	if (isNoCall(address) || isViewLink(address) || isElsewhere(address) || (isOptOut(link) && /unsubscri/i.test(link.text.text))) return true;
	const container = footers.size > 0 ? containerOf(link.element) : undefined;
	return container !== undefined && footers.has(container);
}

/** Most addresses are plain, and a parsed one costs as much as all else about a link. */
const PLAIN_HOST = /^https?:\/\/((?:[a-z0-9-]+\.)+[a-z]{2,})(?=[/?#]|$)/;

function hostOf(href: string): string | undefined {
	const host = PLAIN_HOST.exec(href)?.[1];
	return host !== undefined && !host.includes('xn--') ? host : parseUrl(href)?.hostname;
}

function isHomePage(href: string): boolean {
	return /^https?:\/\/[^/?#\\]+\/?(?:#|$)/i.test(href);
}

function scoreOf(link: FoundLink, passage: Passage): number {
	const { look } = link.element;
	const { text } = passage;
	const besides = siblingTextLength(link.element);
	let score = look.callScore;
	if (text && isShort(passage)) score += 1;
	if (text && isVerbFirst(passage)) score += 1;
	if (besides === 0) score += 1;
	if (link.alt && isVerbFirst(readPassage(link.alt, passage.language))) score += 1;
	return besides > RUNNING_TEXT_CHARACTERS ? score - 2 : score;
}

const MAX_WORDS = 5;
const WIDE_WORDS = /[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;

function isShort(passage: Passage): boolean {
	const { text } = passage;
	if (passage.has(MARK.wide) && WIDE_WORDS.test(text)) return text.length <= 14;
	let spaces = 0;
	for (let at = text.indexOf(' '); at >= 0 && spaces < MAX_WORDS; at = text.indexOf(' ', at + 1)) spaces += 1;
	return spaces < MAX_WORDS;
}

/** Whole paragraphs may be links; what calls in them stands at their beginning or end. */
const MAX_CALL_CHARACTERS = 200;

const isVerbFirst = lookOnce((text, language) => {
	const ends = text.length <= 2 * MAX_CALL_CHARACTERS ? text : `${text.slice(0, MAX_CALL_CHARACTERS)} ${text.slice(-MAX_CALL_CHARACTERS)}`;
	const lower = lowerCase(ends, language).replace(/[\s→›»>!.:]+$/u, '');
	return termsOf(language).some((terms) => terms.isCall(lower));
});

/** Length of the text that stands beside the link in its block. */
function siblingTextLength({ parent, textLength }: ReadElement): number {
	return (parent?.textLength ?? 0) - textLength;
}

/** Plain enough that parsing would change nothing: a host in small letters, no dots for steps, nothing encoded. */
const PLAIN_URL = /^https?:\/\/((?:[a-z0-9-]+\.)+[a-z]{2,}(?:\/[A-Za-z0-9_~-][A-Za-z0-9_.~-]*)*)\/?(\?[A-Za-z0-9_.~=&-]+)?$/;

/** Destination without tracking parameters and fragment: two buttons to one page are one call. */
function findTarget(href: string): string {
	const [, place, query = ''] = PLAIN_URL.exec(href) ?? [];
	const names = query.slice(1).split('&').map((pair) => pair.split('=', 1)[0] ?? '');
	if (place !== undefined && !place.includes('xn--') && !names.some((name) => TRACKING.test(name))) return place + query;
	const url = parseUrl(href);
	if (!url) return href;
	for (const name of [...url.searchParams.keys()]) if (TRACKING.test(name)) url.searchParams.delete(name);
	return `${url.host}${url.pathname.replace(/\/$/, '')}${url.search}`;
}

function parseUrl(href: string): URL | undefined {
	return URL.parse(href) ?? undefined;
}
