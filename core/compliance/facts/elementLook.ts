import { findActiveContent } from './activeContent';
import { callScoreOf } from './buttonLook';
import { contrastOf } from './colour';
import { PAGE, inherit, makeStyleReader, type Inherited, type Style } from './elementStyle';
import { coversOthers } from './hidingTricks';
import { areaOf, backgroundAreaOf } from './imageArea';

/** A start tag as the parser reads it: names in lower case, entities resolved. */
export interface Tag {
	name: string;
	attributes: Readonly<Record<string, string>>;
}

/**
 * All that is known of an element before a word of its content is read: what follows from its tag and from those around
 * it. In mails of one template it comes back with each mail, so it is made once and kept (tagMemory.ts).
 */
export interface ElementLook extends Tag {
	parent: ElementLook | undefined;
	own: Inherited;
	style: Style;
	/** of its text against its background */
	contrast: number;
	/** text in it can't be told from its background */
	isFaint: boolean;
	isInline: boolean;
	isUnseen: boolean;
	/** its content is no part of the body's text at all */
	isSkipped: boolean;
	isLink: boolean;
	/** of a link: what its looks say for a call to action */
	callScore: number;
	/** px² of an image, or of the picture behind it */
	areaPx: number;
	activeContent: readonly string[];
	depth: number;
}

const SKIPPED = new Set(['style', 'script', 'title']);
const UNSEEN = new Set(['head', 'style', 'script', 'title', 'template', 'noscript', 'noframes', 'noembed', 'object', 'iframe', 'textarea', 'select', 'option', 'audio', 'video', 'svg', 'map']);
const INLINE = new Set(['a', 'b', 'i', 'u', 's', 'em', 'strong', 'span', 'font', 'small', 'big', 'sub', 'sup', 'bdi', 'bdo', 'code', 'abbr', 'mark', 'ins', 'del', 'label', 'q', 'cite', 'wbr', 'img']);

/** Text fainter than this against its background can't be read. */
const READABLE_CONTRAST = 1.5;

const readStyle = makeStyleReader();

/** The page itself, around all elements. */
export const PAGE_LOOK: ElementLook = {
	name: '', attributes: {}, parent: undefined, own: PAGE, style: readStyle(undefined), contrast: 21, isFaint: false, isInline: true, isUnseen: false,
	isSkipped: false, isLink: false, callScore: 0, areaPx: 0, activeContent: [], depth: 0,
};

/** `isHidden`: a style block of the mail hides it. */
export function makeLook(parent: ElementLook, tag: Tag, isHidden = false): ElementLook {
	const { name, attributes } = tag;
	const style = readStyle(attributes.style);
	const isUnseen = UNSEEN.has(name);
	const own = isUnseen || isHidden ? { ...parent.own, isHidden: true } : inherit(parent.own, style, attributes, name);
	const contrast = contrastOf(own.colour, own.background);
	const isLink = name === 'a' && attributes.href !== undefined;
	return {
		name, attributes, parent, own, style, contrast,
		isFaint: !own.isHidden && contrast < READABLE_CONTRAST,
		isInline: INLINE.has(name),
		isUnseen,
		isSkipped: SKIPPED.has(name),
		isLink,
		callScore: isLink ? callScoreOf({ name, attributes, style, parent }) : 0,
		areaPx: own.isHidden ? 0 : name === 'img' ? areaOf(attributes, style) : backgroundAreaOf(attributes, style),
		activeContent: findAll(tag, style, isUnseen),
		depth: parent.depth + 1,
	};
}

function findAll({ name, attributes }: Tag, style: Style, isUnseen: boolean): readonly string[] {
	const found = findActiveContent(name, attributes);
	return !isUnseen && coversOthers(style) ? [...found, `<${name}> that lies over other content`] : found;
}
