import type { INodeProperties } from 'n8n-workflow';
import { LANGUAGES } from '../../../core/template/languages/registry';
import { listTemplates } from '../../../core/template/library';

const library = { templateFrom: ['library'] };
const own = { templateFrom: ['own'] };
const TEMPLATES = listTemplates().map(({ name, title, purpose, languages }) => ({
	name: title.en, value: name, description: `${purpose === 'marketing' ? 'Marketing' : 'Transactional, no advertising'}; in ${languages.length} languages (${title.zh})`,
}));
const LANGUAGE_OPTIONS = LANGUAGES.map(({ language, name }) => ({ name: `${name} (${language})`, value: language }));
const VARIABLES = 'Use {{buyer.name}}, {{data.…}}, {{money data.…}}, {{date data.…}}, {{#if}} and {{#each}}';

/** The panel, top to bottom. Sources hold {{ }} of their own, so none of them is an n8n expression. */
export const description: INodeProperties[] = [
	{
		displayName: 'Template',
		name: 'templateFrom',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Library', value: 'library', description: 'A ready template in every language' },
			{ name: 'Own', value: 'own', description: 'Your own subject and HTML; header and layout are yours, the footer is added' },
		],
		default: 'library',
		description: 'Where the text comes from',
	},
	{
		displayName: 'Name',
		name: 'templateName',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: library },
		options: TEMPLATES,
		default: 'abandoned-cart',
		description: 'Which template of the library',
	},
	{
		displayName: 'Purpose',
		name: 'purpose',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: own },
		options: [
			{ name: 'Marketing', value: 'marketing', description: 'Needs consent and gets an unsubscribe link' },
			{ name: 'Transactional', value: 'transactional', description: 'About an order; not one line of advertising' },
		],
		default: 'marketing',
		description: 'What the mail is for, in the law\'s eyes',
	},
	{
		displayName: 'Subject',
		name: 'subject',
		type: 'string',
		noDataExpression: true,
		displayOptions: { show: own },
		default: '',
		required: true,
		placeholder: 'e.g. Free shipping for {{buyer.name}}',
		description: `One line; begin with what the reader gets. ${VARIABLES}.`,
	},
	{
		displayName: 'Preheader',
		name: 'preheader',
		type: 'string',
		noDataExpression: true,
		displayOptions: { show: own },
		default: '',
		description: 'What inboxes show behind the subject; 40 to 90 characters',
	},
	{
		displayName: 'HTML',
		name: 'html',
		type: 'string',
		typeOptions: { editor: 'htmlEditor', rows: 12 },
		noDataExpression: true,
		displayOptions: { show: own },
		default: '<h1>Hello {{buyer.name}}</h1>\n<p>Write your mail here.</p>\n',
		required: true,
		description: `${VARIABLES}. No scripts, forms or external styles; the footer is added below.`,
	},
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 4 },
		noDataExpression: true,
		displayOptions: { show: own },
		default: '',
		description: 'The plain-text part. Leave empty to have it made from the HTML.',
	},
	{
		displayName: 'Language',
		name: 'languageFrom',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Buyer\'s', value: 'buyer', description: 'Each buyer\'s own; English where there is none' },
			{ name: 'Fixed', value: 'fixed', description: 'One language for all' },
		],
		default: 'buyer',
		description: 'The language of the template\'s texts and of the footer',
	},
	{
		displayName: 'Fixed Language',
		name: 'language',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { languageFrom: ['fixed'] } },
		options: LANGUAGE_OPTIONS,
		default: 'en',
		description: 'The one language for all',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{ displayName: 'Brand Colour', name: 'brandColour', type: 'color', default: '#0b5fff', description: 'Of the button, instead of the sender\'s' },
			{ displayName: 'Preheader', name: 'preheader', type: 'string', noDataExpression: true, default: '', description: 'Instead of the library template\'s own, in one language for all' },
			{ displayName: 'Sample Data', name: 'isSample', type: 'boolean', default: false, description: 'Whether to render for a built-in sample buyer, to see a template before there is a shop' },
			{ displayName: 'Subject', name: 'subject', type: 'string', noDataExpression: true, default: '', placeholder: 'e.g. Your cart: {{total}}', description: 'Instead of the library template\'s own, in one language for all' },
		],
	},
];
