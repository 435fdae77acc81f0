import { z } from 'zod';
import { SUPPRESSION_REASONS, type SuppressionReason } from '../consent/suppression';
import { emailField, instantField, lineText, optional, pastInstantField, read, required, type RecordOptions } from './recordFields';

/** What may be recorded by hand or file; `erased` comes from Erase alone. */
export const RECORDABLE_REASONS = SUPPRESSION_REASONS.filter((reason) => reason !== 'erased');

/** Words of other systems for our reasons, lower case. */
const OTHER_WORDS: Readonly<Record<string, SuppressionReason>> = {
	unsubscribed: 'unsubscribe', unsub: 'unsubscribe', 'opt-out': 'unsubscribe', 'opted out': 'unsubscribe', '退订': 'unsubscribe',
	bounce: 'hard-bounce', bounced: 'hard-bounce', 'hard bounce': 'hard-bounce', hard_bounce: 'hard-bounce', cleaned: 'hard-bounce', '硬退信': 'hard-bounce',
	complained: 'complaint', spam: 'complaint', abuse: 'complaint', '投诉': 'complaint', 'stopped by hand': 'manual',
};

const reasonField = read(`one of: ${RECORDABLE_REASONS.join(', ')}`, (value) => {
	const text = String(value).trim().toLowerCase();
	return RECORDABLE_REASONS.find((reason) => reason === text) ?? (Object.hasOwn(OTHER_WORDS, text) ? OTHER_WORDS[text] : undefined);
});

/** An address that gets no mail; reason and scope may come from elsewhere. */
export function makeSuppressionSchema(options: RecordOptions) {
	return z.object({
		email: required(emailField),
		reason: optional(reasonField),
		scope: optional(read('marketing or all', (value) => (value === 'marketing' || value === 'all' ? value : undefined))),
		startsAt: optional(pastInstantField(options)),
		endsAt: optional(instantField(options)),
		note: optional(lineText(500)),
	});
}

export type SuppressionRecord = z.infer<ReturnType<typeof makeSuppressionSchema>>;
