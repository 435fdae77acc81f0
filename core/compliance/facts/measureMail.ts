import { load } from 'cheerio';
import type { MailItem } from '../../contract/items';
import { readable } from './comparable';
import { findCallsToAction } from './callsToAction';
import { findHidingSelectors } from './hidingRules';
import type { ImageFact, MailFacts } from './mailFacts';
import { readPassage } from './passage';
import { makeBodyReader, type Body } from './readBody';
import { readKnownTags } from './readKnownTags';
import { makeTagMemory, type TagMemory } from './tagMemory';
import { findUnclosedTags } from './unclosedTags';
import { MAX_DEPTH, collectStyles, walkBody, type DomElement } from './walkBody';

/** Half the font size times the line height of 16/24 px body text; East Asian and Thai characters are twice as wide. */
const CHARACTER_AREA_PX = 192;

/** Longer HTML is a violation anyway (102 KB); this keeps a hostile mail from costing more than its refusal. */
const MAX_MEASURED_CHARACTERS = 1_000_000;

/** Pictures of 3 by 3 pixels and less are not there to be seen. */
const TRACKER_PX = 9;

const sharedMemory = makeTagMemory();

/**
 * Measures a rendered mail once. Pure: `memory` makes mails of known templates fast and changes no fact. Definitions:
 * content rules, sections 1 to 4.
 */
export function measureMail(mail: MailItem, memory: TagMemory = sharedMemory): MailFacts {
	const { body, unclosedTags } = readBody(mail.html.slice(0, MAX_MEASURED_CHARACTERS), memory);
	// cut at spaces between blocks, and no letter changes by what stands behind a space: the whole is the sum of them
	const passages = body.passages.map((passage) => readPassage(passage)).filter(({ text }) => text !== '');
	const visibleText = passages.map(({ text }) => text).join(' ');
	return {
		purpose: mail.purpose,
		language: mail.language,
		subject: mail.subject,
		preheader: mail.preheader,
		text: mail.text,
		bytes: Buffer.byteLength(mail.html),
		visibleText,
		comparableText: passages.map((passage) => passage.comparable).join(''),
		leadText: readable(body.leadText),
		blocks: body.blocks.map((block) => ({ ...block, text: readPassage(block.text).text })).filter(({ text }) => text !== ''),
		document: {
			lang: body.html?.lang ?? '',
			dir: (body.html?.dir ?? body.body?.dir ?? '').toLowerCase(),
			title: readPassage(body.title).text,
			elementCount: body.elementCount,
			unclosedTags,
		},
		...findCallsToAction(body.links, mail.language),
		...measureImages(body.images, visibleText.length + passages.reduce((sum, { wideCount }) => sum + wideCount, 0)),
		activeContent: body.activeContent,
	};
}

/** Tags that are known from earlier mails first; the parser for what can't be read by them. Both give the same. */
function readBody(html: string, memory: TagMemory): { body: Body; unclosedTags: string[] } {
	return readKnownTags(html, makeBodyReader(), memory) ?? { body: readParsed(html), unclosedTags: findUnclosedTags(html) };
}

function readParsed(html: string): Body {
	// htmlparser2: what a mail holds, not what a browser would repair it to
	const $ = load(html, { xml: { xmlMode: false, decodeEntities: true } });
	// the tree's type is the parser's; DomElement is the part of it that is read
	const root = $.root()[0] as unknown as DomElement;
	const reader = makeBodyReader();
	const tooDeepCount = walkBody(root, selectHidden($, collectStyles(root)), reader);
	const body = reader.end();
	return tooDeepCount === 0 ? body : { ...body, activeContent: [...body.activeContent, `elements nested more than ${MAX_DEPTH} deep`] };
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

/** Elements that the mail's own style blocks hide from everybody. */
function selectHidden($: ReturnType<typeof load>, css: string): Set<unknown> {
	const hidden = new Set<unknown>();
	for (const selector of findHidingSelectors(css)) {
		try {
			for (const element of $(selector).toArray()) hidden.add(element);
		} catch {
			// a selector that can't be read hides nothing in most mail programs either
			continue;
		}
	}
	return hidden;
}
