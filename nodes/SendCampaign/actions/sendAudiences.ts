import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { SendReport } from '../../../core/campaign/campaign.flow';
import { audienceSchema, complianceSchema, contentSchema } from '../../../core/contract/items';
import { parseItemKey } from '../../../core/contract/parseItem';
import { WAITING_FOR_WINNER } from '../../../core/delivery/ports';
import type { Core } from '../../../core/openCore';
import { SellerMailError } from '../../../core/shared/errors';
import type { SenderProfile } from '../../../core/shop/senderProfile';
import { explainCauses } from '../../../core/campaign/causes';
import { staffLanguageOf } from '../../shared/staffLanguage';
import { runPerItem } from '../../shared/runPerItem';
import { hintReport, toRunError, type Waiting } from './hintReport';
import { ACCEPTED, NOT_SENT, SCHEDULED } from './deliveryItem';
import { readSendOptions } from './readSendOptions';
import { readSwitches, settleSwitches } from './readSwitches';

/** Audiences: each gives one campaign item, on Accepted when mail left, on Scheduled when all of it waits. */
export async function sendAudiences(context: IExecuteFunctions, core: Core, sender: SenderProfile): Promise<INodeExecutionData[][]> {
	const reports: Array<SendReport & { waiting?: Waiting }> = [];
	const campaigns = new Map<number, Record<string, unknown>>();
	const outputs = await runPerItem(context, 3, async (item, itemIndex) => {
		const audience = parseItemKey(audienceSchema, item.json, 'audience', { itemIndex, madeBy: 'Segment Buyers' });
		const content = parseItemKey(contentSchema, item.json, 'content', { itemIndex, madeBy: 'Render Template' });
		refuseBlocked(item, itemIndex);
		const options = readSendOptions(context, content.purpose);
		const switchedOff = settleSwitches(context, options.campaign, [readSwitches(item, itemIndex)]);
		const report = await core.campaigns.sendAudience(audience.shop, sender, audience, content, { ...options, switchedOff });
		const [status] = await core.campaigns.status(audience.shop, report.campaign.name);
		reports.push({ ...report, waiting: status && { count: status.progress.waiting - (status.causes[WAITING_FOR_WINNER] ?? 0), nextDueAt: status.nextDueAt } });
		const campaign = { ...toCampaignItem(report, status), ...(status ? { why: explainCauses(status.causes, await staffLanguageOf(core, audience.shop)) } : {}) };
		campaigns.set(itemIndex, campaign);
		if (report.run.error) throw toRunError(report.run.error);
		return { output: outputOf(report, status?.nextDueAt ?? null), json: { ...item.json, campaign } };
	}, NOT_SENT);
	hintReport(context, reports);
	return outputs.map((items) => items.map((item) => (item.json.error === undefined ? item : withCampaign(item, campaigns))));
}

/** An audience that got planned before its run failed says also how far it came. */
function withCampaign(item: INodeExecutionData, campaigns: Map<number, Record<string, unknown>>): INodeExecutionData {
	const campaign = campaigns.get((item.pairedItem as { item: number }).item);
	if (!campaign) return item;
	const { details } = item.json;
	const json = details === undefined ? { ...item.json, campaign } : { ...item.json, details: { ...(details as IDataObject), campaign } };
	return { json: json as INodeExecutionData['json'], pairedItem: item.pairedItem };
}

/** The samples stand for all: a violation in one of them stops the audience before anything is planned. */
function refuseBlocked(item: INodeExecutionData, itemIndex: number): void {
	if (item.json.compliance === undefined) return;
	const compliance = parseItemKey(complianceSchema, item.json, 'compliance', { itemIndex, madeBy: 'Compliance Check' });
	if (compliance.outcome !== 'violation') return;
	throw new SellerMailError('INPUT_INVALID', {
		message: `Item ${itemIndex} did not pass the compliance check (${compliance.findings.find((finding) => finding.outcome === 'violation')?.rule ?? 'violation'}).`,
		nextStep: 'Connect only Pass (and Needs Review after a look) of Compliance Check to this node.',
	});
}

function outputOf(report: SendReport, nextDueAt: number | null): number {
	if (report.run.accepted > 0) return ACCEPTED;
	return nextDueAt === null ? NOT_SENT : SCHEDULED;
}

function toCampaignItem(report: SendReport, status: { states: Record<string, number>; causes: Record<string, number>; nextDueAt: number | null } | undefined): Record<string, unknown> {
	const { run, campaign, planned, known, usage } = report;
	return {
		id: campaign.id, name: campaign.name, shop: campaign.shopId, planned, known,
		...(campaign.switchedOff.length > 0 ? { switchedOff: campaign.switchedOff } : {}),
		accepted: run.accepted, deferred: run.deferred, failed: run.failed, uncertain: run.uncertain, blocked: run.blocked,
		...(status ? { states: status.states, causes: status.causes, nextDueAt: status.nextDueAt } : {}),
		...(run.stoppedBy ? { stoppedBy: run.stoppedBy } : {}), usage,
	};
}
