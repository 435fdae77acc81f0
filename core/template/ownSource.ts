import { convert } from 'html-to-text';
import type { MailPurpose } from '../contract/items';
import { checkElements } from './checkElements';
import { assertFewExpressions } from './expressionBounds';
import { compileExpression } from './expressions';
import { invalid } from './invalid';
import { maskExpressions } from './maskExpressions';
import { readHtml } from './readHtml';
import { scopeStyles } from './scopeStyles';
import type { TemplateParts } from './templates/libraryTemplate';
import type { OwnSource } from './templateSource';
import { makeSelectorTest } from './usedSelectors';

/** A template written by staff, taken apart and made harmless: balanced HTML, styles that reach nothing but itself. */
export interface OwnContent {
	name: string;
	purpose: MailPurpose;
	parts: TemplateParts;
	styles: string;
}

const MAX_HTML_CHARACTERS = 150_000;

/**
 * Reads own HTML as a browser would and gives back what may stand in a mail. Full documents and fragments are taken; of a
 * document only the body and its styles count.
 * @throws SellerMailError TEMPLATE_INVALID with the element, attribute or style that mails must not have
 */
export function readOwnSource(source: OwnSource): OwnContent {
	const name = source.name?.trim() || 'own';
	const place = `template \`${name}\` (HTML)`;
	if (!source.html.trim()) throw invalid(place, 'is empty');
	if (source.html.length > MAX_HTML_CHARACTERS) throw invalid(place, `is longer than ${MAX_HTML_CHARACTERS} characters`);
	assertFewExpressions(source.html, place, true);
	const { html, styles } = takeApart(source.html, place);
	compileExpression(source.html, { place, mode: 'html' }); // as it was written: errors name the author's own lines
	const text = source.text?.trim() ? source.text : toText(html);
	return { name, purpose: source.purpose, styles, parts: { subject: source.subject, preheader: source.preheader ?? '', html, text: `${text.trim()}\n` } };
}

function takeApart(source: string, place: string): { html: string; styles: string } {
	const masked = maskExpressions(source, place);
	// without a body of its own, text and expressions in front of the first element would fall out of it
	const $ = readHtml(/<body[\s>]/i.test(masked.html) ? masked.html : `<body>${masked.html}`, place);
	checkElements($, masked, place);
	const styles = scopeStyles($('style').map((_, element) => $(element).text()).get().join('\n'), place, makeSelectorTest($, masked, place));
	$('style, title, meta').remove();
	const html = masked.restore($('body').html() ?? '');
	// &#92; and comments that went may have put a backslash before braces
	if (html.includes('\\{{')) throw invalid(place, 'has a \\ before {{; write &#123;&#123; to show braces');
	return { html, styles };
}

/** The plain-text twin of HTML that has none of its own. */
function toText(html: string): string {
	return convert(html, {
		wordwrap: false,
		selectors: [
			{ selector: 'img', format: 'skip' },
			{ selector: 'a', options: { hideLinkHrefIfSameAsText: true, linkBrackets: ['(', ')'] } },
			...['tr', 'td', 'th'].map((selector) => ({ selector, format: 'block', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } })),
			...['h1', 'h2', 'h3', 'h4'].map((selector) => ({ selector, options: { uppercase: false } })),
		],
	});
}
