import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { z } from 'zod';
import { audienceSchema, buyerSchema, type BuyerItem, type ContentItem, type MailItem } from '../../../core/contract/items';
import { parseItemKey } from '../../../core/contract/parseItem';
import type { Core } from '../../../core/openCore';
import { letOthersRun } from '../../../core/shared/eventLoop';
import type { Brand } from '../../../core/shop/senderProfile';
import { compileTemplate } from '../../../core/template/compileTemplate';
import { makeSample } from '../../../core/template/sampleData';
import type { CompiledTemplate } from '../../../core/template/templateSource';
import { readSender } from '../../shared/readSender';
import { runPerItem, type ItemResult } from '../../shared/runPerItem';
import { toNodeError } from '../../shared/toNodeError';
import { withCore } from '../../shared/withCore';
import { hintRendering } from './hintRendering';
import { readTemplate, type TemplateRequest } from './readTemplate';

/** Mails rendered before the event loop gets a turn: about 20 ms. */
const MAILS_AT_ONCE = 200;
const SAMPLES = { perLanguage: 1, max: 20 };

interface MailUrls {
	unsubscribeUrl: string;
	viewUrl: string;
}

interface Rendering {
	core: Core;
	request: TemplateRequest;
	template: CompiledTemplate;
	brand: Brand;
	/** the addresses in each buyer's mail, one look-up a shop */
	urlsOf(shop: string): Promise<(buyerId: string) => MailUrls>;
	mails: MailItem[];
	/** audiences without anybody to try the template on */
	emptyAudienceCount: number;
}

/** Items with a buyer get their `mail`, items with an audience their `content`. */
export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await withCore(this, async (core) => {
		const rendering = await begin(this, core);
		const outputs = await runPerItem(this, 1, async (item, itemIndex) => {
			if (itemIndex % MAILS_AT_ONCE === MAILS_AT_ONCE - 1) await letOthersRun();
			return item.json.audience === undefined ? await renderBuyer(rendering, item, itemIndex) : await renderAudience(rendering, item, itemIndex);
		});
		hintRendering(this, rendering.mails, rendering.emptyAudienceCount);
		return outputs;
	});
}

/** A template that can't be compiled stops the node: it is nobody's item that is wrong. */
async function begin(context: IExecuteFunctions, core: Core): Promise<Rendering> {
	try {
		const { brand } = await readSender(context);
		const request = readTemplate(context);
		const template = compileTemplate(request.source, { brand, overrides: request.overrides });
		const urls = new Map<string, Promise<(buyerId: string) => MailUrls>>();
		const urlsOf = async (shop: string): Promise<(buyerId: string) => MailUrls> => {
			const found = urls.get(shop) ?? makeUrls(core, shop);
			urls.set(shop, found);
			return await found;
		};
		return { core, request, template, brand, urlsOf, mails: [], emptyAudienceCount: 0 };
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}

async function makeUrls(core: Core, shop: string): Promise<(buyerId: string) => MailUrls> {
	const [unsubscribe, view] = [await core.links.forBuyers(shop), await core.links.viewsForBuyers(shop)];
	return (buyerId) => ({ unsubscribeUrl: unsubscribe(buyerId), viewUrl: view(buyerId) });
}

async function renderBuyer(rendering: Rendering, item: INodeExecutionData, itemIndex: number): Promise<ItemResult> {
	const where = { itemIndex, madeBy: 'Segment Buyers' };
	const given = item.json.data === undefined ? {} : parseItemKey(z.record(z.unknown()), item.json, 'data', where);
	const { buyer, data } = rendering.request.isSample ? sampleOf(rendering, given) : { buyer: parseItemKey(buyerSchema, item.json, 'buyer', where), data: given };
	const mail = await renderOne(rendering, buyer, data);
	return { output: 0, json: { ...item.json, ...(rendering.request.isSample ? { buyer, data } : {}), mail }, binary: item.binary };
}

function sampleOf({ request }: Rendering, given: Record<string, unknown>): { buyer: BuyerItem; data: Record<string, unknown> } {
	const sample = makeSample(request.overrides.language ?? 'en');
	return { buyer: sample.buyer, data: { ...sample.data, ...given } };
}

async function renderAudience(rendering: Rendering, item: INodeExecutionData, itemIndex: number): Promise<ItemResult> {
	const { core, template, brand, request } = rendering;
	const audience = parseItemKey(audienceSchema, item.json, 'audience', { itemIndex, madeBy: 'Segment Buyers' });
	const samples: ContentItem['samples'] = [];
	for (const { buyer, occasion, data } of await core.segments.sampleAudience(audience.id, SAMPLES)) {
		samples.push({ buyer, occasion, data, mail: await renderOne(rendering, buyer, data) });
	}
	if (samples.length === 0) rendering.emptyAudienceCount += 1;
	const id = await core.templates.saveTemplate(audience.shop, { source: request.source, brand, overrides: request.overrides });
	const languages = [...new Set(samples.map(({ mail }) => mail.language))];
	return { output: 0, json: { ...item.json, content: { id, purpose: template.purpose, template: template.name, languages, samples } }, binary: item.binary };
}

async function renderOne({ template, urlsOf, mails }: Rendering, buyer: BuyerItem, data: Record<string, unknown>): Promise<MailItem> {
	const urlOf = await urlsOf(buyer.shop);
	const mail = template.render({ buyer, data, ...urlOf(buyer.id) });
	mails.push(mail);
	return mail;
}
