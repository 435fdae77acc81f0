import { PAUSE_DAYS } from '../consent/preferences.flow';
import type { Standing } from '../consent/standing';
import { escapeHtml } from '../template/expressions';
import { makeFormatCache } from '../template/formats';
import type { PageStrings } from '../template/languages/languageStrings';
import { LANGUAGES } from '../template/languages/registry';
import { resolveLanguage, type ResolvedLanguage } from '../template/resolveLanguage';
import { fill, fillText, renderPage, textBlock } from './page';
import type { LinkBuyer } from './ports';

/** What was just done, said above the rest of the page. */
export type Done = 'unsubscribed' | 'resumed' | 'subscribed' | 'language';

const datesFor = makeFormatCache();

/**
 * The page behind the unsubscribe link. What the buyer came for is one button away; below it the gentler choices. Every form
 * posts to the page's own address, so the token stays in the query.
 */
export function renderPreferencesPage(buyer: LinkBuyer, standing: Standing, done?: Done): string {
	const resolved = resolveLanguage(buyer.language);
	const { pages } = resolved.strings;
	const view: View = { buyer, pages, resolved, done };
	const { title, first, settings } = SECTIONS[standing.kind](view, standing);
	const language = languageForm(view);
	return renderPage(resolved.strings, {
		title, shopName: buyer.shopName,
		body: [doneText(view), first, `<h2>${escapeHtml(pages.settingsTitle)}</h2>`, settings, language].filter(Boolean).join('\n'),
	});
}

/** What a buyer agrees to when he subscribes again on that page. */
export function subscribeWording(buyer: Pick<LinkBuyer, 'language' | 'shopName'>): { wording: string; language: string } {
	const { strings } = resolveLanguage(buyer.language);
	return { wording: fillText(strings.pages.subscribeWording, { shop: buyer.shopName }), language: strings.language };
}

interface View {
	buyer: LinkBuyer;
	pages: PageStrings;
	resolved: ResolvedLanguage;
	done: Done | undefined;
}

interface Section {
	title: string;
	/** what the page is mainly about, as HTML */
	first: string;
	/** further choices beside the language, as HTML */
	settings: string;
}

const SECTIONS: Readonly<Record<Standing['kind'], (view: View, standing: Standing) => Section>> = {
	subscribed: ({ pages, done }) => (done === 'resumed' || done === 'subscribed'
		? { title: pages.subscribedTitle, first: '', settings: `${pauseForm(pages)}\n${unsubscribeForm(pages, '')}` }
		: { title: pages.unsubscribeTitle, first: unsubscribeForm(pages, 'main'), settings: pauseForm(pages) }),
	paused: (view, standing) => ({
		title: view.pages.pausedTitle,
		first: `${textBlock(view.pages.pausedText, { date: dateOf(view, standing) }, ' role="status"')}${actForm('resume', view.pages.resumeButton, 'main')}`,
		settings: unsubscribeForm(view.pages, ''),
	}),
	unsubscribed: ({ pages, buyer }) => ({
		title: pages.unsubscribedTitle, first: textBlock(pages.unsubscribedText, {}, ' role="status"'),
		settings: `<form method="post"><fieldset><legend>${escapeHtml(pages.subscribeTitle)}</legend>${textBlock(pages.subscribeWording, { shop: buyer.shopName }, ' class="soft"')}${button('subscribe', pages.subscribeButton, '')}</fieldset></form>`,
	}),
	stopped: ({ pages, buyer }) => ({
		title: buyer.consent === 'withdrawn' ? pages.unsubscribedTitle : pages.unsubscribeTitle,
		first: `${textBlock(pages.stoppedText)}${buyer.consent === 'withdrawn' ? '' : unsubscribeForm(pages, 'main')}`, settings: '',
	}),
};

function doneText({ done, pages, resolved }: View): string {
	const attributes = ' class="done" role="status"';
	if (done === 'resumed') return textBlock(pages.resumedText, {}, attributes);
	if (done === 'subscribed') return textBlock(pages.subscribedText, {}, attributes);
	return done === 'language' ? textBlock(pages.languageSavedText, { language: resolved.strings.name }, attributes) : '';
}

function unsubscribeForm(pages: PageStrings, look: string): string {
	return `<form method="post">${textBlock(pages.unsubscribeQuestion)}${button('unsubscribe', pages.unsubscribeButton, look)}</form>`;
}

function pauseForm(pages: PageStrings): string {
	const choices = PAUSE_DAYS.map((days, index) =>
		`<label class="choice"><input type="radio" name="days" value="${days}"${index === 0 ? ' checked' : ''}> <span>${fill(pages.pauseDays, { days: String(days) })}</span></label>`);
	return `<form method="post"><fieldset><legend>${escapeHtml(pages.pauseTitle)}</legend>${textBlock(pages.pauseText, {}, ' class="soft"')}${choices.join('')}</fieldset>${button('pause', pages.pauseButton, '')}</form>`;
}

function languageForm({ pages, resolved }: View): string {
	const options = LANGUAGES.map(({ language, name, direction }) =>
		`<option value="${language}" lang="${language}" dir="${direction}"${language === resolved.strings.language ? ' selected' : ''}>${escapeHtml(name)}</option>`);
	return `<form method="post"><label class="title" for="language">${escapeHtml(pages.languageTitle)}</label><select id="language" name="language" autocomplete="language">${options.join('')}</select>${button('language', pages.languageButton, '')}</form>`;
}

function actForm(act: string, text: string, look: string): string {
	return `<form method="post">${button(act, text, look)}</form>`;
}

function button(act: string, text: string, look: string): string {
	return `<button type="submit" name="act" value="${act}"${look ? ` class="${look}"` : ''}>${escapeHtml(text)}</button>`;
}

function dateOf({ resolved, buyer }: View, standing: Standing): string {
	return standing.kind === 'paused' ? datesFor(resolved.locale, buyer.timeZone).date(standing.until) : '';
}
