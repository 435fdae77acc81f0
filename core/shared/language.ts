import { memoise } from './memoise';

/** `pt_br`, `pt-BR` → `pt-BR`; `undefined` when it is no language tag. */
export function parseLanguage(input: string): string | undefined {
	// a text too long to be a language isn't worth remembering
	return input.length > 40 ? undefined : canonical(input).language;
}

const KEPT_LANGUAGES = 1_000;
const canonical = memoise((input: string) => ({ language: read(input) }), KEPT_LANGUAGES);

function read(input: string): string | undefined {
	const text = input.trim().replace(/_/g, '-');
	if (!/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(text)) return undefined;
	try {
		return Intl.getCanonicalLocales(text)[0];
	} catch {
		return undefined;
	}
}
