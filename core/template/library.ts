import type { MailPurpose } from '../contract/items';
import { LANGUAGES } from './languages/registry';
import { TEMPLATES } from './templates/registry';

export interface LibraryEntry {
	name: string;
	purpose: MailPurpose;
	title: { en: string; zh: string };
	languages: string[];
	/** what the item's `data` must hold */
	needs: string[];
	/** the segment presets that give it */
	presets: string[];
}

/** The library's templates as a list to choose from. */
export function listTemplates(): LibraryEntry[] {
	const languages = LANGUAGES.map((strings) => strings.language);
	return TEMPLATES.map(({ name, purpose, title, needs, presets }) => ({ name, purpose, title, languages, needs: [...needs], presets: [...presets] }));
}
