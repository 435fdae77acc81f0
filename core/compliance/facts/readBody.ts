import { Collected, FoundBlock, FoundLink, pieceOf, type Part, type ReadElement } from './bodyParts';
import { PAGE_LOOK, type ElementLook } from './elementLook';
import type { ImageFact } from './mailFacts';
import { addressOf, Piece, type Passage } from './passage';

/** What the body says, as far as it is read. */
export interface Body {
	/** visible text, cut where a block element begins or ends */
	passages: Piece[];
	leadText: string;
	links: FoundLink[];
	images: ImageFact[];
	blocks: FoundBlock[];
	elementCount: number;
	activeContent: string[];
	html: Tagged | undefined;
	body: Tagged | undefined;
	title: string;
}

type Tagged = ElementLook['attributes'];
type Values = Readonly<Partial<Record<'href' | 'src' | 'alt', string>>>;
/** The same, of a tag whose values came in mails before. */
type Kept = Readonly<{ address: Passage; alt: Piece | undefined }>;

class OpenElement implements ReadElement {
	textLength = 0;

	/** `outerLink` and `outerLead`: what goes on when it ends */
	constructor(
		readonly look: ElementLook,
		readonly parent: OpenElement | undefined,
		readonly outerLink: FoundLink | undefined,
		readonly outerLead: string,
	) {}
}

/**
 * Reads a mail from beginning to end, element by element and text by text, in the order they stand there. Whoever reads
 * the tags, the parser or the memory of known ones, tells the same story to it.
 */
export interface BodyReader {
	/** `values`: as they are in this mail; all else about the tag is its look */
	open(look: ElementLook, values: Values, kept?: Kept): void;
	close(): void;
	/** one text node, entities resolved; `piece`: the same, when it is known from other mails */
	text(text: string, piece?: Piece): void;
	/** false: what stands around it matters, and it is to be told step by step */
	part(part: Part): boolean;
	end(): Body;
}

const LEAD_CHARACTERS = 400;

/** An image of at least this many px² makes its link visible. */
const VISIBLE_PX = 100;

interface Reading {
	body: Body;
	at: OpenElement;
	/** the link that is being read */
	link: FoundLink | undefined;
	/** text that is being read; the next block element ends it */
	block: FoundBlock | undefined;
	passage: Collected;
	title: OpenElement | undefined;
	/** texts that no mail had before */
	own: Piece[];
}

export function makeBodyReader(): BodyReader {
	const body: Body = { passages: [], leadText: '', links: [], images: [], blocks: [], elementCount: 0, activeContent: [], html: undefined, body: undefined, title: '' };
	const page = new OpenElement(PAGE_LOOK, undefined, undefined, '');
	const reading: Reading = { body, at: page, link: undefined, block: undefined, passage: new Collected(), title: undefined, own: [] };
	return {
		open: (look, values, kept) => openElement(reading, look, values, kept),
		close: () => closeElement(reading),
		text: (text, piece) => readText(reading, text, piece),
		part: (part) => readPart(reading, part),
		end() {
			while (reading.at.parent) closeElement(reading);
			endPassage(reading);
			return body;
		},
	};
}

function openElement(reading: Reading, look: ElementLook, values: Values, kept: Kept | undefined): void {
	const { body } = reading;
	body.elementCount += 1;
	if (look.activeContent.length > 0) body.activeContent.push(...look.activeContent);
	reading.at = new OpenElement(look, reading.at, reading.link, body.leadText);
	if (look.isUnseen) return openUnseen(reading, look);
	if (!look.isInline) endBlock(reading, look);
	if (look.name === 'img') readImage(reading, look, values, kept);
	else if (look.areaPx > 0) body.images.push({ src: look.attributes.background ?? 'background', alt: '', areaPx: look.areaPx });
	if (look.isLink) openLink(reading, kept?.address ?? addressOf(values.href));
	else if (look.name === 'html') body.html ??= look.attributes;
	else if (look.name === 'body') body.body ??= look.attributes;
}

/** The document's title is its first one. */
function openUnseen(reading: Reading, { name }: ElementLook): void {
	if (name !== 'title' || reading.title) return;
	reading.title = reading.at;
}

function closeElement(reading: Reading): void {
	const { at } = reading;
	const { parent, look } = at;
	if (!parent) return;
	parent.textLength += at.textLength;
	reading.at = parent;
	reading.link = at.outerLink;
	// nothing in there is read, but a form inside of a hidden box is still a form
	if (look.isUnseen) reading.body.leadText = at.outerLead;
	else if (!look.isInline) endBlock(reading, look);
}

function endBlock(reading: Reading, { own }: ElementLook): void {
	addLead(reading.body, ' ');
	reading.block = undefined;
	if (!own.isHidden) endPassage(reading);
}

function endPassage(reading: Reading): void {
	const { passage } = reading;
	if (passage.text === '') return;
	if (!passage.isBlank) reading.body.passages.push(pieceOf(passage));
	reading.passage = new Collected();
}

function addLead(body: Body, text: string): void {
	if (body.leadText.length >= LEAD_CHARACTERS) return;
	// what lies between elements is one space at most: then there is nothing to clean
	if (!isSpace(text)) body.leadText += text;
	else if (body.leadText !== '' && !body.leadText.endsWith(' ')) body.leadText += ' ';
}

function readText(reading: Reading, text: string, known: Piece | undefined): void {
	if (isSpace(text) && !reading.at.look.isSkipped) return readSpace(reading, text);
	const { at, body, link } = reading;
	const { own, isFaint, isSkipped, contrast } = at.look;
	const length = text.trim().length;
	at.textLength += length;
	if (isSkipped) {
		if (at === reading.title) body.title += text;
		return;
	}
	const piece = length === 0 ? undefined : (known ?? ownPiece(reading, text));
	const isSeen = !own.isHidden && !(isFaint && piece);
	addLead(body, text);
	if (isSeen) reading.passage.add(text, piece);
	addToBlock(reading, text, piece, isSeen);
	if (!link) return;
	link.text.add(text, piece);
	if (!piece) return;
	link.contrast = contrast;
	if (isSeen) link.isVisible = true;
}

/** How many texts of a buyer's own are looked back at. */
const NEAR_TEXTS = 4;

/** A product's name stands in a row of the mail more than once: what is found in it is found once. */
function ownPiece({ own }: Reading, text: string): Piece {
	for (let back = 1; back <= NEAR_TEXTS && back <= own.length; back += 1) {
		const piece = own[own.length - back];
		if (piece?.raw === text) return piece;
	}
	const piece = new Piece(text);
	own.push(piece);
	return piece;
}

/** What a template writes between most of its tags. */
export function isSpace(text: string): boolean {
	return text === '\n' || text === ' ';
}

/** Between texts it parts them; before the first one it is nothing. */
function readSpace({ at, body, passage, block, link }: Reading, text: string): void {
	addLead(body, text);
	if (!passage.isBlank && !at.look.own.isHidden) passage.text += text;
	if (block) block.text.text += ' ';
	if (link && !link.text.isBlank) link.text.text += text;
}

/** Where visibility or a strike changes, a new block begins: a rule sees what belongs together, never both at once. */
function addToBlock(reading: Reading, text: string, piece: Piece | undefined, isVisible: boolean): void {
	const { block } = reading;
	if (!piece) {
		block?.text.add(' ', undefined);
		return;
	}
	const { own: { fontSizePx, isStruck }, contrast } = reading.at.look;
	if (block && block.isVisible === isVisible && block.isStruck === isStruck) {
		block.text.add(text, piece);
		block.contrast = Math.min(block.contrast, contrast);
		block.fontSizePx = Math.min(block.fontSizePx, fontSizePx);
		return;
	}
	reading.block = new FoundBlock(new Collected(), isVisible, contrast, fontSizePx, isStruck);
	reading.block.text.add(text, piece);
	reading.body.blocks.push(reading.block);
}

function readPart(reading: Reading, { passages, blocks, links, images, elementCount, textLength }: Part): boolean {
	const { body, at, link } = reading;
	if (link || body.leadText.length < LEAD_CHARACTERS) return false;
	endPassage(reading);
	for (const passage of passages) body.passages.push(passage);
	for (const block of blocks) body.blocks.push(block);
	for (const found of links) body.links.push(found);
	for (const image of images) body.images.push(image);
	body.elementCount += elementCount;
	at.textLength += textLength;
	reading.block = undefined;
	return true;
}

function openLink(reading: Reading, address: Passage): void {
	reading.link = new FoundLink(reading.at, address);
	reading.body.links.push(reading.link);
}

function readImage({ body, link }: Reading, { areaPx }: ElementLook, { src = '', alt }: Values, kept: Kept | undefined): void {
	if (!link) {
		body.images.push({ src, alt, areaPx });
		return;
	}
	body.images.push({ src, alt, areaPx, href: link.address.text });
	link.hasImage = true;
	if (alt) link.alt ??= kept?.alt ?? new Piece(alt);
	if (areaPx > VISIBLE_PX) link.isVisible = true;
}
