import type { AmazonMailKind } from './notificationKind';
import { CATEGORIES, CATEGORY_PROFILES, SUBJECT_TOPICS, type Category, type Priority, type Team } from './categories';
import { isLexiconLanguage, phraseBook, primaryLanguage } from './language';
import { compilePhrases, findPhrases, normalizePhrase, type PhraseMatch } from './phraseMatch';

export interface Classification {
	category: Category;
	priority: Priority;
	team: Team;
	isEscalated: boolean;
	/** the phrases that decided: `item_not_received: wo ist meine bestellung` */
	evidence: string[];
}

/** What is known of a message when it is sorted. */
export interface Sortable {
	kind: AmazonMailKind;
	subject: string;
	text: string;
	language: string;
	marketplaceLanguage?: string;
	/** the order's state: a late parcel makes an unclear message about it a delivery question */
	isDeliveryLate?: boolean;
}

const CATEGORY_BY_KIND: Partial<Record<AmazonMailKind, Category>> = { returnRequest: 'return', cancellationRequest: 'cancel', aToZ: 'a_to_z' };

/** What a buyer wants stands at the beginning. */
const TEXT_LIMIT = 20_000;

/** Thanks that go on with one of these are no thanks. */
const CONTRAST_WORDS = [
	'but', 'however', 'not', 'problem', 'issue', 'missing', 'wrong', 'still', 'unfortunately', 'aber', 'leider', 'nicht', 'fehlt', 'mais', 'malheureusement', 'pas',
	'manque', 'pero', 'falta', 'lamentablemente', 'problema', 'problème', 'ma', 'però', 'purtroppo', 'manca', 'mas', 'porém', 'infelizmente', 'maar', 'helaas', 'niet',
	'ale', 'niestety', 'nie', 'men', 'tyvärr', 'inte', 'ama', 'maalesef',
];
const contrast = compilePhrases('en', CONTRAST_WORDS.map((phrase) => ({ phrase, tag: true })));
const UNSPACED_CONTRAST = /但|不过|可是|问题|没|でも|しかし|ですが|けど|لكن/;

/**
 * Sorts a message by what Amazon says it is, then by its words, then by Amazon's subject topic, then by the state of the
 * order. Thanks never win beside a problem, a contrast or a question mark.
 */
export function classifyMessage(message: Sortable): Classification {
	const byKind = CATEGORY_BY_KIND[message.kind];
	if (byKind) return as(byKind, [`kind: ${message.kind}`]);
	const matches = findMatches(message);
	const category = CATEGORIES.find((candidate) => matches.some(({ tag }) => tag === candidate) && (candidate !== 'positive_thanks' || isOnlyThanks(message, matches)));
	if (category) return as(category, matches.filter(({ tag }) => tag === category).map(({ phrase }) => `${category}: ${phrase}`));
	const topic = SUBJECT_TOPICS.find(([pattern]) => pattern.test(message.subject));
	if (topic) return as(topic[1], [`subject: ${message.subject.slice(0, 80)}`]);
	return message.isDeliveryLate ? as('item_not_received', ['order: late']) : as('other', []);
}

function as(category: Category, evidence: string[]): Classification {
	const { priority, team, isEscalated } = CATEGORY_PROFILES[category];
	return { category, priority, team, isEscalated, evidence };
}

/** The message's language, the marketplace's, English: the first in which any phrase is found. */
function findMatches(message: Sortable): Array<PhraseMatch<string>> {
	const languages = [message.language, primaryLanguage(message.marketplaceLanguage ?? message.language), 'en'];
	for (const language of new Set(languages)) {
		const matches = isLexiconLanguage(language) ? findPhrases(phraseBook(language), `${message.subject}\n${message.text.slice(0, TEXT_LIMIT)}`) : [];
		if (matches.length > 0) return matches;
	}
	return [];
}

/** The words of thanks themselves may hold a contrast ("problem solved"): they are set aside first. */
function isOnlyThanks(message: Sortable, matches: Array<PhraseMatch<string>>): boolean {
	const words = normalizePhrase(message.text.slice(0, TEXT_LIMIT), message.language);
	const rest = matches.reduce((text, { phrase }) => text.split(phrase).join(' '), words);
	if (/[?？؟]/.test(rest) || UNSPACED_CONTRAST.test(rest)) return false;
	return findPhrases(contrast, rest).length === 0;
}
