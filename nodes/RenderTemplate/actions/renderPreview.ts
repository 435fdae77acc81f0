import { makeSample } from '../../../core/template/sampleData';
import { LANGUAGES } from '../../../core/template/languages/registry';
import { mergeData } from '../../../core/template/mergeData';
import { resolveLanguage } from '../../../core/template/resolveLanguage';
import { previewVariants } from '../../../core/template/variantNames';
import { letOthersRun } from '../../../core/shared/eventLoop';
import type { ItemResult } from '../../shared/runPerItem';
import { renderOne, type Rendering } from './rendering';

/** One item for each language and variant, made for a sample buyer with the data of the first item where it has some. */
export async function renderPreview(rendering: Rendering, json: Record<string, unknown>): Promise<ItemResult[]> {
	const { request } = rendering;
	const shop = await findShop(rendering, json);
	const given = mergeData(request.sharedData, await readData(rendering, json));
	const template = await rendering.templateOf(shop ?? 'sample');
	const results: ItemResult[] = [];
	for (const language of await readLanguages(rendering, shop)) {
		const { buyer, data } = makeSample(language);
		for (const variant of previewVariants(request.overrides)) {
			const mail = await renderOne(rendering, template, { buyer, data: { ...data, ...given }, variant });
			const { subject, preheader, bytes } = mail;
			results.push({ output: 0, json: { html: mail.html, mail, preview: { language, ...(variant ? { variant } : {}), subject, preheader, bytes } } });
		}
		await letOthersRun(); // each language is compiled at its first mail
	}
	return results;
}

/** The item's, else the only one that there is. */
async function findShop({ core }: Rendering, json: Record<string, unknown>): Promise<string | undefined> {
	for (const from of [json.buyer, json.audience]) {
		if (isRecord(from) && typeof from.shop === 'string') return from.shop;
	}
	const shops = await core.shops.list({ limit: 2 });
	return shops.length === 1 ? shops[0]?.id : undefined;
}

async function readData({ core }: Rendering, json: Record<string, unknown>): Promise<Record<string, unknown>> {
	if (isRecord(json.data)) return json.data;
	if (!isRecord(json.audience) || typeof json.audience.id !== 'string') return {};
	return (await core.segments.sampleAudience(json.audience.id, { perLanguage: 1, max: 1 }))[0]?.data ?? {};
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Those chosen; else those of the shop's active sites; else all. */
async function readLanguages({ core, request }: Rendering, shop: string | undefined): Promise<string[]> {
	const all = LANGUAGES.map(({ language }) => language);
	if (request.overrides.language) return [request.overrides.language];
	if (request.preview && request.preview.languages.length > 0) return all.filter((language) => request.preview?.languages.includes(language));
	if (!shop) return all;
	const sites = [...(await core.shops.sitesOf(shop)).values()].filter(({ isActive }) => isActive);
	const spoken = new Set(sites.map(({ language }) => resolveLanguage(language).strings.language));
	return spoken.size > 0 ? all.filter((language) => spoken.has(language)) : all;
}
