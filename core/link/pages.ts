import type { PageStrings } from '../template/languages/languageStrings';
import { resolveLanguage } from '../template/resolveLanguage';
import type { LinkBuyer } from './ports';

/** The page behind the unsubscribe link: one question, one button. It posts to its own address, so the token stays in the query. */
export function renderUnsubscribePage(buyer: LinkBuyer): string {
	return page(buyer.language, buyer.shopName, (words) => ({
		title: words.unsubscribeTitle,
		body: `<p>${escapeHtml(words.unsubscribeQuestion)}</p><form method="post"><button type="submit">${escapeHtml(words.unsubscribeButton)}</button></form>`,
	}));
}

/** Said after the button, and again whenever it is pressed again. */
export function renderUnsubscribedPage(buyer: LinkBuyer): string {
	return page(buyer.language, buyer.shopName, (words) => ({ title: words.unsubscribedTitle, body: `<p>${escapeHtml(words.unsubscribedText)}</p>` }));
}

/** For tokens that we didn't sign. `acceptLanguage` is the browser's header: nothing else is known. */
export function renderInvalidPage(acceptLanguage: string): string {
	return page(acceptLanguage.split(',')[0] ?? 'en', '', (words) => ({ title: words.invalidTitle, body: `<p>${escapeHtml(words.invalidText)}</p>` }));
}

function page(language: string, shopName: string, content: (words: PageStrings) => { title: string; body: string }): string {
	const { strings } = resolveLanguage(language);
	const { title, body } = content(strings.pages);
	return `<!doctype html>
<html lang="${strings.language}" dir="${strings.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${shopName ? `<p class="shop">${escapeHtml(shopName)}</p>` : ''}
<h1>${escapeHtml(title)}</h1>
${body}
</main>
</body>
</html>
`;
}

const STYLE = `
:root{color-scheme:light dark;--ink:#1d2433;--paper:#fff;--back:#f3f5f9;--accent:#0b5fff}
@media (prefers-color-scheme:dark){:root{--ink:#e8ecf4;--paper:#1b2130;--back:#10141e;--accent:#7fb0ff}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--back);color:var(--ink);font:17px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main{width:min(92vw,30rem);background:var(--paper);padding:2rem;border-radius:14px;box-shadow:0 1px 12px rgba(0,0,0,.08)}
.shop{margin:0 0 .5rem;font-weight:600;opacity:.75}
h1{margin:0 0 .75rem;font-size:1.45rem;line-height:1.25}
p{margin:0 0 1.25rem}
button{font:inherit;font-weight:600;min-height:48px;padding:.6rem 1.4rem;border:0;border-radius:10px;background:var(--accent);color:var(--paper);cursor:pointer}
button:focus-visible{outline:3px solid var(--ink);outline-offset:3px}
`.trim();

function escapeHtml(text: string): string {
	return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

