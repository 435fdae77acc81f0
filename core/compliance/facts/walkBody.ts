import { contrastOf } from './colour';
import { PAGE, inherit, makeStyleReader, type Inherited, type Style } from './elementStyle';
import { areaOf, backgroundAreaOf } from './imageArea';
import { findActiveContent } from './activeContent';
import { coversOthers } from './hidingTricks';
import type { ImageFact, TextBlock } from './mailFacts';
import { readable } from './comparable';

/** The part of the parser's tree that is read here. */
export interface DomElement {
	type: string;
	name: string;
	data?: string;
	attribs?: Record<string, string>;
	children?: DomElement[];
	parent?: DomElement | null;
}

/** A link as found, with what is needed to judge it. */
export interface FoundLink {
	element: DomElement;
	href: string;
	text: string;
	alt: string;
	hasImage: boolean;
	isVisible: boolean;
	contrast: number;
	style: Style;
	parentStyle: Style;
	order: number;
}

export interface Body {
	visibleText: string;
	leadText: string;
	links: FoundLink[];
	images: ImageFact[];
	blocks: TextBlock[];
	elementCount: number;
	activeContent: string[];
}

const UNSEEN = new Set(['head', 'style', 'script', 'title', 'template', 'noscript', 'noframes', 'noembed', 'object', 'iframe', 'textarea', 'select', 'option', 'audio', 'video', 'svg', 'map']);
const INLINE = new Set(['a', 'b', 'i', 'u', 's', 'em', 'strong', 'span', 'font', 'small', 'big', 'sub', 'sup', 'bdi', 'bdo', 'code', 'abbr', 'mark', 'ins', 'del', 'label', 'q', 'cite', 'wbr', 'img']);

/** Text fainter than this against its background can't be read. */
const READABLE_CONTRAST = 1.5;
const LEAD_CHARACTERS = 400;

const readStyle = makeStyleReader();

interface Walk {
	body: Body;
	hidden: ReadonlySet<unknown>;
	/** the link that the walk is inside of */
	link: FoundLink | undefined;
	/** text that the walk is inside of; the next block element ends it */
	block: TextBlock | undefined;
	depth: number;
}

/** Deeper than any mail: who nests deeper wants to break a reader. */
const MAX_DEPTH = 400;

/** One pass over the tree: visible text, links, images, and what mails must not hold. */
export function walkBody(root: DomElement, selectHidden: (css: string) => ReadonlySet<unknown>): Body {
	const body: Body = { visibleText: '', leadText: '', links: [], images: [], blocks: [], elementCount: 0, activeContent: [] };
	const css = collectStyles(root);
	const walk: Walk = { body, hidden: css ? selectHidden(css) : new Set(), link: undefined, block: undefined, depth: 0 };
	for (const child of root.children ?? []) visit(child, PAGE, walk);
	body.blocks = body.blocks.map((block) => ({ ...block, text: readable(block.text) })).filter(({ text }) => text !== '');
	return body;
}

/** Style blocks anywhere: a style in the body hides as well as one in the head. */
function collectStyles(root: DomElement): string {
	const open = [root];
	let css = '';
	for (let element = open.pop(); element; element = open.pop()) {
		if (element.name === 'style') css += `${element.children?.map((child) => child.data ?? '').join('') ?? ''}\n`;
		else for (const child of element.children ?? []) if (child.children) open.push(child);
	}
	return css;
}

function visit(node: DomElement, parent: Inherited, walk: Walk): void {
	if (node.type === 'text') return visitText(node.data ?? '', parent, walk);
	if (!node.children) return;
	walk.depth += 1;
	if (walk.depth > MAX_DEPTH) walk.body.activeContent.push(`elements nested more than ${MAX_DEPTH} deep`);
	else visitElement(node, parent, walk);
	walk.depth -= 1;
}

function visitElement(node: DomElement, parent: Inherited, walk: Walk): void {
	const attributes = node.attribs ?? {};
	walk.body.elementCount += 1;
	const found = findActiveContent(node.name, attributes);
	if (found.length > 0) walk.body.activeContent.push(...found);
	const style = readStyle(attributes.style);
	const own = UNSEEN.has(node.name) || walk.hidden.has(node) ? { ...parent, isHidden: true } : inherit(parent, style, attributes, node.name);
	if (UNSEEN.has(node.name)) return visitUnseen(node, own, walk);
	if (coversOthers(style)) walk.body.activeContent.push(`<${node.name}> that lies over other content`);
	if (!INLINE.has(node.name)) endBlock(own, walk);
	if (node.name === 'img') visitImage(attributes, style, own, walk);
	else if (!own.isHidden) addBackgroundImage(attributes, style, walk.body);
	if (node.name === 'a' && attributes.href !== undefined) visitLink(node, style, own, walk);
	else for (const child of node.children ?? []) visit(child, own, walk);
	if (!INLINE.has(node.name)) endBlock(own, walk);
}

function endBlock(own: Inherited, walk: Walk): void {
	addText(' ', own.isHidden, walk.body);
	walk.block = undefined;
}

/** Nothing in there is read, but a form inside of a hidden box is still a form. */
function visitUnseen(node: DomElement, own: Inherited, walk: Walk): void {
	if (node.name === 'style' || node.name === 'script' || node.name === 'title') return;
	const lead = walk.body.leadText;
	for (const child of node.children ?? []) visit(child, own, walk);
	walk.body.leadText = lead;
}

function visitText(text: string, own: Inherited, walk: Walk): void {
	const isBlank = text.trim() === '';
	const isFaint = !isBlank && !own.isHidden && contrastOf(own.colour, own.background) < READABLE_CONTRAST;
	addText(text, own.isHidden || isFaint, walk.body);
	addToBlock(text, !own.isHidden && !isFaint, own, walk);
	if (!walk.link) return;
	walk.link.text += text;
	if (isBlank) return;
	walk.link.contrast = contrastOf(own.colour, own.background);
	if (!own.isHidden && !isFaint) walk.link.isVisible = true;
}

/** Where visibility or a strike changes, a new block begins: a rule sees what belongs together, never both at once. */
function addToBlock(text: string, isVisible: boolean, { colour, background, fontSizePx, isStruck }: Inherited, walk: Walk): void {
	const block = walk.block;
	if (text.trim() === '') {
		if (block) block.text += ' ';
		return;
	}
	const contrast = contrastOf(colour, background);
	if (block && block.isVisible === isVisible && block.isStruck === isStruck) {
		block.text += text;
		block.contrast = Math.min(block.contrast, contrast);
		block.fontSizePx = Math.min(block.fontSizePx, fontSizePx);
		return;
	}
	walk.block = { text, isVisible, contrast, fontSizePx, isStruck };
	walk.body.blocks.push(walk.block);
}

function addText(text: string, isHidden: boolean, body: Body): void {
	if (body.leadText.length < LEAD_CHARACTERS) body.leadText += text;
	if (!isHidden) body.visibleText += text;
}

function visitLink(node: DomElement, style: Style, own: Inherited, walk: Walk): void {
	const link: FoundLink = {
		element: node, href: (node.attribs?.href ?? '').trim(), text: '', alt: '', hasImage: false, isVisible: false, contrast: 21,
		style, parentStyle: readStyle(node.parent?.attribs?.style), order: walk.body.links.length,
	};
	walk.body.links.push(link);
	const outer = walk.link;
	walk.link = link;
	for (const child of node.children ?? []) visit(child, own, walk);
	walk.link = outer;
}

function visitImage(attributes: Record<string, string>, style: Style, own: Inherited, walk: Walk): void {
	const areaPx = own.isHidden ? 0 : areaOf(attributes, style);
	walk.body.images.push({ src: attributes.src ?? '', alt: attributes.alt, areaPx, ...(walk.link ? { href: walk.link.href } : {}) });
	if (!walk.link) return;
	walk.link.hasImage = true;
	walk.link.alt ||= attributes.alt ?? '';
	if (areaPx > 100) walk.link.isVisible = true;
}

function addBackgroundImage(attributes: Record<string, string>, style: Style, body: Body): void {
	const areaPx = backgroundAreaOf(attributes, style);
	if (areaPx > 0) body.images.push({ src: attributes.background ?? 'background', alt: '', areaPx });
}
