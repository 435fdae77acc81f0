import { DAY_MS } from '../core/shared/clock';
import type { Person } from './shopPeople';
import type { SeededRandom } from './shopRandom';

/** Input of `core.consent.addSuppression`, without the shop. */
export interface GeneratedSuppression {
	email: string;
	reason: 'hard-bounce' | 'unsubscribe' | 'complaint' | 'manual';
	scope: 'marketing' | 'all';
	startsAt: number;
	/** null: for ever */
	endsAt: number | null;
	note: string;
}

/** A mailbox that doesn't exist is left alone for so long. */
const QUARANTINE_DAYS = 30;

/** How many of each, in thousandths of the buyers. */
const PER_THOUSAND = { bounced: 10, recovered: 2, unsubscribed: 4, complained: 1, manual: 1 };

type Kind = keyof typeof PER_THOUSAND;

/** Addresses that mail is stopped to; that of some has ended. */
export function makeSuppressions(random: SeededRandom, people: readonly Person[], now: number): GeneratedSuppression[] {
	const shuffled = random.shuffle(people);
	return Object.entries(PER_THOUSAND).flatMap(([kind, share]) => {
		const chosen = shuffled.splice(0, Math.round((people.length * share) / 1000));
		return chosen.map(({ buyer }) => makeSuppression(random, kind as Kind, buyer.email, now));
	});
}

function makeSuppression(random: SeededRandom, kind: Kind, email: string, now: number): GeneratedSuppression {
	const daysAgo = (from: number, to: number): number => Math.round(now - random.between(from, to) * DAY_MS);
	switch (kind) {
		case 'bounced': return bounce(email, daysAgo(1, QUARANTINE_DAYS - 3));
		case 'recovered': return bounce(email, daysAgo(QUARANTINE_DAYS + 2, 200));
		case 'unsubscribed': return { email, reason: 'unsubscribe', scope: 'marketing', startsAt: daysAgo(1, 400), endsAt: null, note: 'list of the former newsletter tool' };
		case 'complained': return { email, reason: 'complaint', scope: 'marketing', startsAt: daysAgo(1, 300), endsAt: null, note: 'feedback loop' };
		case 'manual': return { email, reason: 'manual', scope: 'all', startsAt: daysAgo(1, 300), endsAt: null, note: 'asked by phone' };
	}
}

function bounce(email: string, startsAt: number): GeneratedSuppression {
	return { email, reason: 'hard-bounce', scope: 'all', startsAt, endsAt: startsAt + QUARANTINE_DAYS * DAY_MS, note: '550 5.1.1' };
}
