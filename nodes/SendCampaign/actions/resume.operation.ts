import type { IExecuteFunctions, ILoadOptionsFunctions, INodeExecutionData, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { ControlReport } from '../../../core/campaign/control.flow';
import { campaignField, shopField } from '../../shared/fields';
import { addHint, sayPeople } from '../../shared/hint';
import { runPerItem } from '../../shared/runPerItem';
import { withCore } from '../../shared/withCore';
import { readCampaign, readCampaignSoFar } from './readCampaign';

const show = { operation: ['resume'] };
const COUNT_ONLY = 'count';
const RESUME = 'resume';

export const description: INodeProperties[] = [
	shopField(show),
	campaignField(show, { isRequired: true, description: 'A paused campaign. What waits goes out with the next Send or Send Due.' }),
	{
		displayName: 'What to Do Name or ID',
		name: 'resumeAction',
		type: 'options',
		displayOptions: { show },
		typeOptions: { loadOptionsMethod: 'getResumeActions', loadOptionsDependsOn: ['shop.value', 'campaign.value'] },
		default: '',
		required: true,
		description: 'How many people resuming sends to stands beside it. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
];

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await withCore(this, async (core) => await runPerItem(this, 1, async (item, itemIndex) => {
		const { shop, campaign } = readCampaign(this, itemIndex);
		const isResume = this.getNodeParameter('resumeAction', itemIndex, COUNT_ONLY) === RESUME;
		const report = isResume ? await core.campaigns.resume(shop, campaign) : await core.campaigns.previewResume(shop, campaign);
		addHint(this, sayResumed(report, isResume));
		return { output: 0, json: { ...item.json, campaign: { ...report.campaign, isChanged: report.isChanged, waiting: report.waiting } } };
	}));
}

/** The list behind *What to Do*: it says what will happen before it does. */
export async function getResumeActions(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const chosen = readCampaignSoFar(this);
	const waiting = chosen && (await withCore(this, async (core) => await core.campaigns.previewResume(chosen.shop, chosen.campaign)).catch(() => undefined))?.waiting;
	return [
		{ name: 'Only Say How Many', value: COUNT_ONLY },
		{ name: waiting ? `Resume: Sends to ${sayPeople(waiting.people)}, ${waiting.duePeople.toLocaleString('en')} of Them at Once` : 'Resume', value: RESUME },
	];
}

function sayResumed({ campaign: { name, state }, isChanged, waiting: { people, duePeople } }: ControlReport, isResume: boolean): string {
	if (!isResume) return `Resuming ${name} sends to ${sayPeople(people)}. Nothing was changed.`;
	const next = `Run Send Due: it sends to ${sayPeople(duePeople)} now, to ${(people - duePeople).toLocaleString('en')} in their own hours.`;
	return isChanged ? `${name} goes on. ${next}` : `${name} was not paused, it is ${state}. Nothing was changed.`;
}
