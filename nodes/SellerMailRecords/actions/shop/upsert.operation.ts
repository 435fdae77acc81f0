import { DateTime } from 'luxon';
import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { ShopRecord } from '../../../../core/contract/shopRecord';
import { OWN_TEMPLATE } from '../../../../core/shop/sendingSetup/setupSteps';
import type { QuotaStep } from '../../../../core/shop/shop';
import { SellerMailError } from '../../../../core/shared/errors';
import { listTemplates } from '../../../../core/template/library';
import { runPerItem } from '../../../shared/runPerItem';
import { SITE_OPTIONS } from '../../../shared/siteOptions';
import { withCore } from '../../../shared/withCore';

const show = { resource: ['shop'], operation: ['upsert'] };

const DEFAULT_TEMPLATES = [
	...listTemplates().filter(({ purpose }) => purpose === 'marketing').map(({ name, title }) => ({ name: title.en, value: name, description: title.zh })),
	{ name: 'Own HTML', value: OWN_TEMPLATE, description: 'The shop writes its own' },
];

export const description: INodeProperties[] = [
	{ displayName: 'Shop ID', name: 'shopId', type: 'string', default: '', required: true, displayOptions: { show }, placeholder: 'lumen-home', description: 'Short name that stays: lower-case letters, digits and dashes' },
	{
		displayName: 'Fields to Set', name: 'shopFields', type: 'collection', placeholder: 'Add field', default: {}, displayOptions: { show }, description: 'What is not listed stays as it is; a new shop gets the defaults',
		options: [
			{ displayName: 'Approved for Imports', name: 'isImportApproved', type: 'boolean', default: false, description: 'Whether files of buyers and orders may be imported. Default: off.' },
			{
				displayName: 'Back to the Default', name: 'reset', type: 'multiOptions', default: [], description: 'What no longer has a value of its own',
				options: [
					{ name: 'Daily Quota', value: 'dailyQuota' }, { name: 'Monthly Budget', value: 'monthlyBudgetMicroUsd' }, { name: 'Prices', value: 'prices', description: '5,000 mails a month free, then 0.0025 USD each' },
					{ name: 'Quota Plan', value: 'quotaPlan', description: '2,000 mails a day, 5,000 from day 30 on' },
				],
			},
			{ displayName: 'Currency', name: 'currency', type: 'string', default: '', placeholder: 'EUR', description: 'Of amounts that name none. Default: that of the default site.' },
			{ displayName: 'Daily Quota', name: 'dailyQuota', type: 'number', typeOptions: { minValue: 0 }, default: 0, description: 'The same every day, instead of a plan; 0 for the quota plan' },
			{ displayName: 'Default Site', name: 'defaultSite', type: 'options', options: [...SITE_OPTIONS], default: 'glo', description: 'For buyers whose site can not be recognised. Default: Global English.' },
			{ displayName: 'Default Template', name: 'defaultTemplate', type: 'options', options: DEFAULT_TEMPLATES, default: 'seasonal-promotion', description: 'What the shop\'s marketing mails are made of unless a workflow chooses otherwise; needed before the first one. Default: none.' },
			{ displayName: 'Eligibility Read At', name: 'eligibilityAt', type: 'dateTime', default: '', description: 'When rating, GMV and violations were read. Default: now, when one of them is set.' },
			{ displayName: 'Free Mails per Month', name: 'freeMailsPerMonth', type: 'number', typeOptions: { minValue: 0 }, default: 5000, description: 'So many billable mails of a calendar month cost nothing. Default: 5,000.' },
			{ displayName: 'GMV of 30 Days (USD)', name: 'gmv30DaysUsd', type: 'number', typeOptions: { minValue: 0, numberPrecision: 2 }, default: 0, description: 'Turnover of the last 30 days on the marketplace; 5,000 are needed to send' },
			{ displayName: 'Monthly Budget (USD)', name: 'monthlyBudgetUsd', type: 'number', typeOptions: { minValue: 0, numberPrecision: 2 }, default: 0, description: 'Sending stops before it is exceeded; 0 for no limit' },
			{ displayName: 'Name', name: 'name', type: 'string', default: '', placeholder: 'Lumen Home', description: 'As staff call it. Default: the ID.' },
			{ displayName: 'Opened On', name: 'openedAt', type: 'dateTime', default: '', description: 'When the shop opened on its marketplace; 90 days are needed to send' },
			{ displayName: 'Price per Mail (USD)', name: 'priceUsd', type: 'number', typeOptions: { minValue: 0, numberPrecision: 6 }, default: 0.0025, description: 'Of each billable mail beyond the free ones. Default: 0.0025.' },
			{
				displayName: 'Quota Plan', name: 'quotaPlan', type: 'fixedCollection', typeOptions: { multipleValues: true, sortable: true }, placeholder: 'Add step', default: {},
				description: 'How many mails a day, growing with time; the first step begins at day 0. Default: 2,000, from day 30 on 5,000.',
				options: [{
					name: 'step', displayName: 'Step', values: [
						{ displayName: 'From Day', name: 'fromDay', type: 'number', typeOptions: { minValue: 0 }, default: 0, description: 'Days after sending began' },
						{ displayName: 'Mails per Day', name: 'mailsPerDay', type: 'number', typeOptions: { minValue: 0 }, default: 2000 },
					],
				}],
			},
			{ displayName: 'Rating', name: 'rating', type: 'number', typeOptions: { minValue: 0, maxValue: 5, numberPrecision: 2 }, default: 0, description: 'On the marketplace, from 0 to 5; 4.7 is needed to send' },
			{ displayName: 'Sending Since', name: 'activatedAt', type: 'dateTime', default: '', description: 'The daily quota grows 30 days after this. Default: when the shop is created here.' },
			{ displayName: 'Serious Violations', name: 'seriousViolationCount', type: 'number', typeOptions: { minValue: 0 }, default: 0, description: 'How many the marketplace counts now; with one or more nothing may be sent' },
			{ displayName: 'Staff Language', name: 'staffLanguage', type: 'options', options: [{ name: 'Chinese', value: 'zh' }, { name: 'English', value: 'en' }], default: 'en', description: 'Of reasons, advice and reports. Default: English.' },
			{ displayName: 'Time Zone', name: 'timeZone', type: 'string', default: '', placeholder: 'Asia/Shanghai', description: "Of the shop's days and of times that name none. Default: that of the default site." },
		],
	},
];

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await withCore(this, async (core) => await runPerItem(this, 2, async (item, itemIndex) => {
		const fields = this.getNodeParameter('shopFields', itemIndex, {}) as IDataObject;
		const shop = await core.shops.save({ id: String(this.getNodeParameter('shopId', itemIndex)), ...toRecord(fields, this.getTimezone()) });
		return { output: 0, json: { ...item.json, shop: { ...shop } } };
	}));
}

/** An empty text field is a field that wasn't filled in. */
function toRecord(fields: IDataObject, timeZone: string): Omit<ShopRecord, 'id'> {
	const { dailyQuota, monthlyBudgetUsd, openedAt, activatedAt, eligibilityAt, rating, gmv30DaysUsd, priceUsd, quotaPlan, reset, ...plain } =
		Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
	return {
		...(plain as Omit<ShopRecord, 'id'>),
		...given({ dailyQuota }, (value) => Number(value) || null),
		...given({ monthlyBudgetMicroUsd: monthlyBudgetUsd }, (value) => scale(value, 1_000_000) || null),
		...given({ ratingHundredths: rating }, (value) => scale(value, 100)),
		...given({ gmv30DaysUsdCents: gmv30DaysUsd }, (value) => scale(value, 100)),
		...given({ priceMicroUsd: priceUsd }, (value) => scale(value, 1_000_000)),
		...given({ quotaPlan }, (value) => (value as { step?: QuotaStep[] }).step ?? []),
		...given({ openedAt }, (value) => toInstant(value, timeZone, 'Opened On')),
		...given({ activatedAt }, (value) => toInstant(value, timeZone, 'Sending Since')),
		...given({ eligibilityAt }, (value) => toInstant(value, timeZone, 'Eligibility Read At')),
		...toReset((reset ?? []) as string[]),
	};
}

/** `{name: value}` read, or nothing when there is no value. */
function given<Name extends string, Value>(field: Record<Name, unknown>, read: (value: unknown) => Value): Partial<Record<Name, Value>> {
	const entries = Object.entries(field).filter(([, value]) => value !== undefined).map(([name, value]) => [name, read(value)]);
	return Object.fromEntries(entries) as Partial<Record<Name, Value>>;
}

/** The panel's number has few digits; a whole count of its smallest unit is exact. */
function scale(value: unknown, factor: number): number {
	return Math.round(Number(value) * factor);
}

function toReset(fields: string[]): Partial<Record<string, null>> {
	return Object.fromEntries(fields.flatMap((field) => (field === 'prices' ? ['freeMailsPerMonth', 'priceMicroUsd'] : [field])).map((field) => [field, null]));
}

/** n8n's date field without a zone means the workflow's time zone. */
function toInstant(value: unknown, zone: string, label: string): number {
	const at = typeof value === 'number' ? DateTime.fromMillis(value) : DateTime.fromISO(String(value), { zone });
	if (at.isValid) return at.toMillis();
	throw new SellerMailError('INPUT_INVALID', { message: `“${label}” is not a date.`, nextStep: 'Pick one from the calendar, e.g. 2026-11-20.', context: { field: label } });
}
