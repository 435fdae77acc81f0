import { NodeConnectionTypes, type IExecuteFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { testStore } from '../shared/credentialTests';
import { runPerItem, type ItemResult } from '../shared/runPerItem';
import { searchShops } from '../shared/searchShops';
import { withCore } from '../shared/withCore';
import { description } from './actions/panel';
import { readRequest } from './actions/readRequest';
import { hintSegment } from './actions/hintSegment';

const MAX_WHOLE_ITEMS = 100_000;

/** Picks buyers by what they did, with the reason for each; leaves out those who may not be mailed. */
export class SegmentBuyers implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Segment Buyers',
		name: 'segmentBuyers',
		icon: { light: 'file:segmentBuyers.svg', dark: 'file:segmentBuyers.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ {"cart-abandoned": "Cart abandoned", "fulfilment-state": "Fulfilment: " + $parameter["state"], "repurchase-due": "Repurchase: " + $parameter["stage"]}[$parameter["preset"]] }}',
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
		const isAudience = this.getNodeParameter('output', 0) === 'audience';
		return await withCore(this, async (core) => await runPerItem(this, 1, async (item, itemIndex) => {
			const request = readRequest(this, itemIndex, core.clock.now());
			if (isAudience) {
				const audience = await core.segments.freeze(request);
				hintSegment(this, { count: audience.size, bySite: audience.bySite, leftOut: audience.leftOut }, request.asOf ?? 0);
				return { output: 0, json: { ...item.json, audience } };
			}
			const results: ItemResult[] = [];
			const bySite: Record<string, number> = {};
			const leftOut: Record<string, number> = {};
			let count = 0;
			for await (const page of core.segments.select({ ...request, limit: request.limit ?? MAX_WHOLE_ITEMS })) {
				for (const recipient of page.recipients) {
					results.push({ output: 0, json: { ...recipient } });
					bySite[recipient.buyer.site] = (bySite[recipient.buyer.site] ?? 0) + 1;
				}
				count += page.recipients.length;
				for (const recipient of page.leftOutRecipients) results.push({ output: 0, json: { ...recipient } });
				for (const [reason, left] of Object.entries(page.leftOut)) leftOut[reason] = (leftOut[reason] ?? 0) + left;
			}
			hintSegment(this, { count, bySite, leftOut }, request.asOf ?? 0);
			return results;
		}));
	}
}
