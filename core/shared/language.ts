/** `pt_br`, `pt-BR` → `pt-BR`; `undefined` when it is no language tag. */
export function parseLanguage(input: string): string | undefined {
	const text = input.trim().replace(/_/g, '-');
	if (!/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(text)) return undefined;
	try {
		return Intl.getCanonicalLocales(text)[0];
	} catch {
		return undefined;
	}
}
