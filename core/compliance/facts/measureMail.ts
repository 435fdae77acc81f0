import { load } from 'cheerio';
import type { MailItem } from '../../contract/items';
import { comparable, readable } from './comparable';
import { findCallsToAction } from './callsToAction';
import { findHidingSelectors } from './hidingRules';
import type { MailFacts } from './mailFacts';
import { measureSource } from './measureSource';
import { findUnclosedTags } from './unclosedTags';
import { walkBody, type DomElement } from './walkBody';
import { wideCharacterCount } from './wideCharacters';

/** Half the font size times the line height of 16/24 px body text; East Asian and Thai characters are twice as wide. */
const CHARACTER_AREA_PX = 192;

/** Longer HTML is a violation anyway (102 KB); this keeps a hostile mail from costing more than its refusal. */
const MAX_MEASURED_CHARACTERS = 150_000;

/** Pictures of 3 by 3 pixels and less are not there to be seen. */
const TRACKER_PX = 9;

/** Measures a rendered mail once, on its parsed DOM. Pure; definitions: content rules, sections 1 to 4. */
export function measureMail(mail: MailItem): MailFacts {
	// htmlparser2: what a mail holds, not what a browser would repair it to
	const $ = load(mail.html.slice(0, MAX_MEASURED_CHARACTERS), { xml: { xmlMode: false, decodeEntities: true } });
	const root = $.root()[0] as unknown as DomElement;
	const body = walkBody(root, (css) => selectHidden($, css));
	const visibleText = readable(body.visibleText);
	const isTracker = ({ areaPx }: { areaPx: number }): boolean => areaPx > 0 && areaPx <= TRACKER_PX;
	const images = body.images.filter((image) => image.areaPx > TRACKER_PX);
	const imageArea = images.reduce((sum, image) => sum + image.areaPx, 0);
	const textArea = (visibleText.length + wideCharacterCount(visibleText)) * CHARACTER_AREA_PX;
	return {
		purpose: mail.purpose,
		language: mail.language,
		subject: mail.subject,
		preheader: mail.preheader,
		text: mail.text,
		bytes: Buffer.byteLength(mail.html),
		visibleText,
		comparableText: comparable(visibleText),
		leadText: readable(body.leadText),
		blocks: body.blocks,
		document: {
			lang: $('html').attr('lang') ?? '',
			dir: ($('html').attr('dir') ?? $('body').attr('dir') ?? '').toLowerCase(),
			title: readable($('title').first().text()),
			elementCount: body.elementCount,
			unclosedTags: findUnclosedTags(mail.html.slice(0, MAX_MEASURED_CHARACTERS)),
		},
		source: measureSource(mail.html, [body.visibleText], body.leadText),
		...findCallsToAction(body.links, mail.language),
		images,
		trackers: body.images.filter(isTracker).map(({ src }) => src),
		imageShare: imageArea === 0 ? 0 : imageArea / (imageArea + textArea),
		activeContent: body.activeContent,
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
