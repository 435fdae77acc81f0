import type { MailItem } from '../../contract/items';
import { readable } from './comparable';
import { findCallsToAction } from './callsToAction';
import type { ImageFact, MailFacts, TextBlock } from './mailFacts';
import { measureSource } from './measureSource';
import { readParsedMail } from './parsedMail';
import { readPassage, type Passage, type Piece } from './passage';
import { makeBodyReader, pieceOf, type Body, type FoundBlock } from './readBody';
import { readKnownTags } from './readKnownTags';
import { makeTagMemory, type TagMemory } from './tagMemory';
import { findUnclosedTags } from './unclosedTags';

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
	const { body, unclosedTags } = readBody(cut(mail.html, MAX_MEASURED_BYTES), memory);
	const { text: visibleText, comparable, wideCount, splitWords } = joinPassages(body.passages);
	return {
		purpose: mail.purpose,
		language: mail.language,
		subject: cut(mail.subject, MAX_LINE_BYTES),
		preheader: cut(mail.preheader, MAX_LINE_BYTES),
		text: cut(mail.text, MAX_MEASURED_BYTES),
		bytes: Buffer.byteLength(mail.html),
		visibleText,
		comparableText: comparable,
		leadText: readable(body.leadText),
		blocks: cleanBlocks(body.blocks),
		document: {
			lang: body.html?.lang ?? '',
			dir: (body.html?.dir ?? body.body?.dir ?? '').toLowerCase(),
			title: readable(body.title),
			elementCount: body.elementCount,
			unclosedTags,
		},
		source: measureSource(mail.html, splitWords, body.leadText),
		...findCallsToAction(body.links, mail.language),
		...measureImages(body.images, visibleText.length + wideCount),
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
function readBody(html: string, memory: TagMemory): { body: Body; unclosedTags: string[] } {
	return readKnownTags(html, makeBodyReader(), memory) ?? { body: readParsedMail(html), unclosedTags: findUnclosedTags(html) };
}

/** Cut at spaces between blocks, and no letter changes by what stands behind a space: the whole is the sum of its pieces. */
function joinPassages(pieces: readonly Piece[]): Passage {
	const texts: string[] = [];
	let comparable = '';
	let wideCount = 0;
	const splitWords: string[] = [];
	for (const piece of pieces) {
		const passage = readPassage(piece);
		if (passage.text === '') continue;
		texts.push(passage.text);
		comparable += passage.comparable;
		wideCount += passage.wideCount;
		splitWords.push(...passage.splitWords);
	}
	return { text: texts.join(' '), comparable, wideCount, splitWords };
}

function cleanBlocks(blocks: readonly FoundBlock[]): TextBlock[] {
	return blocks.map((block) => ({ ...block, text: readPassage(pieceOf(block.text)).text })).filter(({ text }) => text !== '');
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
