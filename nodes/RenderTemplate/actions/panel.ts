import type { INodeProperties } from 'n8n-workflow';
import { LANGUAGES } from '../../../core/template/languages/registry';
import { listTemplates } from '../../../core/template/library';
import { TEXT_PARTS, type TextPart } from '../../../core/template/templateSource';
import { VARIANT_NAMES } from '../../../core/segment/variants';
import { SHOP_DEFAULT } from './shopDefault';

const library = { templateFrom: ['library'] };
const own = { templateFrom: ['own'] };
const LIBRARY_TEMPLATES = listTemplates().map(({ name, title, purpose, languages }) => ({
	name: title.en, value: name, description: `${purpose === 'marketing' ? 'Marketing' : 'Transactional, no advertising'}; in ${languages.length} languages (${title.zh})`,
}));
const TEMPLATES = [{ name: 'The Shop\'s Default', value: SHOP_DEFAULT, description: 'What was chosen in Seller Mail Records → Shop' }, ...LIBRARY_TEMPLATES];
const LANGUAGE_OPTIONS = LANGUAGES.map(({ language, name }) => ({ name: `${name} (${language})`, value: language }));
const VARIABLES = 'Use {{buyer.name}}, {{data.…}}, {{money data.…}}, {{date data.…}}, {{#if}} and {{#each}}';

const EVERY = { name: 'Every', value: 'every' };
const PART_NAMES: Readonly<Record<TextPart, string>> = { subject: 'Subject', preheader: 'Preheader', heading: 'Heading', intro: 'Intro', button: 'Button', note: 'Note' };

const TEXT_FIELDS: INodeProperties[] = [
	{ displayName: 'Variant', name: 'variant', type: 'options', noDataExpression: true, options: [EVERY, ...VARIANT_NAMES.map((name) => ({ name, value: name }))], default: 'every', description: 'Of the A/B test in Segment Buyers' },
	{ displayName: 'Language', name: 'language', type: 'options', noDataExpression: true, options: [EVERY, ...LANGUAGE_OPTIONS], default: 'every', description: 'The mail\'s language' },
	{ displayName: 'Part', name: 'part', type: 'options', noDataExpression: true, options: TEXT_PARTS.map((part) => ({ name: PART_NAMES[part], value: part })), default: 'subject', description: 'Which text. Own templates have subject and preheader; the rest is in their HTML.' },
	{ displayName: 'Text', name: 'text', type: 'string', noDataExpression: true, default: '', placeholder: 'e.g. Your cart: {{total}}', description: 'Text, no HTML; with the template\'s variables and {{buyer.name}}, {{data.…}}' },
];

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
		displayName: 'Output',
		name: 'output',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Mails', value: 'mails', description: 'Each buyer\'s mail, or the content of an audience' },
			{ name: 'Preview', value: 'preview', description: 'One item for each language and variant, with sample buyers; the html field is what n8n\'s HTML node shows' },
		],
		default: 'mails',
		description: 'What the node gives. A preview needs no buyers and no published trigger; its links lead nowhere.',
	},
	{
		displayName: 'Preview Languages',
		name: 'previewLanguages',
		type: 'multiOptions',
		noDataExpression: true,
		displayOptions: { show: { output: ['preview'], languageFrom: ['buyer'] } },
		options: LANGUAGE_OPTIONS,
		default: [],
		description: 'Which languages to show. Default: those of the shop\'s active sites, or all where no shop is known.',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{ displayName: 'Brand Colour', name: 'brandColour', type: 'color', default: '#0b5fff', description: 'Of the button, instead of the sender\'s' },
			{ displayName: 'Follow the Site\'s Choice', name: 'followsSites', type: 'boolean', default: true, description: 'Whether buyers of a site for which the shop has chosen another library template get that one, with its own texts (Seller Mail Records → Site → Templates). Default: on.' },
			{ displayName: 'Preheader', name: 'preheader', type: 'string', noDataExpression: true, default: '', description: 'Instead of the library template\'s own, in one language for all' },
			{ displayName: 'Sample Data', name: 'isSample', type: 'boolean', default: false, description: 'Whether to render for a built-in sample buyer, to see a template before there is a shop' },
			{
				displayName: 'Shared Data', name: 'sharedData', type: 'json', default: '{}',
				description: 'Data for everybody, as JSON: an "offer", "products", and what else the template shows (docs/architecture.md has the shape); each item\'s own data goes before it. 100,000 characters at most. Default: none.',
			},
			{ displayName: 'Subject', name: 'subject', type: 'string', noDataExpression: true, default: '', placeholder: 'e.g. Your cart: {{total}}', description: 'Instead of the library template\'s own, in one language for all; “Texts” sets it by language and variant' },
			{
				displayName: 'Texts', name: 'texts', type: 'fixedCollection', typeOptions: { multipleValues: true }, placeholder: 'Add text', default: {},
				description: 'Texts instead of the template\'s own. The most specific one counts: variant and language, then variant, then language, then every.',
				options: [{ name: 'text', displayName: 'Text', values: TEXT_FIELDS }],
			},
		],
	},
];
