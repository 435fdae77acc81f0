import { DateTime } from 'luxon';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { SendOptions } from '../../../core/campaign/campaign.flow';
import type { MailPurpose } from '../../../core/contract/items';
import { SellerMailError } from '../../../core/shared/errors';

/** The panel as core wants it; the purpose is the mails' own. */
export function readSendOptions(context: IExecuteFunctions, purpose: MailPurpose): SendOptions {
	const campaign = String(context.getNodeParameter('campaign', 0, '', { extractValue: true })).trim();
	if (!campaign) {
		throw new SellerMailError('INPUT_INVALID', { message: '“Campaign” is empty.', nextStep: 'Give the campaign a name, e.g. autumn-carts.', context: { field: 'campaign' } });
	}
	const options = context.getNodeParameter('options', 0, {}) as IDataObject;
	const when = context.getNodeParameter('when', 0) as 'localWindow' | 'atOnce' | 'from';
	return {
		campaign, purpose,
		when: when === 'from' ? { kind: 'from', at: readInstant(context, context.getNodeParameter('from', 0), 'Not Before') } : { kind: when },
		sendOncePer: options.sendOncePer === 'buyer' ? 'buyer' : 'occasion',
		notAfter: options.notAfter ? readInstant(context, options.notAfter, 'Not After') : undefined,
		maxMinutes: options.maxMinutes ? Number(options.maxMinutes) : undefined,
		signal: context.getExecutionCancelSignal(),
	};
}

/** n8n's date field without a zone means the workflow's time zone. */
export function readInstant(context: IExecuteFunctions, value: unknown, label: string): number {
	const at = DateTime.fromISO(String(value), { zone: context.getTimezone() });
	if (at.isValid) return at.toMillis();
	throw new SellerMailError('INPUT_INVALID', { message: `“${label}” is not a date and time.`, nextStep: 'Pick one from the calendar, e.g. 2026-12-01T09:00:00.', context: { field: label } });
}
