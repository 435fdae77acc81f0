import type { MailPurpose } from '../../contract/items';
import type { Formats } from '../formats';
import type { LanguageStrings } from '../languages/languageStrings';

/** A template of the library. Its view holds everything its texts show; what the data lacks is left out there. */
export interface LibraryTemplate {
	name: string;
	/** the key of its texts in every language file */
	texts: keyof LanguageStrings;
	purpose: MailPurpose;
	title: { en: string; zh: string };
	/** what the item's `data` must hold */
	needs: readonly string[];
	/** the segment presets that give what it needs; others may bring it too */
	presets: readonly string[];
	/**
	 * The values the texts show, from the item's data.
	 * @throws SellerMailError TEMPLATE_VARIABLE_MISSING, INPUT_INVALID
	 */
	makeView(data: Record<string, unknown>, formats: Formats): Record<string, unknown>;
	/** Handlebars in one language; `html` is what stands between header and footer. */
	compose(strings: LanguageStrings): TemplateParts;
	/** why the reader gets this mail, where the purpose's own reason would be wrong */
	footerReason?(strings: LanguageStrings): string;
}

export interface TemplateParts {
	subject: string;
	preheader: string;
	html: string;
	text: string;
}
