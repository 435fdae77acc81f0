import type { CheerioAPI } from 'cheerio';
import { invalid } from './invalid';
import type { MaskedHtml } from './maskExpressions';

/** Putting styles onto elements takes time with rules times elements: more than this no mail needs. */
const MAX_SELECTORS = 1_000;
export const MAX_STYLED = 50_000;

/**
 * Tells which selectors of own styles style anything. What a loop or a value may still bring counts as there: classes made from
 * {{ }}, rows after the first one, states such as :hover.
 * @throws SellerMailError TEMPLATE_INVALID, from the test, for more styles than a mail can hold
 */
export function makeSelectorTest($: CheerioAPI, masked: MaskedHtml, place: string): (selector: string) => boolean {
	const hasMadeNames = $('[class], [id]').toArray().some(({ attribs }) => masked.findAll(`${attribs.class ?? ''} ${attribs.id ?? ''}`).length > 0);
	let selectorCount = 0;
	let styledCount = 0;
	return (selector) => {
		if (++selectorCount > MAX_SELECTORS) throw invalid(place, `holds more than ${MAX_SELECTORS} selectors in <style>`);
		const found = Math.min(...partsOf(selector).map((part) => countOf($, part)));
		styledCount += Number.isFinite(found) ? found : 0;
		if (styledCount > MAX_STYLED) throw invalid(place, `styles more than ${MAX_STYLED} elements in <style>, each counted for each rule`);
		return hasMadeNames || found > 0;
	};
}

/** Each part of `tr + tr`: the second row may be made by a loop. States and pseudo-elements style what is there without them. */
function partsOf(selector: string): string[] {
	const plain = selector.replace(/::?[a-z-]+(?:\([^)]*\)?)?/gi, '');
	return plain.split(/[+~](?!=)/).map((part) => part.trim().replace(/^>|>$/g, '').trim() || '*');
}

/** `Infinity` for what can't be read here: a browser may read more. */
function countOf($: CheerioAPI, selector: string): number {
	if (selector.includes('[')) return Infinity; // attributes may be made from {{ }}
	try {
		return $(selector).length;
	} catch {
		return Infinity;
	}
}
