/**
 * The look of every mail. `INLINE` goes onto the elements (mail programs drop style blocks), `HEAD` stays in the head for
 * what can't be inlined: narrow screens and dark mode. Outlook.com marks dark mode with `data-ogsc` (colours) and `data-ogsb`.
 */
export const INLINE = `
.sm-body { margin: 0; padding: 0; width: 100%; background-color: #f3f4f6; -webkit-text-size-adjust: 100%; }
.sm-page { width: 100%; background-color: #f3f4f6; }
.sm-gutter { padding: 24px 12px; }
.sm-sheet { width: 100%; max-width: 600px; }
.sm-card { width: 100%; background-color: #ffffff; border-radius: 12px; border: 1px solid #e4e7ec; border-collapse: separate; }
.sm-font { font-family: -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Noto Sans', sans-serif; }
.sm-header { padding: 24px 32px 20px; border-bottom: 1px solid #eceef2; font-size: 18px; line-height: 24px; font-weight: 700; color: #1d2129; }
.sm-logo { display: block; height: 40px; width: auto; max-width: 220px; border: 0; }
.sm-home { color: #1d2129; text-decoration: none; }
.sm-content { padding: 28px 32px 32px; font-size: 16px; line-height: 25px; color: #1d2129; }
.sm-heading { overflow-wrap: anywhere; word-break: break-word; margin: 0 0 16px; font-size: 24px; line-height: 31px; font-weight: 700; color: #1d2129; }
.sm-paragraph { overflow-wrap: anywhere; word-break: break-word; margin: 0 0 14px; font-size: 16px; line-height: 25px; color: #1d2129; }
.sm-subheading { overflow-wrap: anywhere; word-break: break-word; margin: 22px 0 6px; font-size: 17px; line-height: 24px; font-weight: 700; color: #1d2129; }
.sm-label { margin: 18px 0 0; font-size: 14px; line-height: 21px; font-weight: 600; color: #545d69; }
.sm-nowrap { white-space: nowrap; }
.sm-muted { color: #545d69; }
.sm-small { overflow-wrap: anywhere; word-break: break-word; margin: 18px 0 0; font-size: 14px; line-height: 21px; }
.sm-products { width: 100%; margin: 8px 0 0; }
.sm-thumb { width: 94px; padding: 12px 0; border-bottom: 1px solid #eceef2; }
.sm-photo { display: block; width: 80px; height: 80px; border: 0; border-radius: 8px; background-color: #eceef2; object-fit: cover; font-size: 11px; line-height: 14px; color: #545d69; }
.sm-product { padding: 12px 0; border-bottom: 1px solid #eceef2; font-size: 16px; line-height: 23px; color: #1d2129; word-break: break-word; overflow-wrap: anywhere; }
.sm-product-link { color: #1d2129; text-decoration: none; }
.sm-price { margin: 2px 0 0; font-size: 16px; line-height: 23px; color: #1d2129; }
.sm-before { font-size: 14px; line-height: 21px; color: #545d69; }
.sm-stock { margin: 2px 0 0; font-size: 14px; line-height: 21px; font-weight: 600; color: #9a3412; }
.sm-total { width: 100%; margin: 12px 0 0; font-size: 17px; line-height: 25px; color: #1d2129; }
.sm-facts { width: 100%; margin: 6px 0 8px; background-color: #f7f8fa; border-radius: 8px; border-collapse: separate; }
.sm-fact-label { padding: 8px 16px; width: 40%; font-size: 14px; line-height: 21px; color: #545d69; }
.sm-fact-value { overflow-wrap: anywhere; word-break: break-word; padding: 8px 16px; font-size: 15px; line-height: 21px; font-weight: 600; color: #1d2129; }
.sm-button-table { margin: 24px 0 0; }
.sm-button-cell { border-radius: 8px; }
.sm-button { display: inline-block; padding: 13px 28px; border-radius: 8px; font-size: 16px; line-height: 22px; font-weight: 700; text-decoration: none; }
.sm-footer { padding: 20px 20px 8px; font-size: 13px; line-height: 20px; color: #545d69; }
.sm-footer-line { margin: 0 0 8px; font-size: 13px; line-height: 20px; color: #545d69; }
.sm-company { unicode-bidi: plaintext; margin: 0 0 2px; font-size: 13px; line-height: 20px; font-weight: 700; color: #545d69; }
.sm-unsubscribe { display: inline-block; padding: 6px 0; font-size: 14px; line-height: 20px; color: #2b4a8b; text-decoration: underline; }
.sm-view { padding: 0 12px 14px; font-size: 13px; line-height: 20px; color: #545d69; }
.sm-view-link { display: inline-block; padding: 2px 0; font-size: 13px; line-height: 20px; color: #2b4a8b; text-decoration: underline; }
.sm-preheader { display: none; max-height: 0; max-width: 0; overflow: hidden; opacity: 0; font-size: 1px; line-height: 1px; mso-hide: all; }
`;

const DARK = {
	background: ['.sm-body', '.sm-page'],
	card: ['.sm-card'],
	facts: ['.sm-facts'],
	text: ['.sm-header', '.sm-home', '.sm-content', '.sm-heading', '.sm-paragraph', '.sm-subheading', '.sm-product', '.sm-product-link', '.sm-price', '.sm-total', '.sm-fact-value'],
	muted: ['.sm-muted', '.sm-label', '.sm-footer', '.sm-footer-line', '.sm-company', '.sm-fact-label', '.sm-view', '.sm-before'],
	line: ['.sm-header', '.sm-thumb', '.sm-product', '.sm-card'],
	stock: ['.sm-stock'],
	link: ['.sm-unsubscribe', '.sm-view-link'],
} as const;

export const HEAD = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media only screen and (max-width: 480px) {
  .sm-gutter { padding: 0 0 16px !important; }
  .sm-card { border-radius: 0 !important; border-left: 0 !important; border-right: 0 !important; }
  .sm-header { padding: 18px 20px 16px !important; }
  .sm-content { padding: 22px 20px 26px !important; }
  .sm-heading { font-size: 22px !important; line-height: 29px !important; }
  .sm-fact-label, .sm-fact-value { display: block !important; width: auto !important; padding: 8px 14px 0 !important; }
  .sm-fact-value { padding: 0 14px 8px !important; }
  .sm-button-table { width: 100% !important; }
  .sm-button { display: block !important; padding-left: 12px !important; padding-right: 12px !important; }
}
@media (prefers-color-scheme: dark) {
${darkRules('')}
}
${darkRules('[data-ogsc] ', 'text')}
${darkRules('[data-ogsb] ', 'background')}
`;

/** Logos are made for white paper: in the dark they get a white plate, or dark letters would vanish. */
function darkRules(prefix: string, only?: 'text' | 'background'): string {
	const rule = (selectors: readonly string[], declaration: string): string => `${selectors.map((selector) => prefix + selector).join(', ')} { ${declaration} !important; }`;
	const backgrounds = [
		rule(DARK.background, 'background-color: #14161a'), rule(DARK.card, 'background-color: #1f2329'), rule(DARK.facts, 'background-color: #2a2f37'),
		rule(DARK.line, 'border-color: #353b45'), `${prefix}.sm-logo { background-color: #ffffff !important; padding: 8px 12px !important; border-radius: 8px !important; }`,
	];
	const colours = [rule(DARK.text, 'color: #eceef2'), rule(DARK.muted, 'color: #aeb6c2'), rule(DARK.link, 'color: #9dbcff'), rule(DARK.stock, 'color: #ffb38a')];
	return [...(only === 'text' ? [] : backgrounds), ...(only === 'background' ? [] : colours)].join('\n');
}
