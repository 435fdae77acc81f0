import { DateTime } from 'luxon';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { SendOptions } from '../../../core/campaign/campaign.flow';
import type { MailPurpose } from '../../../core/contract/items';
import { SellerMailError } from '../../../core/shared/errors';
import { readNumber } from '../../shared/readNumber';
import { makeClock } from '../../shared/withCore';
import { readTestOption } from './testOption';

/** The panel as core wants it; the purpose is the mails' own. */
export function readSendOptions(context: IExecuteFunctions, purpose: MailPurpose): SendOptions {
	const campaign = String(context.getNodeParameter('campaign', 0, '', { extractValue: true })).trim();
	if (!campaign) {
		throw new SellerMailError('INPUT_INVALID', { message: '“Campaign” is empty.', nextStep: 'Give the campaign a name, e.g. autumn-carts.', context: { field: 'campaign' } });
	}
	const options = context.getNodeParameter('options', 0, {}) as IDataObject;
	const kind = context.getNodeParameter('when', 0) as 'localWindow' | 'atOnce' | 'from';
	const when: SendOptions['when'] = kind === 'from' ? { kind, at: readInstant(context, context.getNodeParameter('from', 0), 'Not Before') } : { kind };
	return {
		campaign, purpose, when,
		sendOncePer: options.sendOncePer === 'buyer' ? 'buyer' : 'occasion',
		notAfter: options.notAfter ? readNotAfter(context, options.notAfter, when) : undefined,
		maxMinutes: readMaxMinutes(options.maxMinutes),
		test: readTestOption(options),
		signal: context.getExecutionCancelSignal(),
	};
}

/** Nothing could leave after it, and what is planned once is not planned again: so a slip of the pen would cost the campaign all its buyers. */
function readNotAfter(context: IExecuteFunctions, value: unknown, when: SendOptions['when']): number {
	const notAfter = readInstant(context, value, 'Not After');
	const isBeforeStart = when.kind === 'from' && notAfter <= when.at;
	if (!isBeforeStart && notAfter > makeClock().now()) return notAfter;
	throw new SellerMailError('INPUT_INVALID', {
		message: `“Not After” is ${isBeforeStart ? 'not later than “Not Before”' : 'in the past'}: nothing could leave. Nothing was planned.`,
		nextStep: 'Choose a later time, or remove the option. If the campaign is over, stop the workflow that sends it.', context: { field: 'notAfter' },
	});
}

/** *Stop After (Minutes)*; left out or 0: no limit. */
export function readMaxMinutes(value: unknown): number | undefined {
	return readNumber(value ?? 0, { label: 'Stop After (Minutes)', least: 0 }) || undefined;
}

/** n8n's date field without a zone means the workflow's time zone. */
export function readInstant(context: IExecuteFunctions, value: unknown, label: string): number {
	const at = DateTime.fromISO(String(value), { zone: context.getTimezone() });
	if (at.isValid) return at.toMillis();
	throw new SellerMailError('INPUT_INVALID', { message: `“${label}” is not a date and time.`, nextStep: 'Pick one from the calendar, e.g. 2026-12-01T09:00:00.', context: { field: label } });
}
