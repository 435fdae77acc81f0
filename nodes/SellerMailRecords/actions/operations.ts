import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { descriptions } from './router';

const RESOURCES: INodePropertyOptions[] = [
	{ name: 'Buyer', value: 'buyer' },
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
			{ name: 'Get', value: 'get', action: 'Get a shop', description: 'Read the settings of a shop' },
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
			{ name: 'Get Many', value: 'getMany', action: 'Get many sites', description: 'All 18 sites with the settings that count for the shop' },
			{ name: 'Update', value: 'update', action: 'Update a site', description: 'Language, time zone, currency and send window of one site' },
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
			{ name: 'Get Many', value: 'getMany', action: 'Get many suppressions', description: 'Who gets no mail, and why' },
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
