import { NodeConnectionTypes, type IExecuteFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import type { Core } from '../../core/openCore';
import type { SegmentRequest } from '../../core/segment/request';
import type { Recipient, SegmentPage } from '../../core/segment/segment.flow';
import { testStore } from '../shared/credentialTests';
import { runPerItem, type ItemResult } from '../shared/runPerItem';
import { searchShops } from '../shared/searchShops';
import { withCore } from '../shared/withCore';
import { description } from './actions/panel';
import { hintPreview, hintSegment, type SegmentCounts } from './actions/hintSegment';
import { PRESET_OPTIONS } from './actions/presetFields';
import { readPreviewOptions, readRequest } from './actions/readRequest';

const MAX_WHOLE_ITEMS = 100_000;

const PRESET_NAMES = Object.fromEntries(PRESET_OPTIONS.map(({ name, value }) => [value, name]));
/** The preset's name (with state or stage), or that there are conditions; and whether it is a preview only. */
const SUBTITLE = `={{ (($parameter["selectBy"] ?? "preset") === "preset" ? ${JSON.stringify(PRESET_NAMES)}[$parameter["preset"]] + ({"fulfilment-state": ": " + $parameter["state"], "repurchase-due": ": " + $parameter["stage"]}[$parameter["preset"]] ?? "") : "Conditions") + ($parameter["output"] === "preview" ? " (preview)" : "") }}`;

/** Picks buyers by what they did, with the reason for each; leaves out those who may not be mailed. */
export class SegmentBuyers implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Segment Buyers',
		name: 'segmentBuyers',
		icon: { light: 'file:segmentBuyers.svg', dark: 'file:segmentBuyers.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: SUBTITLE,
		description: 'Pick the buyers for a mail by what they did, and leave out those who may not get it',
		defaults: { name: 'Segment Buyers' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: 'sellerMailStoreApi', required: true, testedBy: 'testStore' }],
		properties: description,
	};

	methods = { credentialTest: { testStore }, listSearch: { searchShops } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const output = this.getNodeParameter('output', 0);
		return await withCore(this, async (core) => await runPerItem(this, 1, async (item, itemIndex) => {
			const request = readRequest(this, itemIndex, core.clock.now());
			if (output === 'preview') {
				const preview = await core.segments.preview(request, readPreviewOptions(this, itemIndex));
				hintPreview(this, preview);
				return { output: 0, json: { ...item.json, preview } };
			}
			if (output === 'audience') {
				const audience = await core.segments.freeze(request);
				hintSegment(this, { count: audience.size, bySite: audience.bySite, leftOut: audience.leftOut }, request.asOf ?? 0);
				return { output: 0, json: { ...item.json, audience } };
			}
			const { results, counts } = await collectBuyers(core, request);
			hintSegment(this, counts, request.asOf ?? 0);
			return results;
		}));
	}
}

/** All recipients as items. Without the operator's limit one more than ours is asked for, to know whether ours cut the rest off. */
async function collectBuyers(core: Core, request: SegmentRequest): Promise<{ results: ItemResult[]; counts: SegmentCounts }> {
	const most = request.limit ?? MAX_WHOLE_ITEMS;
	const results: ItemResult[] = [];
	const counts: SegmentCounts = { count: 0, bySite: {}, leftOut: {} };
	for await (const page of core.segments.select({ ...request, limit: request.limit ?? MAX_WHOLE_ITEMS + 1 })) {
		const recipients = page.recipients.slice(0, most - counts.count);
		if (recipients.length < page.recipients.length) counts.isCut = true;
		for (const recipient of [...recipients, ...page.leftOutRecipients]) results.push({ output: 0, json: { ...recipient } });
		addCounts(counts, recipients, page.leftOut);
	}
	return { results, counts };
}

function addCounts(counts: SegmentCounts, recipients: Recipient[], leftOut: SegmentPage['leftOut']): void {
	counts.count += recipients.length;
	for (const { buyer } of recipients) counts.bySite[buyer.site] = (counts.bySite[buyer.site] ?? 0) + 1;
	for (const [reason, left] of Object.entries(leftOut)) counts.leftOut[reason] = (counts.leftOut[reason] ?? 0) + left;
}
