import type { CheerioAPI, contains } from 'cheerio';
import { invalid } from './invalid';
import type { Masked, MaskedHtml } from './maskExpressions';

/** Elements that mail programs drop, providers punish or attackers use, with what to do instead. */
const FORBIDDEN: Readonly<Record<string, string>> = {
	script: 'mails carry no scripts', form: 'link to a page with the form instead', input: 'link to a page with the form instead',
	button: 'use a link that looks like a button', select: 'link to a page with the form instead', textarea: 'link to a page with the form instead',
	iframe: 'link to the page instead', frame: 'link to the page instead', frameset: 'link to the page instead', object: 'use an image', embed: 'use an image',
	applet: 'use an image', link: 'put the styles into <style>', base: 'write full addresses', svg: 'use a PNG image', math: 'use text',
	video: 'link a still image to the video', audio: 'link to the sound', template: 'write the content itself', noscript: 'write the content itself',
	plaintext: 'write HTML', xmp: 'write HTML', portal: 'link to the page instead', noembed: 'write the content itself', noframes: 'write the content itself', listing: 'write HTML', dialog: 'write the content itself',
};

const URL_ATTRIBUTES = new Set(['href', 'src', 'background', 'action', 'formaction', 'poster', 'xlink:href', 'cite', 'longdesc', 'data', 'ping', 'srcdoc']);
const MAX_DEPTH = 200;
const SAFE_STYLE_VALUES = /^\{\{\s*(?:brand\.colour|brandColour|onBrandColour)\s*\}\}$/;

/**
 * Refuses what mails must not hold, drops ordinary comments, and sees to it that every {{#block}} ends in the element it began in.
 * @throws SellerMailError TEMPLATE_INVALID naming element and reason
 */
export function checkElements($: CheerioAPI, masked: MaskedHtml, place: string): void {
	if (isNestedTooDeep($)) throw invalid(place, `nests elements more than ${MAX_DEPTH} deep`);
	for (const element of $('*').toArray()) {
		if (element.type !== 'tag' && element.type !== 'script' && element.type !== 'style') continue;
		const reason = FORBIDDEN[element.name];
		if (reason) throw invalid(place, `holds <${element.name}>: ${reason}`);
		if (element.name === 'meta' && /refresh/i.test(element.attribs['http-equiv'] ?? '')) throw invalid(place, 'holds a redirect (<meta http-equiv="refresh">)');
		if (masked.find(element.name) || masked.findAll(element.name).length > 0) throw invalid(place, 'makes an element name from {{ }}');
		for (const [name, value] of Object.entries(element.attribs)) checkAttribute({ element: element.name, name, value }, masked, place);
	}
	checkComments($, masked, place);
}

/** What follows walks the tree by recursion: a tree without bounds would end the process. */
function isNestedTooDeep($: CheerioAPI): boolean {
	let level: Node[] = $.root().contents().toArray();
	for (let depth = 0; level.length > 0; depth++) {
		if (depth > MAX_DEPTH) return true;
		level = level.flatMap((node) => ('children' in node ? (node.children as Node[]) : []));
	}
	return false;
}

interface Attribute {
	element: string;
	name: string;
	value: string;
}

function checkAttribute({ element, name, value }: Attribute, masked: MaskedHtml, place: string): void {
	const where = `<${element} ${name}="…">`;
	if (/^on/i.test(name)) throw invalid(place, `holds the event handler ${name}: mails carry no scripts`);
	if (masked.findAll(name).length > 0) throw invalid(place, `has {{ }} among the attributes of <${element}>; use it inside a quoted value`);
	const expressions = masked.findAll(value);
	checkBlocksInAttribute(expressions, where, place);
	if (name === 'style') return checkStyle(value, expressions, where, place);
	if (name === 'srcset') throw invalid(place, `holds ${where}: mail programs don't choose among images, use src`);
	if (URL_ATTRIBUTES.has(name)) checkUrl(value, masked, where, place);
}

function checkBlocksInAttribute(expressions: readonly Masked[], where: string, place: string): void {
	let depth = 0;
	for (const { kind } of expressions) {
		depth += kind === 'open' ? 1 : kind === 'close' ? -1 : 0;
		if (depth < 0) break;
	}
	if (depth !== 0) throw invalid(place, `has a {{#block}} in ${where} that does not end there`);
}

function checkStyle(value: string, expressions: readonly Masked[], where: string, place: string): void {
	const unsafe = expressions.find(({ source }) => !SAFE_STYLE_VALUES.test(source));
	if (unsafe) throw invalid(place, `has ${unsafe.source.slice(0, 60)} in ${where}; only {{brandColour}} and {{onBrandColour}} may stand in styles`);
	const reason = findForbiddenStyle(value);
	if (reason) throw invalid(place, `has ${reason} in ${where}`);
}

/** What styles must not do, in words; `undefined` when they are fine. Escapes and comments that hide it count too. */
export function findForbiddenStyle(css: string): string | undefined {
	const plain = withoutComments(css).replace(/\\([0-9a-f]{1,6})\s?/gi, (_, code: string) => String.fromCodePoint(Math.min(Number.parseInt(code, 16), 0x10ffff))).replace(/[\\\s]/g, '').toLowerCase();
	if (/javascript:|vbscript:|expression\(|-moz-binding|behaviou?r:/.test(plain)) return 'a script';
	if (/@import|@charset|@namespace/.test(plain)) return 'an import of other styles';
	if (/position:(?:fixed|absolute|sticky)/.test(plain)) return '“position”, which could cover the footer';
	if (/url\((?!["']?https?:)/.test(plain)) return 'an address that is not http(s)';
	return /</.test(plain) ? 'a “<”' : undefined;
}

/** CSS without comments; one that is not closed takes the rest with it, as in a browser. */
export function withoutComments(css: string): string {
	let kept = '';
	for (let from = 0; from < css.length; ) {
		const start = css.indexOf('/*', from);
		if (start < 0) return kept + css.slice(from);
		kept += css.slice(from, start);
		const end = css.indexOf('*/', start + 2);
		from = end < 0 ? css.length : end + 2;
	}
	return kept;
}

function checkUrl(value: string, masked: MaskedHtml, where: string, place: string): void {
	const text = value.replace(/[\u0000-\u0020]/g, '');
	if (text === '' || text.startsWith('#')) return;
	const [first] = masked.findAll(text);
	if (first && text.startsWith(wordOf(first))) {
		if (first.kind !== 'value') throw invalid(place, `begins ${where} with ${first.source.slice(0, 40)}; begin it with https:// or with one variable`);
		return masked.asUrl(first);
	}
	if (!/^(?:https?:\/\/|mailto:|tel:)/i.test(text)) throw invalid(place, `has ${where} with an address that is not http(s), mailto or tel: ${text.slice(0, 30)}`);
}

function wordOf({ index }: Masked): string {
	return `smhbq${index}z`;
}

type Node = Parameters<typeof contains>[0];

interface OpenBlock {
	node: Node;
	source: string;
}

/** Ordinary comments go; those that stand for expressions stay, and each block's parts must be siblings. */
function checkComments($: CheerioAPI, masked: MaskedHtml, place: string): void {
	const open: OpenBlock[] = [];
	for (const node of $('*').contents().toArray()) {
		if (node.type === 'text' && masked.findAll(node.data).length > 0) throw invalid(place, 'has {{ }} where only plain text may stand, such as <style> or <title>');
		if (node.type !== 'comment') continue;
		const expression = masked.find(node.data);
		if (!expression) $(node).remove();
		else if ($(node).closest('body').length === 0) throw invalid(place, `has ${expression.source.slice(0, 40)} outside of <body>`);
		else checkBlock($, open, { node, source: expression.source }, expression.kind, place);
	}
}

function checkBlock($: CheerioAPI, open: OpenBlock[], part: OpenBlock, kind: Masked['kind'], place: string): void {
	if (kind === 'open') open.push(part);
	if (kind !== 'else' && kind !== 'close') return;
	const block = kind === 'close' ? open.pop() : open.at(-1);
	if (block) intoRowGroup($, block.node, part.node);
	if (block?.node.parent !== part.node.parent) throw invalid(place, `has ${(block ?? part).source.slice(0, 40)} that begins in one element and ends in another`);
}

/** `<table>{{#each …}}<tr>`: HTML puts a <tbody> around the rows, so the block's beginning has to follow them into it. */
function intoRowGroup($: CheerioAPI, start: Node, end: Node): void {
	const group = end.parent;
	if (start.parent === group || !group || !('name' in group) || group.name !== 'tbody' || start.parent !== group.parent) return;
	$(group).prepend($(start));
}
