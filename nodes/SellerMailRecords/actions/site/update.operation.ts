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
			{ displayName: 'Active', name: 'isActive', type: 'boolean', default: true, description: 'Whether buyers of this site get mail at all; off also blocks mail that is planned. Default: on.' },
			{
				displayName: 'Back to the Built-In Value', name: 'reset', type: 'multiOptions', default: [], description: 'Fields that no longer have a value of their own',
				options: [
					{ name: 'Active', value: 'isActive' }, { name: 'Consent Policy', value: 'consentPolicy' }, { name: 'Currency', value: 'currency' }, { name: 'Days Between Mails', value: 'minDaysBetweenMails' },
					{ name: 'Language', value: 'language' }, { name: 'Templates', value: 'templates' }, { name: 'Time Zone', value: 'timeZone' }, { name: 'Window From', value: 'windowFrom' },
					{ name: 'Window Until', value: 'windowUntil' },
				],
			},
			{
				displayName: 'Consent Policy', name: 'consentPolicy', type: 'options', default: 'law', description: 'What consent the shop asks for before marketing; never less than the law of the buyer\'s country. Default: what the law asks for.',
				options: [
					{ name: 'As the Law Asks', value: 'law' }, { name: 'Double Opt-In', value: 'double_opt_in', description: 'Only buyers who confirmed it by mail' },
					{ name: 'Explicit', value: 'explicit', description: 'Only buyers who agreed themselves, no purchase and no imported list' },
				],
			},
			{ displayName: 'Currency', name: 'currency', type: 'string', default: '', placeholder: 'EUR' },
			{ displayName: 'Days Between Mails', name: 'minDaysBetweenMails', type: 'number', typeOptions: { minValue: 0, maxValue: 365 }, default: 0, description: 'A buyer who got marketing in so many days is left out of segments; 0 for no limit. Default: none.' },
			{ displayName: 'Language', name: 'language', type: 'string', default: '', placeholder: 'pt-BR', description: 'Of mails to buyers who have not stated one' },
			{
				displayName: 'Templates', name: 'templates', type: 'fixedCollection', typeOptions: { multipleValues: true }, placeholder: 'Add template', default: {}, description: 'The shop\'s own choice for this site, by library template; replaces the whole list',
				options: [{
					name: 'template', displayName: 'Template', values: [
						{ displayName: 'Instead Of', name: 'name', type: 'string', default: '', placeholder: 'abandoned-cart' },
						{ displayName: 'Use', name: 'choice', type: 'string', default: '', placeholder: 'repurchase-reminder' },
					],
				}],
			},
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

function toRecord(fields: IDataObject): Omit<SiteRecord, 'site'> {
	const { windowFrom, windowUntil, isActive, templates, minDaysBetweenMails, reset, ...texts } = fields;
	const values = Object.fromEntries(Object.entries(texts).map(([name, value]) => [name, value === '' ? null : value]));
	return {
		...(values as Omit<SiteRecord, 'site'>),
		...(isActive === undefined ? {} : { isActive: isActive === true }),
		...(windowFrom === undefined ? {} : { windowStartMinute: toMinute(windowFrom, 'Window From') }),
		...(windowUntil === undefined ? {} : { windowEndMinute: toMinute(windowUntil, 'Window Until') }),
		...(minDaysBetweenMails === undefined ? {} : { minDaysBetweenMails: Number(minDaysBetweenMails) || null }),
		...(templates === undefined ? {} : { templates: toTemplates(templates as { template?: TemplateChoice[] }) }),
		...Object.fromEntries(((reset ?? []) as string[]).map(toReset)),
	};
}

interface TemplateChoice {
	name: string;
	choice: string;
}

function toTemplates({ template = [] }: { template?: TemplateChoice[] }): Record<string, string> {
	return Object.fromEntries(template.map(({ name, choice }) => [name, choice]));
}

const FIELD_OF: Readonly<Record<string, string>> = { windowFrom: 'windowStartMinute', windowUntil: 'windowEndMinute' };

function toReset(field: string): [string, unknown] {
	return [FIELD_OF[field] ?? field, field === 'isActive' ? true : null];
}

/** `09:30` → 570 */
function toMinute(value: unknown, label: string): number | null {
	if (value === '') return null;
	const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(String(value).trim()) ?? [];
	const minute = Number(hours) * 60 + Number(minutes);
	if (minute <= 24 * 60 && Number(minutes) < 60) return minute;
	throw new SellerMailError('INPUT_INVALID', { message: `“${label}” is not a time of day.`, nextStep: 'Write it as 09:00, from 00:00 to 24:00.', context: { field: label } });
}
