import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { SWITCHABLE_RULES } from '../../../core/compliance/switchedOff';

const OF_MAILS = { profile: ['mail', 'marketing', 'transactional'] };

/** From the registry of rules: a new rule that may be switched off is in the list by itself. */
const RULE_OPTIONS: INodePropertyOptions[] = SWITCHABLE_RULES
	.map(({ id, title }) => ({ name: title.en, value: id, description: `${title.zh} (${id})` }))
	.sort((a, b) => a.name.localeCompare(b.name, 'en'));

/** The panel, top to bottom. */
export const checkFields: INodeProperties[] = [
	{
		displayName: 'Profile',
		name: 'profile',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Amazon Message', value: 'amazonMessage', description: 'The draft of Reply to Buyer Message, by Amazon\'s rules for messages to buyers' },
			{ name: 'From the Mail', value: 'mail', description: 'Each mail by the rules for its own purpose' },
			{ name: 'Marketing', value: 'marketing', description: 'Every mail as advertising: the strictest rules' },
			{ name: 'Transactional', value: 'transactional', description: 'Every mail as order mail' },
		],
		default: 'mail',
		description: 'Which rules the items are judged by',
	},
	notice('mailNotice', { profile: ['mail', 'marketing'] }, 'Consent is read from the store at this moment. What is found is kept in the shop\'s compliance record.'),
	notice('transactionalNotice', { profile: ['transactional'] }, 'This does not free a marketing mail: Send Campaign judges each mail by its own purpose again, and stops advertising that lacks consent or the link to unsubscribe.'),
	notice('amazonNotice', { profile: ['amazonMessage'] }, 'Amazon\'s rules can not be switched off. The check is kept with the conversation; Reply sends exactly the text that was checked.'),
	{
		displayName: 'Rules Switched Off',
		name: 'rulesSwitchedOff',
		type: 'multiOptions',
		displayOptions: { show: OF_MAILS },
		options: RULE_OPTIONS,
		default: [],
		description: 'Rules of good content that these mails need not keep. Send Campaign leaves them out for this campaign too. Default: none.',
	},
	notice('legalNotice', { ...OF_MAILS }, 'Only rules of good content are in the list. What the law and mailbox providers ask for can not be switched off: Send Campaign checks every mail for it again.'),
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Needs Review Counts As',
				name: 'needsReviewAs',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Blocked', value: 'block', description: 'What nobody has looked at is not sent' },
					{ name: 'Needs Review', value: 'review', description: 'Leaves by the output of its own' },
					{ name: 'Pass', value: 'pass', description: 'Goes on with what passed; violations stay blocked' },
				],
				default: 'review',
				description: 'Where items go that break no law but should be looked at. Default: Needs Review.',
			},
			{
				displayName: 'Report File',
				name: 'reportFile',
				type: 'boolean',
				noDataExpression: true,
				default: true,
				description: 'Whether to add a fourth output with one item a run: a readable report as an HTML file and as the field html. Default: off.',
			},
		],
	},
];

function notice(name: string, show: Record<string, string[]>, displayName: string): INodeProperties {
	return { displayName, name, type: 'notice', displayOptions: { show }, default: '' };
}
