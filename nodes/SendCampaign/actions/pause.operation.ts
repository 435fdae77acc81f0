import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { campaignField, shopField } from '../../shared/fields';
import { addHint, sayPeople } from '../../shared/hint';
import { runPerItem } from '../../shared/runPerItem';
import { withCore } from '../../shared/withCore';
import { readCampaign } from './readCampaign';

const show = { operation: ['pause'] };

export const description: INodeProperties[] = [
	shopField(show),
	campaignField(show, { isRequired: true, description: 'Nothing more of it begins, also in a run that is sending right now; what waits stays planned' }),
	{ displayName: 'Reason', name: 'reason', type: 'string', default: '', required: true, displayOptions: { show }, placeholder: 'wrong price in the banner, Li Wei', description: 'Shown to everybody who tries to send it' },
];

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await withCore(this, async (core) => await runPerItem(this, 1, async (item, itemIndex) => {
		const { shop, campaign } = readCampaign(this, itemIndex);
		const report = await core.campaigns.pause(shop, campaign, String(this.getNodeParameter('reason', itemIndex, '')));
		addHint(this, `${campaign} is paused: ${sayPeople(report.waiting.people)} ${report.waiting.people === 1 ? 'waits' : 'wait'}.`);
		return { output: 0, json: { ...item.json, campaign: { ...report.campaign, isChanged: report.isChanged, waiting: report.waiting } } };
	}));
}
