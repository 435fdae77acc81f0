import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { descriptions } from './router';

const RESOURCES: INodePropertyOptions[] = [
	{ name: 'Buyer', value: 'buyer' },
	{ name: 'Consent', value: 'consent', description: 'Evidence of who agreed to marketing, and who withdrew' },
	{ name: 'Event', value: 'event', description: 'What buyers do: carts, views' },
	{ name: 'Order', value: 'order' },
	{ name: 'Shop', value: 'shop' },
	{ name: 'Site', value: 'site', description: "A shop's settings for one of the 18 sites" },
	{ name: 'Suppression', value: 'suppression', description: 'Addresses that get no mail' },
];

const OPERATIONS: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['buyer'] } },
		options: [
			{ name: 'Create or Update', value: 'upsert', action: 'Create or update buyers', description: 'Create a new record, or update the current one if it already exists (upsert)' },
			{ name: 'Erase', value: 'erase', action: 'Erase a person', description: 'Remove everything that tells who a person is, for good' },
			{ name: 'Export Personal Data', value: 'exportPersonalData', action: 'Export personal data', description: 'Everything kept on a person, as an item and a file' },
			{ name: 'Get Many', value: 'getMany', action: 'Get many buyers', description: 'Look buyers up' },
			{ name: 'Import', value: 'import', action: 'Import buyers', description: 'Read a CSV file or items; every row is accounted for' },
		],
		default: 'upsert',
	},
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['consent'] } },
		options: [
			{ name: 'Get History', value: 'getHistory', action: 'Get a consent history', description: 'All evidence and suppressions of a person, oldest first' },
			{ name: 'Record Evidence', value: 'recordEvidence', action: 'Record evidence of consent', description: 'Who agreed to what, when, where and in which words' },
			{ name: 'Request Double Opt-In', value: 'requestDoubleOptIn', action: 'Request double opt in', description: 'Send the mail whose button confirms that the buyer wants marketing' },
			{ name: 'Withdraw', value: 'withdraw', action: 'Withdraw a consent', description: 'Stop marketing to a buyer at once, planned mail included' },
		],
		default: 'recordEvidence',
	},
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['event'] } },
		options: [
			{ name: 'Record', value: 'record', action: 'Record events', description: 'Keep what a buyer did, once, however often it is reported' },
		],
		default: 'record',
	},
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['order'] } },
		options: [
			{ name: 'Create or Update', value: 'upsert', action: 'Create or update orders', description: 'Create a new record, or update the current one if it already exists (upsert)' },
			{ name: 'Import', value: 'import', action: 'Import orders', description: 'Read a CSV file or items; every row is accounted for' },
			{ name: 'Sync From AliExpress', value: 'syncAliExpress', action: 'Sync orders from aliexpress', description: 'Read new and changed orders of the shop from AliExpress; for a schedule' },
		],
		default: 'upsert',
	},
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['shop'] } },
		options: [
			{ name: 'Create or Update', value: 'upsert', action: 'Create or update a shop', description: 'Create a new record, or update the current one if it already exists (upsert)' },
			{ name: 'Get', value: 'get', action: 'Get a shop', description: 'Read the settings of a shop, and whether it may send' },
			{ name: 'Set Up Sending', value: 'setUpSending', action: 'Set up sending for a shop', description: 'The three steps before the first mail: how each stands, and the exact DNS records to add' },
			{ name: 'Get Monthly Statement', value: 'getMonthlyStatement', action: 'Get the monthly statement of a shop', description: 'Mails and cost of a month by day and campaign, as CSV and HTML' },
		],
		default: 'upsert',
	},
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['site'] } },
		options: [
			{ name: 'Get Many', value: 'getMany', action: 'Get many sites', description: 'All 18 sites with the settings that count, and which are the shop\'s own' },
			{ name: 'Update', value: 'update', action: 'Update a site', description: 'Language, time zone, currency, send window, templates and policies of one site' },
		],
		default: 'getMany',
	},
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['suppression'] } },
		options: [
			{ name: 'Add', value: 'add', action: 'Add a suppression', description: 'Stop mail to an address, also mail that is already planned' },
			{ name: 'Export CSV', value: 'exportCsv', action: 'Export suppressions to CSV', description: 'All of them as a file' },
			{ name: 'Get Many', value: 'getMany', action: 'Get many suppressions', description: 'Who gets no mail, and why' },
			{ name: 'Import', value: 'importCsv', action: 'Import suppressions', description: 'Add a list of addresses from a CSV file or from items' },
			{ name: 'Remove', value: 'remove', action: 'Remove a suppression', description: 'End it, with the reason; it does not bring a consent back' },
			{ name: 'Synchronise With Mailchimp', value: 'syncMailchimp', action: 'Synchronise suppressions with mailchimp', description: 'Who opted out on one side gets no marketing from either; nobody is ever subscribed' },
		],
		default: 'getMany',
	},
];

/** The panel: resource, its operations, and each operation's own fields. */
export const operations: INodeProperties[] = [
	{ displayName: 'Resource', name: 'resource', type: 'options', noDataExpression: true, options: RESOURCES, default: 'order' },
	...OPERATIONS,
	...descriptions,
];
