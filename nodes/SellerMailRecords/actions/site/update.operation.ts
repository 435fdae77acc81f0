import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { SiteRecord } from '../../../../core/contract/shopRecord';
import { SellerMailError } from '../../../../core/shared/errors';
import { shopField } from '../../../shared/fields';
import { runPerItem } from '../../../shared/runPerItem';
import { SITE_OPTIONS } from '../../../shared/siteOptions';
import { withCore } from '../../../shared/withCore';
import { readShop } from '../readShop';

const show = { resource: ['site'], operation: ['update'] };

export const description: INodeProperties[] = [
	shopField(show),
	{ displayName: 'Site', name: 'site', type: 'options', options: [...SITE_OPTIONS], default: 'usa', displayOptions: { show } },
	{
		displayName: 'Fields to Set', name: 'siteFields', type: 'collection', placeholder: 'Add field', default: {}, displayOptions: { show },
		description: 'What is not listed stays as it is; an empty field goes back to the built-in value',
		options: [
			{ displayName: 'Active', name: 'isActive', type: 'boolean', default: true, description: 'Whether buyers of this site get mail at all. Default: on.' },
			{ displayName: 'Currency', name: 'currency', type: 'string', default: '', placeholder: 'EUR' },
			{ displayName: 'Language', name: 'language', type: 'string', default: '', placeholder: 'pt-BR', description: 'Of mails to buyers who have not stated one' },
			{ displayName: 'Time Zone', name: 'timeZone', type: 'string', default: '', placeholder: 'America/Manaus', description: "For buyers of the site's main country" },
			{ displayName: 'Window From', name: 'windowFrom', type: 'string', default: '', placeholder: '09:00', description: "No mail goes out earlier, in the buyer's own time" },
			{ displayName: 'Window Until', name: 'windowUntil', type: 'string', default: '', placeholder: '20:00', description: "No mail goes out later, in the buyer's own time" },
		],
	},
];

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await withCore(this, async (core) => await runPerItem(this, 2, async (item, itemIndex) => {
		const fields = this.getNodeParameter('siteFields', itemIndex, {}) as IDataObject;
		const site = await core.shops.saveSite(readShop(this, itemIndex), { site: String(this.getNodeParameter('site', itemIndex)), ...toRecord(fields) });
		return { output: 0, json: { ...item.json, site: { ...site } } };
	}));
}

function toRecord({ windowFrom, windowUntil, isActive, ...texts }: IDataObject): Omit<SiteRecord, 'site'> {
	const values = Object.fromEntries(Object.entries(texts).map(([name, value]) => [name, value === '' ? null : value]));
	return {
		...(values as Omit<SiteRecord, 'site'>),
		...(isActive === undefined ? {} : { isActive: isActive === true }),
		...(windowFrom === undefined ? {} : { windowStartMinute: toMinute(windowFrom, 'Window From') }),
		...(windowUntil === undefined ? {} : { windowEndMinute: toMinute(windowUntil, 'Window Until') }),
	};
}

/** `09:30` → 570 */
function toMinute(value: unknown, label: string): number | null {
	if (value === '') return null;
	const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(String(value).trim()) ?? [];
	const minute = Number(hours) * 60 + Number(minutes);
	if (minute <= 24 * 60 && Number(minutes) < 60) return minute;
	throw new SellerMailError('INPUT_INVALID', { message: `“${label}” is not a time of day.`, nextStep: 'Write it as 09:00, from 00:00 to 24:00.', context: { field: label } });
}
