import type { IDataObject, INodeExecutionData, INodeProperties, ITriggerFunctions, IWebhookFunctions } from 'n8n-workflow';
import type { PageEvent } from '../../core/link/pageAnswer';

/** *Start the Workflow On*. */
export const startOnField: INodeProperties = {
	displayName: 'Start the Workflow On',
	name: 'startOn',
	type: 'multiOptions',
	noDataExpression: true,
	options: [
		{ name: 'Consent Confirmed', value: 'consentConfirmed', description: 'A buyer pressed the button behind a double opt-in mail' },
		{ name: 'Preference Changed', value: 'preferenceChanged', description: 'A buyer paused, resumed, chose a language, or subscribed again' },
		{ name: 'Unsubscribed', value: 'unsubscribed', description: 'A buyer unsubscribed, on the page or with one click in his mail program' },
	],
	default: ['unsubscribed'],
	description: 'What buyers do that runs this workflow. Everything is recorded in the store anyway; repeats and visits run nothing.',
};

/** The workflow's item, or nothing when it isn't to start on that. */
export function toItems(context: IWebhookFunctions | ITriggerFunctions, event: PageEvent): INodeExecutionData[] | undefined {
	const wanted = context.getNodeParameter('startOn', ['unsubscribed']) as string[];
	return wanted.includes(event.event) ? [{ json: { ...event } as IDataObject }] : undefined;
}
