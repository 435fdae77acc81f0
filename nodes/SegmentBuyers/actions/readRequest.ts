import { DateTime } from 'luxon';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { PreviewOptions } from '../../../core/segment/preview.flow';
import type { SegmentRequest } from '../../../core/segment/request';
import { SellerMailError } from '../../../core/shared/errors';
import { PRESET_PANELS, type PresetField } from './presetFields';
import { readConditions, readConditionsJson } from './readConditions';

/** The panel as core wants it. `asOf` is settled here, so that the hint can name it. @throws SellerMailError INPUT_INVALID */
export function readRequest(context: IExecuteFunctions, itemIndex: number, now: number): SegmentRequest {
	const shopId = String(context.getNodeParameter('shop', itemIndex, '', { extractValue: true })).trim();
	if (!shopId) throw new SellerMailError('INPUT_INVALID', { message: '“Shop” is empty.', nextStep: 'Choose a shop from the list, or create it with Seller Mail Records → Shop.', context: { field: 'shop' } });
	const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
	return {
		shopId,
		...readSelection(context, itemIndex),
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

/** What *Output: Preview* asks beside. */
export function readPreviewOptions(context: IExecuteFunctions, itemIndex: number): PreviewOptions {
	return { explain: String(context.getNodeParameter('explainBuyer', itemIndex, '') ?? ''), sampleSize: Number(context.getNodeParameter('sampleSize', itemIndex, 10)) };
}

/** Workflows from before there was a choice have no `selectBy`: they mean a preset. */
function readSelection(context: IExecuteFunctions, itemIndex: number): Pick<SegmentRequest, 'preset' | 'parameters' | 'conditions'> {
	const selectBy = context.getNodeParameter('selectBy', itemIndex, 'preset');
	if (selectBy === 'conditions') return { conditions: readConditions(context, itemIndex) };
	if (selectBy === 'json') return { conditions: readConditionsJson(context, itemIndex) };
	const preset = String(context.getNodeParameter('preset', itemIndex));
	const fields = PRESET_PANELS[preset]?.fields ?? [];
	return { preset, parameters: Object.fromEntries(fields.map((field) => [field.parameter, readParameter(context, itemIndex, field)])) };
}

function readParameter(context: IExecuteFunctions, itemIndex: number, { kind, property }: PresetField): unknown {
	const value: unknown = context.getNodeParameter(property.name, itemIndex, property.default);
	if (kind === 'list') return (Array.isArray(value) ? value : String(value).split(',')).map((entry) => String(entry).trim()).filter((entry) => entry !== '');
	if (property.type !== 'number') return value;
	return kind === 'optional' && Number(value) <= 0 ? null : Number(value);
}

/** n8n's date field without a zone means the workflow's time zone. */
function readAsOf(context: IExecuteFunctions, value: unknown, now: number): number {
	if (!value) return now;
	const at = typeof value === 'number' ? DateTime.fromMillis(value) : DateTime.fromISO(String(value), { zone: context.getTimezone() });
	if (at.isValid) return at.toMillis();
	throw new SellerMailError('INPUT_INVALID', { message: '“As Of” is not a date and time.', nextStep: 'Pick one from the calendar, e.g. 2026-11-20T12:00:00.', context: { field: 'asOf' } });
}
