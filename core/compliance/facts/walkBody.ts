import { PAGE_LOOK, makeLook, type ElementLook } from './elementLook';
import type { BodyReader } from './readBody';

/** The part of the parser's tree that is read here. */
export interface DomElement {
	type: string;
	name: string;
	data?: string;
	attribs?: Record<string, string>;
	children?: DomElement[];
}

interface Walk {
	reader: BodyReader;
	hidden: ReadonlySet<unknown>;
	tooDeepCount: number;
}

/** Deeper than any mail: who nests deeper wants to break a reader. */
export const MAX_DEPTH = 400;

/** Tells a parsed mail to the reader; `hidden`: elements that its style blocks hide. Gives how many elements are nested too deep. */
export function walkBody(root: DomElement, hidden: ReadonlySet<unknown>, reader: BodyReader): number {
	const walk: Walk = { reader, hidden, tooDeepCount: 0 };
	for (const child of root.children ?? []) visit(child, PAGE_LOOK, walk);
	return walk.tooDeepCount;
}

/** Style blocks anywhere: a style in the body hides as well as one in the head. The last one comes first. */
export function collectStyles(root: DomElement): string {
	const open = [root];
	const found: string[] = [];
	for (let element = open.pop(); element; element = open.pop()) {
		if (element.name === 'style') found.push(element.children?.map((child) => child.data ?? '').join('') ?? '');
		else for (const child of element.children ?? []) if (child.children) open.push(child);
	}
	return joinStyles(found);
}

export function joinStyles(styles: readonly string[]): string {
	return styles.map((style) => `${style}\n`).join('');
}

function visit(node: DomElement, parent: ElementLook, walk: Walk): void {
	if (node.type === 'text') return walk.reader.text(node.data ?? '');
	if (!node.children) return;
	if (parent.depth >= MAX_DEPTH) walk.tooDeepCount += 1;
	else visitElement(node, parent, walk);
}

function visitElement(node: DomElement, parent: ElementLook, walk: Walk): void {
	const look = makeLook(parent, { name: node.name, attributes: node.attribs ?? {} }, walk.hidden.has(node));
	walk.reader.open(look, look.attributes);
	for (const child of node.children ?? []) if (!look.isSkipped || child.type === 'text') visit(child, look, walk);
	walk.reader.close();
}
