import type { INodePropertyOptions } from 'n8n-workflow';

/** Why an address gets no mail, as staff call it; what may be added by hand or file. */
export const REASON_OPTIONS: INodePropertyOptions[] = [
	{ name: 'Complaint', value: 'complaint', description: 'Said to be spam; also withdraws the consent' }, { name: 'Hard Bounce', value: 'hard-bounce', description: 'The mailbox refuses; rests for 30 days' },
	{ name: 'Mailchimp', value: 'mailchimp', description: 'Unsubscribed there' }, { name: 'Paused', value: 'paused', description: 'For a while, by wish or by the shop' },
	{ name: 'Stopped by Hand', value: 'manual' }, { name: 'Unsubscribe', value: 'unsubscribe', description: 'Wants no marketing; also withdraws the consent' },
];

/** The same with what only Erase adds. */
export const ALL_REASON_OPTIONS: INodePropertyOptions[] = [...REASON_OPTIONS.slice(0, 1), { name: 'Erased', value: 'erased', description: 'Asked to be erased: is not recorded again' }, ...REASON_OPTIONS.slice(1)];

export const SCOPE_OPTIONS: INodePropertyOptions[] = [{ name: 'All Mail', value: 'all', description: 'Also mail about orders' }, { name: 'Marketing', value: 'marketing', description: 'Mail about orders still goes out' }];
