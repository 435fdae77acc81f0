import type { OptInRequest } from '../consent/confirmOptIn.flow';
import { escapeHtml } from '../template/expressions';
import { makeFormatCache } from '../template/formats';
import type { PageStrings } from '../template/languages/languageStrings';
import { resolveLanguage } from '../template/resolveLanguage';
import { renderPage, textBlock } from './page';

const datesFor = makeFormatCache();

/** The page behind the link of a confirmation mail: one button while the request is open, else what became of it. */
export function renderConfirmationPage({ request, buyer, state }: OptInRequest, shopName: string): string {
	const { strings, locale } = resolveLanguage(request.language ?? buyer.language ?? 'en');
	const { pages } = strings;
	const date = datesFor(locale, buyer.timeZone).date(request.expiresAt ?? 0);
	return renderPage(strings, { shopName, ...contentOf(state, pages, { shop: shopName, date, wording: request.wording ?? '' }) });
}

/** For links that we didn't sign, and for what is gone. `language` is the browser's wish: nothing else is known. */
export function renderNoticePage(language: string, kind: 'invalid' | 'unavailable'): string {
	const { strings } = resolveLanguage(language);
	const { invalidTitle, invalidText, unavailableTitle, unavailableText } = strings.pages;
	const [title, text] = kind === 'invalid' ? [invalidTitle, invalidText] : [unavailableTitle, unavailableText];
	return renderPage(strings, { title, shopName: '', body: textBlock(text) });
}

function contentOf(state: OptInRequest['state'], pages: PageStrings, values: { shop: string; date: string; wording: string }): { title: string; body: string } {
	switch (state) {
		case 'open': return { title: pages.confirmTitle, body: confirmForm(pages, values) };
		case 'confirmed': return { title: pages.confirmedTitle, body: textBlock(pages.confirmedText, {}, ' role="status"') };
		case 'expired': return { title: pages.expiredTitle, body: textBlock(pages.expiredText, values) };
		case 'withdrawnSince': return { title: pages.unsubscribedTitle, body: textBlock(pages.outdatedText) };
	}
}

function confirmForm(pages: PageStrings, { shop, wording }: { shop: string; wording: string }): string {
	const quoted = wording ? `<p class="soft" dir="auto">${escapeHtml(wording)}</p>` : '';
	return `${textBlock(pages.confirmText, { shop })}${quoted}<form method="post"><button type="submit" name="act" value="confirm" class="main">${escapeHtml(pages.confirmButton)}</button></form>`;
}
