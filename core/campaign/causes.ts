/** What a cause in the ledger means to staff: the first level of the send log, a sentence, and what to do. */
export interface CauseText {
	code: string;
	message: string;
	nextStep: string;
}

/** Every cause by its name in the ledger; docs/errors.md is made from it. */
export const CAUSES: Readonly<Record<string, CauseText>> = {
	'already-sent': text('208', 'This buyer already got this mail in this campaign.', 'Nothing: nobody is mailed twice. A new campaign needs a new name.'),
	'daily-quota': text('429', 'Today\'s quota is used up.', 'Nothing: it goes out on the next day inside the buyer\'s window. Send due must run then.'),
	'monthly-budget': text('429', 'This month\'s budget is used up.', 'Raise the budget of the shop, or wait for the next month.'),
	'sending-domain-not-verified': text('401', 'The mail server of the recipient doubts the sending domain.', 'Check SPF, DKIM and DMARC of the sending domain.'),
	'login-refused': text('401', 'The mail server wants a login.', 'Correct user and password in the Seller Mail Sender credential.'),
	'sender-address-refused': text('401', 'The mail server refuses the sender\'s address.', 'Use a From and bounce address that this server may send for.'),
	'mailbox-does-not-exist': text('550', 'The mailbox does not exist; the address rests for 30 days.', 'Ask the buyer for another address at the next order.'),
	'mailbox-disabled': text('550', 'The mailbox is disabled; the address rests for 30 days.', 'Ask the buyer for another address at the next order.'),
	'mailbox-changed-hands': text('550', 'The mailbox belongs to somebody else now; the address rests for 30 days.', 'Remove the address.'),
	'mailbox-full': text('452', 'The mailbox is full.', 'Nothing: it is tried again for 72 hours.'),
	'refused-by-policy': text('554', 'The recipient\'s server refused the mail by its policy.', 'Read the server\'s words in the send log; slow down and check the domain\'s reputation.'),
	'message-too-big': text('552', 'The mail is too big for the recipient\'s server.', 'Make it smaller: fewer products, no embedded pictures.'),
	'content-refused': text('554', 'The recipient\'s server refused the content of the mail.', 'Read the server\'s words in the send log and change what they name.'),
	'protocol-refused': text('554', 'The mail server refused the way it was spoken to.', 'Read the server\'s words in the send log and send them to your provider.'),
	'server-not-ready': text('451', 'The recipient\'s server was not ready.', 'Nothing: it is tried again for 72 hours.'),
	refused: text('554', 'The mail server refused the mail.', 'Read the server\'s words in the send log.'),
	erased: text('403', 'The buyer\'s data was erased.', 'Nothing.'),
	'too-late': text('410', 'The mail made no sense any more when it could have gone out.', 'Run Send due more often, or give the campaign more time.'),
	canceled: text('410', 'The campaign was canceled before this mail left.', 'Nothing. A new campaign needs a new name.'),
	'left-uncertain': text('520', 'It may have arrived or not; somebody decided to leave it at that.', 'Nothing: it is not sent again.'),
	'bounced-later': text('550', 'The mail came back after the server had taken it.', 'Look at the bounce: Record Mail Events says why.'),
	'never-marketable': text('403', 'Marketing to this kind of address is forbidden (marketplace relay, certified mail, or a look-alike domain).', 'Nothing: leave it out.'),
	'no-consent': text('403', 'The buyer\'s country asks for consent, and none that counts there is recorded.', 'Get consent first and record it with its evidence.'),
	'consent-expired': text('403', 'The buyer\'s consent has expired in his country.', 'Ask him to confirm it again, and record the answer.'),
	'unknown-buyer': text('404', 'This shop has no buyer with this id in this store.', 'Take buyers from Segment Buyers with the same Seller Mail Store credential, or record them first.'),
	'connection-broken': text('421', 'The mail server broke the connection off at this mail before it took it.', 'Nothing: it is tried again. If it stays, look at the address and the server\'s log.'),
	'content-missing': text('500', 'The content of the mail is no longer in the store.', 'Render and send again under a new campaign name.'),
	'worker-died-while-sending': text('520', 'n8n stopped while this mail was on its way: it may have arrived or not. It is not sent again by itself.', 'Ask the mail server\'s log for the Message-ID, then decide.'),
	'connection-lost': text('520', 'The connection broke while this mail was on its way: it may have arrived or not. It is not sent again by itself.', 'Ask the mail server\'s log for the Message-ID, then decide.'),
	'site-off': text('403', 'The shop has switched this buyer\'s site off.', 'Switch it on in Seller Mail Records → Site, and send again under a new campaign name.'),
	suppressed: text('403', 'The buyer is on the suppression list.', 'Nothing: this is his wish or his mailbox\'s answer.'),
	compliance: text('422', 'The mail breaks a rule, so it was not sent.', 'Run Compliance Check on it and mend what it names.'),
	template: text('422', 'The template could not be filled for this buyer.', 'Render it for this buyer and mend what the error names.'),
	'gave-up-after-72h': text('554', 'The mail server put the mail off for 72 hours.', 'Read the server\'s words in the send log.'),
};

function text(code: string, message: string, nextStep: string): CauseText {
	return { code, message, nextStep };
}

/** The text of a cause such as `suppressed:unsubscribe`; its part after the colon says which. */
export function explainCause(cause: string): CauseText {
	const [kind = '', detail] = cause.split(':');
	const found = CAUSES[kind] ?? text('500', `Not sent: ${kind}.`, 'Read the send log.');
	return detail ? { ...found, message: `${found.message} (${detail})` } : found;
}
