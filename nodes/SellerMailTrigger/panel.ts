import type { INodeProperties } from 'n8n-workflow';
import { shopField } from '../shared/fields';
import { startOnField } from './startOn';

const onWebhook = { show: { serveOn: ['webhook'] } };
const onOwnPort = { show: { serveOn: ['ownPort'] } };

/** The panel, top to bottom. No expressions: n8n would evaluate them on every request. */
export const properties: INodeProperties[] = [
	{
		displayName: 'When this workflow is published, its address is entered into the shop by itself: links in mails lead there. Until then nothing is sent.',
		name: 'notice',
		type: 'notice',
		default: '',
	},
	{ ...shopField(), noDataExpression: true },
	startOnField,
	{
		displayName: 'Serve On',
		name: 'serveOn',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: "N8n's Webhook", value: 'webhook', description: 'The pages have an address of n8n: nothing to set up, tens to a hundred visits a second' },
			{ name: 'Own Port', value: 'ownPort', description: "Thousands of visits a second, behind your reverse proxy. Links that are out already stay on n8n's address." },
		],
		default: 'webhook',
		description: 'Who answers when a buyer opens a link. The pages are the same.',
	},
	{
		displayName: 'Public Address',
		name: 'publicAddress',
		type: 'string',
		noDataExpression: true,
		default: '',
		displayOptions: onWebhook,
		placeholder: 'https://mail.lumen-home.com',
		description: 'Only when buyers reach n8n by another address than n8n knows (a reverse proxy). Scheme and host; the path stays.',
	},
	{
		displayName: 'Public Address',
		name: 'publicAddress',
		type: 'string',
		noDataExpression: true,
		required: true,
		default: '',
		displayOptions: onOwnPort,
		placeholder: 'https://mail.lumen-home.com',
		description: 'How buyers reach the port: your reverse proxy takes https there and hands everything under /m on. Links in mails begin with it.',
	},
	{
		displayName: 'Port',
		name: 'port',
		type: 'number',
		noDataExpression: true,
		typeOptions: { minValue: 1, maxValue: 65535, numberPrecision: 0 },
		default: 8025,
		displayOptions: onOwnPort,
		description: 'Where the pages listen on the machine of n8n. Each published workflow needs a port of its own.',
	},
	{
		displayName: 'Host',
		name: 'host',
		type: 'string',
		noDataExpression: true,
		default: '0.0.0.0',
		displayOptions: onOwnPort,
		description: 'Which of the machine\'s addresses to listen on: 0.0.0.0 is all of them, 127.0.0.1 only this machine (the proxy runs here too)',
	},
];
