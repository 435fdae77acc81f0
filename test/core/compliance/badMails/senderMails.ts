import type { BadMail } from './badMail';

/**
 * Bad mails of the rules about sender, headers, truth and age (footer-identity, from-identity, authentication, list-headers,
 * urgency-truth, price-reduction-truth, marketplace-relay, minimum-age, transactional-advertising, open-tracking and their like).
 */
export const SENDER_MAILS: BadMail[] = [];
