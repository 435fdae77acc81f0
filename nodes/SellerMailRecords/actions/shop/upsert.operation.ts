import { DateTime } from 'luxon';
import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { ShopRecord } from '../../../../core/contract/shopRecord';
import { SellerMailError } from '../../../../core/shared/errors';
import { runPerItem } from '../../../shared/runPerItem';
import { SITE_OPTIONS } from '../../../shared/siteOptions';
import { withCore } from '../../../shared/withCore';

const show = { resource: ['shop'], operation: ['upsert'] };

export const description: INodeProperties[] = [
	{ displayName: 'Shop ID', name: 'shopId', type: 'string', default: '', required: true, displayOptions: { show }, placeholder: 'lumen-home', description: 'Short name that stays: lower-case letters, digits and dashes' },
	{
		displayName: 'Fields to Set', name: 'shopFields', type: 'collection', placeholder: 'Add field', default: {}, displayOptions: { show }, description: 'What is not listed stays as it is; a new shop gets the defaults',
		options: [
			{ displayName: 'Approved for Imports', name: 'isImportApproved', type: 'boolean', default: false, description: 'Whether files of buyers and orders may be imported. Default: off.' },
			{ displayName: 'Currency', name: 'currency', type: 'string', default: '', placeholder: 'EUR', description: 'Of amounts that name none. Default: that of the default site.' },
			{ displayName: 'Daily Quota', name: 'dailyQuota', type: 'number', typeOptions: { minValue: 0 }, default: 0, description: 'Mails a day; 0 for the plan (2,000, after 30 days 5,000)' },
			{ displayName: 'Default Site', name: 'defaultSite', type: 'options', options: [...SITE_OPTIONS], default: 'glo', description: 'For buyers whose site can not be recognised. Default: Global English.' },
			{ displayName: 'Monthly Budget (USD)', name: 'monthlyBudgetUsd', type: 'number', typeOptions: { minValue: 0, numberPrecision: 2 }, default: 0, description: 'Sending stops before it is exceeded; 0 for no limit' },
			{ displayName: 'Name', name: 'name', type: 'string', default: '', placeholder: 'Lumen Home', description: 'As staff call it. Default: the ID.' },
			{ displayName: 'Opened On', name: 'openedAt', type: 'dateTime', default: '', description: 'When the shop opened on its marketplace' },
			{ displayName: 'Sending Since', name: 'activatedAt', type: 'dateTime', default: '', description: 'The daily quota grows 30 days after this. Default: when the shop is created here.' },
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
	const { dailyQuota, monthlyBudgetUsd, openedAt, activatedAt, ...plain } = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
	return {
		...(plain as Omit<ShopRecord, 'id'>),
		...(dailyQuota === undefined ? {} : { dailyQuota: Number(dailyQuota) || null }),
		...(monthlyBudgetUsd === undefined ? {} : { monthlyBudgetMicroUsd: Math.round(Number(monthlyBudgetUsd) * 1_000_000) || null }),
		...(openedAt === undefined ? {} : { openedAt: toInstant(openedAt, timeZone, 'Opened On') }),
		...(activatedAt === undefined ? {} : { activatedAt: toInstant(activatedAt, timeZone, 'Sending Since') }),
	};
}

/** n8n's date field without a zone means the workflow's time zone. */
function toInstant(value: unknown, zone: string, label: string): number {
	const at = typeof value === 'number' ? DateTime.fromMillis(value) : DateTime.fromISO(String(value), { zone });
	if (at.isValid) return at.toMillis();
	throw new SellerMailError('INPUT_INVALID', { message: `“${label}” is not a date.`, nextStep: 'Pick one from the calendar, e.g. 2026-11-20.', context: { field: label } });
}
