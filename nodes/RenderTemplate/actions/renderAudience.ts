import type { INodeExecutionData } from 'n8n-workflow';
import { audienceSchema, type AudienceItem, type ContentItem } from '../../../core/contract/items';
import { parseItemKey } from '../../../core/contract/parseItem';
import { compileContent } from '../../../core/template/compileContent';
import { primaryTag } from '../../../core/shop/sites';
import { mergeData } from '../../../core/template/mergeData';
import { sampleVariants } from '../../../core/template/variantNames';
import type { ItemResult } from '../../shared/runPerItem';
import { bodyOf, renderOne, type Rendering } from './rendering';

/** Members that are read of each language; of those with the same template one is shown. */
const READ = { perLanguage: 3, max: 60 };

/** Saves what the audience's mails are made of, and makes one of each language, template and variant to look at and to check. */
export async function renderAudience(rendering: Rendering, item: INodeExecutionData, itemIndex: number): Promise<ItemResult> {
	const { core, brand, request } = rendering;
	const audience = parseItemKey(audienceSchema, item.json, 'audience', { itemIndex, madeBy: 'Segment Buyers' });
	const choices = Object.entries(await rendering.choicesOf(audience.shop)).filter(([site]) => site in audience.bySite);
	const templatesBySite = choices.length > 0 ? Object.fromEntries(choices) : undefined;
	const body = bodyOf(request, templatesBySite ?? {});
	const template = compileContent(body, brand);
	const samples = await renderSamples(rendering, audience, template);
	const id = await core.templates.saveTemplate(audience.shop, { ...body, brand });
	if (samples.length === 0) rendering.emptyAudienceCount += 1;
	else rendering.unseenSites.push(...choices.map(([site]) => site).filter((site) => !samples.some(({ mail }) => mail.template === templatesBySite?.[site])));
	const languages = [...new Set(samples.map(({ mail }) => mail.language))];
	const variants = [...new Set(samples.map(({ variant }) => variant))];
	return { output: 0, json: { ...item.json, content: { id, purpose: template.purpose, template: template.name, languages, variants, samples } }, binary: item.binary };
}

type Sample = ContentItem['samples'][number] & { variant: string };

async function renderSamples(rendering: Rendering, audience: AudienceItem, template: Rendering['template']): Promise<Sample[]> {
	const samples: Sample[] = [];
	const shown = new Set<string>();
	const choices = await rendering.choicesOf(audience.shop);
	for (const { buyer, occasion, data: own, variant: ownVariant } of await rendering.core.segments.sampleAudience(audience.id, READ)) {
		const kind = `${primaryTag(buyer.language)} ${buyer.site in choices ? buyer.site : ''}`;
		if (shown.has(kind)) continue;
		shown.add(kind);
		const data = mergeData(rendering.request.sharedData, own);
		for (const variant of sampleVariants(rendering.request.overrides, Object.keys(audience.byVariant), ownVariant)) {
			samples.push({ buyer, occasion, data, variant, mail: await renderOne(rendering, template, { buyer, data, variant }) });
		}
	}
	return samples;
}
