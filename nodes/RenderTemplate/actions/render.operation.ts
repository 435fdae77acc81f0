import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { z } from 'zod';
import { buyerSchema, type BuyerItem } from '../../../core/contract/items';
import { parseItemKey } from '../../../core/contract/parseItem';
import { letOthersRun } from '../../../core/shared/eventLoop';
import { mergeData } from '../../../core/template/mergeData';
import { makeSample } from '../../../core/template/sampleData';
import { runPerItem, type ItemResult } from '../../shared/runPerItem';
import { withCore } from '../../shared/withCore';
import { hintRendering } from './hintRendering';
import { renderAudience } from './renderAudience';
import { renderPreview } from './renderPreview';
import { beginRendering, renderOne, type Rendering } from './rendering';

/** Mails rendered before the event loop gets a turn: about 20 ms. */
const MAILS_AT_ONCE = 200;

/** Items with a buyer get their `mail`, items with an audience their `content`; a preview is one for all items. */
export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await withCore(this, async (core) => {
		const rendering = await beginRendering(this, core);
		const outputs = await runPerItem(this, 1, async (item, itemIndex) => {
			if (rendering.request.preview) return itemIndex === 0 ? await renderPreview(rendering, item.json) : [];
			if (itemIndex % MAILS_AT_ONCE === MAILS_AT_ONCE - 1) await letOthersRun();
			return item.json.audience === undefined ? await renderBuyer(rendering, item, itemIndex) : await renderAudience(rendering, item, itemIndex);
		});
		hintRendering(this, rendering);
		return outputs;
	});
}

async function renderBuyer(rendering: Rendering, item: INodeExecutionData, itemIndex: number): Promise<ItemResult> {
	const where = { itemIndex, madeBy: 'Segment Buyers' };
	const { isSample, sharedData } = rendering.request;
	const given = item.json.data === undefined ? {} : parseItemKey(z.record(z.unknown()), item.json, 'data', where);
	const own = isSample ? sampleOf(rendering, given) : { buyer: parseItemKey(buyerSchema, item.json, 'buyer', where), data: mergeData(sharedData, given) };
	const variant = typeof item.json.variant === 'string' ? item.json.variant : undefined;
	const rendered = await renderOne(rendering, await rendering.templateOf(own.buyer.shop), { ...own, variant });
	// of a split: the rest of a test gets the winner's texts later, made from the same template
	const mail = isSample || variant === undefined ? rendered : { ...rendered, contentId: await rendering.contentIdOf(own.buyer.shop) };
	// what the mail was made of goes with it: the next nodes look at the offer too
	return { output: 0, json: { ...item.json, ...(isSample ? { buyer: own.buyer } : {}), ...(isSample || sharedData ? { data: own.data } : {}), mail }, binary: item.binary };
}

function sampleOf({ request }: Rendering, given: Record<string, unknown>): { buyer: BuyerItem; data: Record<string, unknown> } {
	const sample = makeSample(request.overrides.language ?? 'en');
	return { buyer: sample.buyer, data: { ...sample.data, ...mergeData(request.sharedData, given) } };
}
