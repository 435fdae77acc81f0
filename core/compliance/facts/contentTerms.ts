import data from '../../data/contentTerms.json';

interface Terms {
	match: string;
	benefit: string[];
	service: string[];
	verbs: string[];
	deliveryStems: string[];
	days: string;
}

/** A language's words as patterns over lower-case text. */
export interface TermPatterns {
	benefit: RegExp;
	service: RegExp;
	/** whether a text begins or ends with a call to do something */
	isCall(text: string): boolean;
	/** "in 5 days" */
	days: RegExp;
	/** stems of delivering and returning: together with days they are a promise */
	delivery: RegExp;
}

const NEGATION = `(?<![\\p{L}\\p{N}])(?:${data.negations.map(escape).join('|')})\\s+(?:[\\p{L}\\p{N}]+\\s+)?`;

const patterns = new Map(Object.entries(data.languages as Record<string, Terms>).map(([language, terms]) => [language, toPatterns(terms)]));

const english = patterns.get('en');
const ENGLISH: readonly TermPatterns[] = english ? [english] : [];

/** Patterns of a language (`pt-BR` → `pt`), with English as the other language that buyers meet; English alone when unknown. */
export function termsOf(language: string): readonly TermPatterns[] {
	const own = patterns.get(language.toLowerCase()) ?? patterns.get(language.slice(0, 2).toLowerCase());
	return own === undefined || own === english ? ENGLISH : [own, ...ENGLISH];
}

/** Lower case as the language writes it: Turkish has two letters i. */
export function lowerCase(text: string, language: string): string {
	return language.startsWith('tr') || language.startsWith('az') ? text.toLocaleLowerCase('tr') : text.toLowerCase();
}

function toPatterns(terms: Terms): TermPatterns {
	return {
		benefit: termPattern(terms.benefit, terms.match, true),
		service: termPattern(terms.service, terms.match === 'substring' ? 'substring' : 'stem', false),
		isCall: makeCallTest(terms),
		days: new RegExp(`\\p{Nd}+\\s?(?:${terms.days})`, 'u'),
		delivery: termPattern(terms.deliveryStems, terms.match === 'substring' ? 'substring' : 'stem', false),
	};
}

function termPattern(words: readonly string[], match: string, isNegatable: boolean): RegExp {
	const any = `(?:${words.map((word) => escape(word.toLowerCase())).sort((a, b) => b.length - a.length).join('|')})`;
	if (match === 'substring') return new RegExp(any, 'u');
	// what stands before is asked only where a word is
	const start = isNegatable ? `(?<![\\p{L}\\p{N}])(?=${any})(?<!${NEGATION})` : '(?<![\\p{L}\\p{N}])';
	return new RegExp(`${start}${any}${match === 'word' ? '(?![\\p{L}\\p{N}])' : ''}`, 'u');
}

/** German and Dutch put the verb last: "Warenkorb ansehen". */
function makeCallTest({ verbs, match }: Terms): (text: string) => boolean {
	const any = `(?:${verbs.map((verb) => escape(verb.toLowerCase())).join('|')})`;
	const anywhere = new RegExp(any, 'u');
	if (match === 'substring') return (text) => anywhere.test(text);
	const first = new RegExp(`^${any}(?![\\p{L}\\p{N}])`, 'u');
	const last = new RegExp(`(?<![\\p{L}\\p{N}])${any}$`, 'u');
	// the end is searched from where the longest verb and the character before it could begin
	const reach = Math.max(0, ...verbs.map((verb) => verb.length)) + 2;
	return (text) => first.test(text) || last.test(text.slice(-reach));
}

function escape(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
