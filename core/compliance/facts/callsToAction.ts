import { lowerCase, termsOf } from './contentTerms';
import { readable } from './comparable';
import type { LinkFact, MailFacts } from './mailFacts';
import type { DomElement, FoundLink } from './walkBody';

/** Content rules, section 1: from this score on a link is a call to action. */
const CALL_SCORE = 3;
const RUNNING_TEXT_CHARACTERS = 40;
const TRACKING = /^(?:utm_|mc_|gclid|fbclid|msclkid|yclid|dclid|_hs|mkt_|trk|spm$|scm$|aff_)/i;
const NO_CALL = /unsub|opt-?out|preference|privacy|terms|imprint|impressum|legal|view-?(?:in|online)|webversion|browser|abmeld|desinscri|cancelar-inscri/i;
const SOCIAL = /(?:^|\.)(?:facebook|instagram|twitter|x|youtube|tiktok|pinterest|linkedin|vk|t|weibo|whatsapp|wa)\.(?:com|me|cn|ru)$/i;
/** our link that shows the mail in the browser (core/link/token): its token says so */
const VIEW_LINK = /[?&]t=v\.[bd]_[A-Za-z0-9_-]{20}\./;
const FOOTER_CONTAINERS = new Set(['td', 'div', 'footer', 'section', 'table']);

/** The links as facts, and the distinct destinations of those that call to act. */
export function findCallsToAction(found: readonly FoundLink[], language: string): Pick<MailFacts, 'links' | 'callsToAction'> {
	const footers = findFooters(found);
	const targets = new Set<string>();
	const first = found.find((link) => !VIEW_LINK.test(link.href));
	const links = found.map((link) => {
		const fact = toFact(link, isExcluded(link, footers, first) ? 0 : scoreOf(link, language));
		if (fact.score >= CALL_SCORE && fact.isVisible) targets.add(targetOf(fact.href));
		return fact;
	});
	return { links, callsToAction: [...targets] };
}

function toFact(link: FoundLink, score: number): LinkFact {
	return { href: link.href, text: readable(link.text) || readable(link.alt), isVisible: link.isVisible, contrast: link.contrast, hasImage: link.hasImage, score };
}

/** Blocks around unsubscribe links: whatever else stands in them is footer. */
function findFooters(found: readonly FoundLink[]): Set<DomElement> {
	const footers = new Set<DomElement>();
	for (const link of found) {
		if (!NO_CALL.test(link.href) && !/unsubscri|opt out/i.test(link.text)) continue;
		const container = containerOf(link.element);
		if (container) footers.add(container);
	}
	return footers;
}

function containerOf(element: DomElement): DomElement | undefined {
	let at = element.parent;
	while (at && !FOOTER_CONTAINERS.has(at.name)) at = at.parent;
	return at && textLengthOf(at) < 1_500 ? at : undefined;
}

function isExcluded(link: FoundLink, footers: ReadonlySet<DomElement>, first: FoundLink | undefined): boolean {
	if (VIEW_LINK.test(link.href)) return true;
	if (!/^https?:/i.test(link.href) || NO_CALL.test(link.href) || /unsubscri/i.test(link.text)) return true;
	const url = parseUrl(link.href);
	if (url && SOCIAL.test(url.hostname)) return true;
	if (link === first && url && url.pathname === '/' && !url.search) return true; // logo or name in the header
	return footers.has(containerOf(link.element) as DomElement);
}

function scoreOf(link: FoundLink, language: string): number {
	const text = readable(link.text);
	const alt = readable(link.alt);
	let score = hasButtonLook(link) ? 2 : 0;
	if (text && isShort(text)) score += 1;
	if (text && startsWithVerb(text, language)) score += 1;
	if (siblingTextLength(link.element) === 0) score += 1;
	if (Number.parseInt(link.style.get('font-weight') ?? '0', 10) >= 600 || link.style.get('font-weight') === 'bold' || radiusOf(link) > 0) score += 1;
	if (link.hasImage && alt && startsWithVerb(alt, language)) score += 1;
	return siblingTextLength(link.element) > RUNNING_TEXT_CHARACTERS ? score - 2 : score;
}

function hasButtonLook({ element, style, parentStyle }: FoundLink): boolean {
	const isCell = element.parent?.name === 'td';
	const cellColour = isCell ? (parentStyle.get('background-color') ?? parentStyle.get('background') ?? element.parent?.attribs?.bgcolor) : undefined;
	const hasBackground = Boolean(style.get('background-color') ?? style.get('background') ?? cellColour);
	const isBlock = /^(?:inline-)?block$/.test(style.get('display') ?? '') || element.attribs?.role === 'button';
	return hasBackground && (isBlock || Number.parseFloat(style.get('padding') ?? '0') >= 8 || Boolean(isCell && element.parent?.attribs?.bgcolor));
}

function radiusOf(link: FoundLink): number {
	return Number.parseFloat(link.style.get('border-radius') ?? '0');
}

function isShort(text: string): boolean {
	return /[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/.test(text) ? text.length <= 14 : text.split(' ').length <= 5;
}

function startsWithVerb(text: string, language: string): boolean {
	const lower = lowerCase(text, language).replace(/[\s→›»>!.:]+$/u, '');
	return termsOf(language).some((terms) => terms.verb.test(lower));
}

/** Length of the text that stands beside the link in its block. */
function siblingTextLength(element: DomElement): number {
	let length = 0;
	for (const sibling of element.parent?.children ?? []) if (sibling !== element) length += textLengthOf(sibling);
	return length;
}

function textLengthOf(root: DomElement): number {
	const open = [root];
	let length = 0;
	for (let node = open.pop(); node; node = open.pop()) {
		if (node.type === 'text') length += (node.data ?? '').trim().length;
		else if (node.children) open.push(...node.children);
	}
	return length;
}

/** Destination without tracking parameters and fragment: two buttons to one page are one call. */
function targetOf(href: string): string {
	const url = parseUrl(href);
	if (!url) return href;
	for (const name of [...url.searchParams.keys()]) if (TRACKING.test(name)) url.searchParams.delete(name);
	return `${url.host}${url.pathname.replace(/\/$/, '')}${url.search}`;
}

function parseUrl(href: string): URL | undefined {
	return URL.canParse(href) ? new URL(href) : undefined;
}
