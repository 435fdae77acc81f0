import { HIDING_TRICKS } from './hidingTricks';

/** What the law wants in a mail, and how one may be made that seems to have it. */
export interface Footer {
	company: string;
	postalAddress: string;
	phone: string;
	/** `<a …>…</a>` */
	link: string;
	url: string;
	/** everything else that is shown */
	rest: string;
}

type Pick = <Value>(values: readonly Value[]) => Value;

export interface Mutation {
	name: string;
	/** the whole HTML, or a change of the plain text */
	mutate(footer: Footer, pick: Pick): { html?: string; text?: string };
}

type Part = 'company' | 'postalAddress' | 'phone' | 'link';
const PARTS: readonly Part[] = ['company', 'postalAddress', 'phone', 'link'];

/** A mail with all that the law wants. */
export function lawfulHtml(footer: Footer): string {
	return page(PARTS.map((part) => `<p>${footer[part]}</p>`).join('') + `<p>${footer.rest}</p>`);
}

/** Each makes a mail that must not leave, whatever part and trick chance picks. */
export const MUTATIONS: readonly Mutation[] = [
	{ name: 'a part is missing', mutate: (footer, pick) => without(footer, pick(PARTS), '') },
	{ name: 'a part is hidden', mutate: (footer, pick) => replaced(footer, pick(PARTS), (html) => pick(HIDING_TRICKS)[1](`<p>${html}</p>`)) },
	{ name: 'a part is hidden twice', mutate: (footer, pick) => replaced(footer, pick(PARTS), (html) => pick(HIDING_TRICKS)[1](pick(HIDING_TRICKS)[1](html))) },
	{ name: 'the whole footer is hidden', mutate: (footer, pick) => ({ html: page(pick(HIDING_TRICKS)[1](PARTS.map((part) => footer[part]).join(' '))) }) },
	{ name: 'a letter of address or company is another', mutate: (footer, pick) => replaced(footer, pick(['company', 'postalAddress'] as const), (html) => swapLetter(html, pick)) },
	{ name: 'a digit is another', mutate: (footer, pick) => replaced(footer, pick(['phone', 'postalAddress'] as const), (html) => html.replace(/\d/, (digit) => String((Number(digit) + 1) % 10))) },
	{ name: 'written backwards', mutate: (footer, pick) => replaced(footer, pick(['company', 'postalAddress', 'phone'] as const), (html) => `<span style="unicode-bidi:bidi-override;direction:rtl">${[...html].reverse().join('')}</span>`) },
	{ name: 'letters of another script', mutate: (footer, pick) => replaced(footer, pick(['company', 'postalAddress'] as const), (html) => html.replace(/a/g, 'а').replace(/o/g, 'о').replace(/e/g, 'е')) },
	{ name: 'escaped twice', mutate: (footer, pick) => replaced(footer, pick(['company', 'postalAddress', 'phone'] as const), (html) => [...html].map((letter) => `&amp;#${letter.codePointAt(0)};`).join('')) },
	{ name: 'encoded', mutate: (footer, pick) => replaced(footer, pick(['company', 'postalAddress', 'phone'] as const), (html) => pick([(text: string) => Buffer.from(text).toString('base64'), encodeURIComponent, (text: string) => Buffer.from(text).toString('hex')])(html)) },
	{ name: 'in a picture\'s text', mutate: (footer, pick) => replaced(footer, pick(['company', 'postalAddress', 'phone'] as const), (html) => `<img src="https://shop.example/footer.png" width="400" height="60" alt="${html}">`) },
	{ name: 'cut off at the end', mutate: (footer, pick) => ({ html: page(`<p>${'Lamps for long evenings. '.repeat(4_400 + pick([0, 100, 500]))}</p>`) + PARTS.map((part) => footer[part]).join(' ') }) },
	{ name: 'covered', mutate: (footer, pick) => ({ html: page(PARTS.map((part) => `<p>${footer[part]}</p>`).join('') + `<div style="position:${pick(['absolute', 'fixed'])};bottom:0;left:0;width:100%;height:${pick([80, 300, 900])}px;background:#fff"></div>`) }) },
	{ name: 'drawn over by what follows', mutate: (footer, pick) => ({ html: page(PARTS.map((part) => `<p>${footer[part]}</p>`).join('') + `<div style="margin-top:-${pick([150, 300])}px;height:300px;background:#fff">Lamps</div>`) }) },
	{ name: 'the link names another buyer', mutate: (footer, pick) => ({ html: lawfulHtml({ ...footer, link: footer.link.replace(/b_[A-Za-z0-9]{4}/, `b_${pick(['AAAA', 'zzzz', '9999'])}`) }) }) },
	{ name: 'the link is cut', mutate: (footer, pick) => ({ html: lawfulHtml({ ...footer, link: footer.link.replace(footer.url, footer.url.slice(0, -pick([3, 5, 10]))) }) }) },
	{ name: 'the link is longer', mutate: (footer, pick) => ({ html: lawfulHtml({ ...footer, link: footer.link.replace(footer.url, footer.url + pick(['x', '&amp;a=1', '%00', '/../', '#top'])) }) }) },
	{ name: 'the link leads to a survey', mutate: (footer, pick) => ({ html: lawfulHtml({ ...footer, link: `<a href="https://shop.example/survey">${pick(['Unsubscribe', 'Abmelden', 'Darme de baja', '退订'])}</a>` }) }) },
	{ name: 'a second link leads to a survey', mutate: (footer, pick) => ({ html: lawfulHtml({ ...footer, link: `${footer.link} <a href="https://shop.example/stay">${pick(['Unsubscribe', 'Opt out', 'Se désinscrire'])}</a>` }) }) },
	{ name: 'the link has no text', mutate: (footer, pick) => ({ html: lawfulHtml({ ...footer, link: footer.link.replace(/>[^<]*</, `>${pick(['', '.', '\u200b', ' ', '&nbsp;'])}<`) }) }) },
	{ name: 'the link is faint', mutate: (footer, pick) => ({ html: lawfulHtml({ ...footer, link: footer.link.replace('<a ', `<a style="color:${pick(['#ddd', '#eeeeee', 'rgb(200,200,200)', 'lightgrey'])}" `) }) }) },
	{ name: 'no address in the text part', mutate: (footer, pick) => ({ text: pick(['Lamps.', `Unsubscribe: ${footer.url.slice(0, -4)}`, `Unsubscribe: ${footer.url}x`, 'Unsubscribe: https://shop.example/']) }) },
	{ name: 'a script, a form, a frame', mutate: (footer, pick) => ({ html: lawfulHtml(footer).replace('</body>', `${pick(['<script>document.body.innerHTML=""</script>', '<form action="https://x.example"><input name="a"></form>', '<iframe src="https://x.example"></iframe>'])}</body>`) }) },
];

function page(body: string): string {
	return `<html><body><p>Lamps for long evenings.</p>${body}</body></html>`;
}

function without(footer: Footer, part: Part, instead: string): { html: string } {
	return { html: lawfulHtml({ ...footer, [part]: instead }) };
}

function replaced(footer: Footer, part: Part, change: (html: string) => string): { html: string } {
	return { html: lawfulHtml({ ...footer, [part]: change(footer[part]) }) };
}

function swapLetter(text: string, pick: Pick): string {
	const places = [...text.matchAll(/[a-z]/g)].map(({ index }) => index);
	const at = pick(places);
	return text.slice(0, at) + (text[at] === 'x' ? 'y' : 'x') + text.slice(at + 1);
}
