import { DateTime } from 'luxon';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { SegmentRequest } from '../../../core/segment/request';
import { SellerMailError } from '../../../core/shared/errors';

/** The panel as core wants it. `asOf` is settled here, so that the hint can name it. */
export function readRequest(context: IExecuteFunctions, itemIndex: number, now: number): SegmentRequest {
	const shopId = String(context.getNodeParameter('shop', itemIndex, '', { extractValue: true })).trim();
	if (!shopId) throw new SellerMailError('INPUT_INVALID', { message: '“Shop” is empty.', nextStep: 'Choose a shop from the list, or create it with Seller Mail Records → Shop.', context: { field: 'shop' } });
	const preset = String(context.getNodeParameter('preset', itemIndex));
	const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
	return {
		shopId, preset,
		parameters: readParameters(context, itemIndex, preset),
		sites: context.getNodeParameter('sites', itemIndex, []) as string[],
		asOf: readAsOf(context, options.asOf, now),
		limit: options.limit ? Number(options.limit) : undefined,
		variantCount: options.variantCount ? Number(options.variantCount) : undefined,
		testShare: options.testShare === undefined ? undefined : Number(options.testShare) / 100,
		holdoutShare: options.holdoutShare === undefined ? undefined : Number(options.holdoutShare) / 100,
		notMailedWithinDays: options.notMailedWithinDays ? Number(options.notMailedWithinDays) : undefined,
		purpose: options.purpose === 'marketing' || options.purpose === 'transactional' ? options.purpose : undefined,
		withLeftOut: options.withLeftOut === true,
	};
}

function readParameters(context: IExecuteFunctions, itemIndex: number, preset: string): Record<string, unknown> {
	const number = (name: string): number => Number(context.getNodeParameter(name, itemIndex));
	switch (preset) {
		case 'cart-abandoned':
			return { waitedAtLeastHours: number('waitedAtLeastHours'), waitedAtMostDays: number('waitedAtMostDays'), minValue: number('minValue') };
		case 'fulfilment-state':
			return { state: context.getNodeParameter('state', itemIndex), withinDays: number('withinDays') > 0 ? number('withinDays') : null };
		default:
			return { stage: context.getNodeParameter('stage', itemIndex) };
	}
}

/** n8n's date field without a zone means the workflow's time zone. */
function readAsOf(context: IExecuteFunctions, value: unknown, now: number): number {
	if (!value) return now;
	const at = typeof value === 'number' ? DateTime.fromMillis(value) : DateTime.fromISO(String(value), { zone: context.getTimezone() });
	if (at.isValid) return at.toMillis();
	throw new SellerMailError('INPUT_INVALID', { message: '“As Of” is not a date and time.', nextStep: 'Pick one from the calendar, e.g. 2026-11-20T12:00:00.', context: { field: 'asOf' } });
}
