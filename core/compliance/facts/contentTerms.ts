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
	/** a text that begins or ends with a call to do something */
	verb: RegExp;
	/** "in 5 days" */
	days: RegExp;
	/** stems of delivering and returning: together with days they are a promise */
	delivery: RegExp;
}

const NEGATION = `(?<![\\p{L}\\p{N}])(?:${data.negations.map(escape).join('|')})\\s+(?:[\\p{L}\\p{N}]+\\s+)?`;

const patterns = new Map(Object.entries(data.languages as Record<string, Terms>).map(([language, terms]) => [language, toPatterns(terms)]));

/** Patterns of a language (`pt-BR` → `pt`), with English as the other language that buyers meet; English alone when unknown. */
export function termsOf(language: string): readonly TermPatterns[] {
	const own = patterns.get(language.toLowerCase()) ?? patterns.get(language.slice(0, 2).toLowerCase());
	const english = patterns.get('en');
	return [own, english].filter((terms) => terms !== undefined);
}

/** Lower case as the language writes it: Turkish has two letters i. */
export function lowerCase(text: string, language: string): string {
	return language.startsWith('tr') || language.startsWith('az') ? text.toLocaleLowerCase('tr') : text.toLowerCase();
}

function toPatterns(terms: Terms): TermPatterns {
	return {
		benefit: termPattern(terms.benefit, terms.match, true),
		service: termPattern(terms.service, terms.match === 'substring' ? 'substring' : 'stem', false),
		verb: verbPattern(terms),
		days: new RegExp(`\\p{Nd}+\\s?(?:${terms.days})`, 'u'),
		delivery: termPattern(terms.deliveryStems, terms.match === 'substring' ? 'substring' : 'stem', false),
	};
}

function termPattern(words: readonly string[], match: string, isNegatable: boolean): RegExp {
	const any = `(?:${words.map((word) => escape(word.toLowerCase())).sort((a, b) => b.length - a.length).join('|')})`;
	if (match === 'substring') return new RegExp(any, 'u');
	const start = isNegatable ? `(?<!${NEGATION})(?<![\\p{L}\\p{N}])` : '(?<![\\p{L}\\p{N}])';
	return new RegExp(`${start}${any}${match === 'word' ? '(?![\\p{L}\\p{N}])' : ''}`, 'u');
}

/** German and Dutch put the verb last: "Warenkorb ansehen". */
function verbPattern(terms: Terms): RegExp {
	const any = `(?:${terms.verbs.map((verb) => escape(verb.toLowerCase())).join('|')})`;
	if (terms.match === 'substring') return new RegExp(any, 'u');
	return new RegExp(`^${any}(?![\\p{L}\\p{N}])|(?<![\\p{L}\\p{N}])${any}$`, 'u');
}

function escape(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
