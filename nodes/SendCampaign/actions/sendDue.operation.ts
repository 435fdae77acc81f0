import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { Campaign } from '../../../core/campaign/ports';
import { addHint } from '../../shared/hint';
import { campaignField, shopField } from '../../shared/fields';
import { readSender } from '../../shared/readSender';
import { runPerItem } from '../../shared/runPerItem';
import { toNodeError } from '../../shared/toNodeError';
import { withCore } from '../../shared/withCore';
import { hintType, sayRun } from './hintReport';
import { readMaxMinutes } from './readSendOptions';

const show = { operation: ['sendDue'] };

export const description: INodeProperties[] = [
	shopField(show),
	campaignField(show, { isRequired: false, description: 'Leave empty for all campaigns of the shop' }),
	{
		displayName: 'Options',
		name: 'dueOptions',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: { show },
		options: [
			{ displayName: 'Stop After (Minutes)', name: 'maxMinutes', type: 'number', typeOptions: { minValue: 1 }, default: 30, description: 'The rest stays planned for the next run. Default: no limit.' },
		],
	},
];

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const sender = await readSender(this).catch((error: unknown) => { throw toNodeError(this.getNode(), error); });
	return await withCore(this, async (core) => await runPerItem(this, 1, async (item, itemIndex) => {
		const shop = String(this.getNodeParameter('shop', itemIndex, '', { extractValue: true }));
		const campaign = String(this.getNodeParameter('campaign', itemIndex, '', { extractValue: true })) || undefined;
		const { maxMinutes } = this.getNodeParameter('dueOptions', itemIndex, {}) as IDataObject;
		const { run, usage } = await core.campaigns.sendDue(shop, sender, {
			campaign, signal: this.getExecutionCancelSignal(), maxMinutes: readMaxMinutes(maxMinutes),
		});
		addHint(this, sayRun(run, usage), hintType(run));
		const stopped = campaign ? (await core.campaigns.list(shop)).find(({ name, state }) => name === campaign && state !== 'active') : undefined;
		if (stopped) addHint(this, sayStopped(stopped), 'warning');
		if (run.error && !this.continueOnFail()) throw run.error;
		const { error, ...counts } = run;
		return { output: 0, json: { ...item.json, sendDue: { shop, campaign: campaign ?? null, ...counts, ...(error ? { error: (error as Error).message } : {}), usage } } };
	}));
}

/** Else it would look as if nothing was due. */
function sayStopped({ name, state, pauseReason }: Campaign): string {
	if (state === 'canceled') return `${name} is canceled: nothing of it is sent any more.`;
	return `${name} is paused${pauseReason ? ` (${pauseReason})` : ''}: nothing of it is sent until Resume.`;
}
