import type { IExecuteFunctions } from 'n8n-workflow';
import type { Core } from '../../../core/openCore';
import { SellerMailError } from '../../../core/shared/errors';
import { OWN_TEMPLATE } from '../../../core/shop/sendingSetup/setupSteps';
import type { TemplateRequest } from './readTemplate';

/** In the list of templates: whatever the items' shop has chosen. */
export const SHOP_DEFAULT = 'shopDefault';

/** Puts the shop's default template where the panel asks for it. @throws SellerMailError INPUT_INVALID without one shop that has one */
export async function settleDefault(context: IExecuteFunctions, core: Core, request: TemplateRequest): Promise<TemplateRequest> {
	if (request.source.kind !== 'library' || request.source.name !== SHOP_DEFAULT) return request;
	const [shop, ...others] = readShops(context);
	if (shop === undefined || others.length > 0) throw noDefault(shop === undefined ? 'the items name no shop' : 'the items are of several shops', 'Choose a template by name, or feed items of one shop from Segment Buyers.');
	const { defaultTemplate } = await core.shops.get(shop);
	if (defaultTemplate === null) throw noDefault(`shop \`${shop}\` has none`, 'Choose one as “Default Template” in Seller Mail Records → Shop → Create or Update.');
	if (defaultTemplate === OWN_TEMPLATE) throw noDefault(`that of shop \`${shop}\` is its own HTML`, 'Choose “Own” in “Template” and enter it there.');
	return { ...request, source: { kind: 'library', name: defaultTemplate } };
}

function readShops(context: IExecuteFunctions): string[] {
	const shops = context.getInputData().flatMap(({ json }) => [json.buyer, json.audience]).map((part) => (part as { shop?: unknown } | undefined)?.shop);
	return [...new Set(shops.filter((shop) => typeof shop === 'string'))];
}

function noDefault(why: string, nextStep: string): SellerMailError {
	return new SellerMailError('INPUT_INVALID', { message: `There is no default template to take: ${why}.`, nextStep, context: { field: 'templateName' } });
}
