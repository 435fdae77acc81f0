/**
 * The fields under our signature, lower case: nodemailer's own list lacks List-Unsubscribe-Post, which RFC 8058 wants signed,
 * and Feedback-ID, which Gmail reads only when signed.
 */
export const SIGNED_HEADERS: readonly string[] = [
	'from', 'sender', 'reply-to', 'subject', 'date', 'message-id', 'to', 'mime-version', 'content-type', 'content-language',
	'list-unsubscribe', 'list-unsubscribe-post', 'list-id', 'feedback-id', 'in-reply-to', 'references',
];
