/** Refusals of the sender, the mail or the moment: another try can end otherwise once the cause is dealt with. */
const FAILED = new Set([
	'sending-domain-not-verified', 'sender-address-refused', 'login-refused', 'sender-account-blocked', 'relay-denied', 'reverse-dns-missing', 'encryption-required',
	'sending-too-fast', 'sender-limit-reached', 'sender-blocked', 'taken-for-spam', 'refused-by-policy', 'message-too-big', 'content-refused', 'protocol-refused',
	'server-not-ready', 'mailbox-not-ready', 'mailbox-full', 'recipient-gets-too-much', 'greylisted', 'refused', 'connection-broken', 'gave-up-after-72h',
]);
/** Stopped by us for something that the shop can mend: its site, its brand, its data. Never for a person's own wish. */
const BLOCKED = new Set(['compliance', 'template', 'site-off', 'content-missing']);

/** Whether a delivery that ended so may be sent again: not to mailboxes that don't exist, not against anybody's wish. */
export function isResendable(state: string, cause: string): boolean {
	const [kind = ''] = cause.split(':');
	if (state === 'failed') return FAILED.has(kind);
	return state === 'blocked' && BLOCKED.has(kind);
}

/** The causes that can be chosen, as *Resend Failed* offers them. */
export const RESENDABLE_CAUSES: readonly string[] = [...FAILED, ...BLOCKED];
