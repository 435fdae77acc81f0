import { escapeHtml } from '../template/expressions';
import type { LanguageStrings } from '../template/languages/languageStrings';

/** A public page: its title, and what stands below it as HTML. */
export interface PageContent {
	title: string;
	shopName: string;
	body: string;
}

/** A page in one language. No script, nothing from elsewhere; readable on the narrowest screen, in the dark and enlarged. */
export function renderPage({ language, direction }: LanguageStrings, { title, shopName, body }: PageContent): string {
	return `<!doctype html>
<html lang="${language}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(shopName ? `${title} – ${shopName}` : title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${shopName ? `<p class="shop"><bdi>${escapeHtml(shopName)}</bdi></p>` : ''}
<h1>${escapeHtml(title)}</h1>
${body}
</main>
</body>
</html>
`;
}

/** A paragraph of a language's text; its variables are given. */
export function textBlock(text: string, values: Record<string, string> = {}, attributes = ''): string {
	return `<p${attributes}>${fill(text, values)}</p>`;
}

/** A language's text as HTML with its variables; names of shops and languages keep their own direction. */
export function fill(text: string, values: Record<string, string> = {}): string {
	return escapeHtml(text).replace(/\{\{(\w+)\}\}/g, (whole, name: string) => (values[name] === undefined ? whole : `<bdi>${escapeHtml(values[name])}</bdi>`));
}

/** The same without markup: what is kept as evidence. */
export function fillText(text: string, values: Record<string, string>): string {
	return text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => values[name] ?? whole);
}

const STYLE = `
:root{color-scheme:light dark;--ink:#1d2433;--soft:#4b5568;--paper:#fff;--back:#f3f5f9;--line:#7a8499;--accent:#0b57d0;--on-accent:#fff;--ok:#e3f4e8;--ok-ink:#12401f}
@media (prefers-color-scheme:dark){:root{--ink:#e8ecf4;--soft:#b4bdcd;--paper:#1b2130;--back:#10141e;--line:#8c97ab;--accent:#8ab4ff;--on-accent:#10141e;--ok:#173524;--ok-ink:#c9f0d5}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;min-height:100vh;padding:1rem;display:grid;place-items:center;background:var(--back);color:var(--ink);font:1.0625rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:anywhere}
main{width:100%;max-width:32rem;background:var(--paper);padding:clamp(1.1rem,5vw,2rem);border-radius:14px;box-shadow:0 1px 12px rgba(0,0,0,.08)}
.shop{margin:0 0 .5rem;font-weight:600;color:var(--soft)}
h1{margin:0 0 .75rem;font-size:1.45rem;line-height:1.25}
h2{margin:2rem 0 0;padding-top:1.25rem;border-top:1px solid var(--line);font-size:1.1rem;line-height:1.3}
p{margin:0 0 1rem}
.soft{color:var(--soft)}
.done{padding:.75rem 1rem;border-radius:10px;background:var(--ok);color:var(--ok-ink)}
form{margin:1.6rem 0 0}
fieldset{margin:0;padding:0;border:0;min-width:0}
legend,label.title{display:block;padding:0;margin:0 0 .35rem;font-weight:600}
.choice{display:flex;align-items:center;gap:.6rem;min-height:44px;cursor:pointer}
.choice input{flex:none;width:1.25rem;height:1.25rem;margin:0;accent-color:var(--accent)}
select{display:block;width:100%;min-height:48px;margin:0 0 .75rem;padding:.5rem .75rem;font:inherit;color:var(--ink);background:var(--paper);border:1px solid var(--line);border-radius:10px}
button{font:inherit;font-weight:600;min-height:48px;max-width:100%;padding:.6rem 1.4rem;border:2px solid var(--accent);border-radius:10px;background:transparent;color:var(--accent);cursor:pointer}
fieldset+button{margin-top:.75rem}
button.main{background:var(--accent);color:var(--on-accent)}
button:focus-visible,select:focus-visible,input:focus-visible{outline:3px solid var(--ink);outline-offset:3px}
@media (forced-colors:active){button{border-color:ButtonText}}
`.trim();
