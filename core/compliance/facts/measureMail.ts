import { pieceOf, type FoundBlock } from './bodyParts';
import type { MailItem } from '../../contract/items';
import { readable } from './comparable';
import { findCallsToAction } from './callsToAction';
import type { ImageFact, MailFacts, TextBlock } from './mailFacts';
import { hasOpenComment, measureSource } from './measureSource';
import { readParsedMail } from './parsedMail';
import { Passage, readPassage, type Piece } from './passage';
import { makeBodyReader, type Body } from './readBody';
import { readKnownTags } from './readKnownTags';
import { makeTagMemory, type TagMemory } from './tagMemory';
import { MARK } from './textMarks';
import { findUnclosedTags } from './unclosedTags';
import { WholeText } from './wholeText';
import { wideCharacterCount } from './wideCharacters';

/** Half the font size times the line height of 16/24 px body text; East Asian and Thai characters are twice as wide. */
const CHARACTER_AREA_PX = 192;

/** Longer HTML is a violation anyway (102 KB); this keeps a hostile mail from costing more than its refusal. */
const MAX_MEASURED_BYTES = 110_000;
const MAX_LINE_BYTES = 2_000;

/** Pictures of 3 by 3 pixels and less are not there to be seen. */
const TRACKER_PX = 9;

const sharedMemory = makeTagMemory();

/** How many tags were learned since this process began, for measurements. */
export function learnedTagCount(): number {
	return sharedMemory.learnedCount();
}

/**
 * Measures a rendered mail once. Pure: `memory` makes mails of known templates fast and changes no fact. Definitions:
 * content rules, sections 1 to 4.
 */
export function measureMail(mail: MailItem, memory: TagMemory = sharedMemory): MailFacts {
	const { body, unclosedTags, isCommentOpen } = readBody(mail.html, memory);
	const subject = cut(mail.subject, MAX_LINE_BYTES);
	const preheader = cut(mail.preheader, MAX_LINE_BYTES);
	const passages = cleanPassages(body.passages, mail.language);
	const blocks = cleanBlocks(body.blocks, mail.language);
	const width = widthOf(passages);
	const headed = [new Passage(subject, mail.language), new Passage(preheader, mail.language)];
	return {
		purpose: mail.purpose,
		language: mail.language,
		subject,
		preheader,
		text: cut(mail.text, MAX_MEASURED_BYTES),
		whole: new WholeText(passages),
		headed,
		seen: visibleOf(headed, blocks),
		leadText: readable(body.leadText),
		blocks,
		document: {
			lang: body.html?.lang ?? '',
			dir: (body.html?.dir ?? body.body?.dir ?? '').toLowerCase(),
			title: readable(body.title),
			elementCount: body.elementCount,
			unclosedTags,
		},
		source: measureSource(mail.html, { splitWords: splitWordsOf(passages), rawLead: body.leadText, isCommentOpen }),
		...findCallsToAction(body.links, mail.language),
		width,
		...measureImages(body.images, width),
		activeContent: body.activeContent,
	};
}

/** The beginning of a text that is too long. */
function cut(text: string, maxBytes: number): string {
	if (text.length * 3 <= maxBytes) return text;
	const start = text.slice(0, maxBytes);
	return Buffer.byteLength(start) <= maxBytes ? start : Buffer.from(start).subarray(0, maxBytes).toString();
}

/** Tags that are known from earlier mails first; the parser for what can't be read by them. Both give the same. */
function readBody(html: string, memory: TagMemory): { body: Body; unclosedTags: string[]; isCommentOpen: boolean } {
	const start = cut(html, MAX_MEASURED_BYTES);
	const known = readKnownTags(start, makeBodyReader(), memory);
	if (known && start === html) return { ...known, isCommentOpen: false };
	return { ...(known ?? { body: readParsedMail(start), unclosedTags: findUnclosedTags(start) }), isCommentOpen: hasOpenComment(html) };
}

// loops: a list more for each of a hundred texts costs what a rule costs

function cleanPassages(pieces: readonly Piece[], language: string): Passage[] {
	const passages: Passage[] = [];
	for (const piece of pieces) {
		const passage = readPassage(piece, language);
		if (passage.text !== '') passages.push(passage);
	}
	return passages;
}

function cleanBlocks(found: readonly FoundBlock[], language: string): TextBlock[] {
	const blocks: TextBlock[] = [];
	for (const block of found) {
		if (block.clean?.passage.language !== language) block.clean = cleanBlock(block, language);
		if (block.clean.text !== '') blocks.push(block.clean);
	}
	return blocks;
}

function cleanBlock({ text, isVisible, contrast, fontSizePx, isStruck }: FoundBlock, language: string): TextBlock {
	const passage = readPassage(pieceOf(text), language);
	return { text: passage.text, passage, isVisible, contrast, fontSizePx, isStruck };
}

function visibleOf(headed: readonly Passage[], blocks: readonly TextBlock[]): Passage[] {
	const seen = [...headed];
	for (const { passage, isVisible } of blocks) if (isVisible) seen.push(passage);
	return seen;
}

function splitWordsOf(passages: readonly Passage[]): string[] {
	const words: string[] = [];
	for (const { splitWords } of passages) if (splitWords.length > 0) words.push(...splitWords);
	return words;
}

/** In characters, of which wide ones count twice. */
function widthOf(passages: readonly Passage[]): number {
	return passages.reduce((sum, passage) => sum + passage.text.length + (passage.has(MARK.wide) ? wideCharacterCount(passage.text) : 0), Math.max(0, passages.length - 1));
}

function measureImages(all: readonly ImageFact[], width: number): Pick<MailFacts, 'images' | 'trackers' | 'imageShare'> {
	const images = all.filter((image) => image.areaPx > TRACKER_PX);
	const imageArea = images.reduce((sum, image) => sum + image.areaPx, 0);
	return {
		images,
		trackers: all.filter(({ areaPx }) => areaPx > 0 && areaPx <= TRACKER_PX).map(({ src }) => src),
		imageShare: imageArea === 0 ? 0 : imageArea / (imageArea + width * CHARACTER_AREA_PX),
	};
}
