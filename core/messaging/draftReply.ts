import { CATEGORIES, type Category } from './categories';
import { en } from './replies/en';
import { REPLY_LANGUAGES } from './replies/registry';

/** What a ready answer is made from. */
export interface DraftFacts {
	template: Category;
	/** the buyer's language (primary tag) */
	language: string;
	/** who delivers and takes back (requirement A7) */
	fulfilledBy: 'merchant' | 'amazon';
	orderId?: string;
	carrier?: string;
	trackingNumber?: string;
}

export interface ReadyDraft {
	text: string;
	/** the language it is in: English where there is no ready answer in the buyer's */
	language: string;
	template: Category;
}

/** Where the parcel is part of the answer. */
const WITH_TRACKING: readonly Category[] = ['item_not_received', 'address_change', 'cancel'];

/** The ready answer of a category (requirement A2), with the order's number and, where the parcel matters, its tracking. */
export function draftReply(facts: DraftFacts): ReadyDraft {
	const own = REPLY_LANGUAGES[facts.language];
	const texts = own ?? en;
	const ready = texts.answers[facts.template];
	const answer = facts.fulfilledBy === 'amazon' ? (ready.amazon ?? ready.merchant) : ready.merchant;
	const lines = [orderLine(texts.orderLine, facts), trackingLine(texts.trackingLine, facts)].filter((line) => line !== '');
	return {
		text: [texts.greeting, answer, lines.join('\n'), texts.closing].filter((part) => part !== '').join('\n\n'),
		language: own ? facts.language : 'en',
		template: facts.template,
	};
}

export function isTemplate(name: string): name is Category {
	return (CATEGORIES as readonly string[]).includes(name);
}

function orderLine(pattern: string, { orderId }: DraftFacts): string {
	return orderId ? pattern.replace('{orderId}', () => orderId) : '';
}

function trackingLine(pattern: string, { template, carrier, trackingNumber }: DraftFacts): string {
	if (!trackingNumber || !WITH_TRACKING.includes(template)) return '';
	return pattern.replace('{carrier}', () => printable(carrier ?? '-')).replace('{trackingNumber}', () => printable(trackingNumber));
}

/** Order data comes from outside: one line, no markup, no length of its own. */
function printable(text: string): string {
	return text.replace(/[^\p{L}\p{N} .,&()/_-]+/gu, ' ').trim().slice(0, 60);
}
