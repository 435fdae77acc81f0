/** What ICU names although ISO 3166 has withdrawn it, reserves it, or leaves it to users (Kosovo's XK is in use). */
const NO_COUNTRY = /^(AA|AC|AN|BU|CP|CQ|CS|DD|DG|DY|EA|EU|EZ|FX|HV|IC|NH|Q[M-PR-Z]|QO|RH|SU|TA|TP|UK|UN|VD|X[A-JL-Z]|YD|YU|ZR|ZZ)$/;
const NAME_LANGUAGES = ['en', 'zh', 'pt', 'es', 'fr', 'de'];
const OTHER_NAMES: ReadonlyArray<[name: string, code: string]> = [
	['uk', 'GB'], ['el', 'GR'], ['usa', 'US'], ['united states of america', 'US'], ['korea', 'KR'], ['turkey', 'TR'], ['czech republic', 'CZ'], ['holland', 'NL'],
];

const codeByName: ReadonlyMap<string, string> = makeNames();

/** `br`, `UK`, `Brazil` or `巴西` → `BR`, `GB`; `undefined` when it is no country. */
export function parseCountry(input: string): string | undefined {
	return codeByName.get(input.trim().toLowerCase());
}

function makeNames(): Map<string, string> {
	const displays = NAME_LANGUAGES.map((language) => new Intl.DisplayNames([language], { type: 'region', fallback: 'none' }));
	const codes = allCodes().filter((code) => !NO_COUNTRY.test(code) && displays[0]?.of(code));
	const named = codes.flatMap((code) => displays.map((display): [string, string] => [(display.of(code) ?? code).toLowerCase(), code]));
	return new Map([...named, ...codes.map((code): [string, string] => [code.toLowerCase(), code]), ...OTHER_NAMES]);
}

function allCodes(): string[] {
	const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
	return letters.flatMap((first) => letters.map((second) => first + second));
}
