import type { IExecuteFunctions, ILoadOptionsFunctions } from 'n8n-workflow';

/** The panel's *Shop* and *Campaign*. */
export function readCampaign(context: IExecuteFunctions, itemIndex: number): { shop: string; campaign: string } {
	const text = (name: string): string => String(context.getNodeParameter(name, itemIndex, '', { extractValue: true })).trim();
	return { shop: text('shop'), campaign: text('campaign') };
}

/** The same while the panel is being filled in; `undefined` while one is empty or an expression. */
export function readCampaignSoFar(context: ILoadOptionsFunctions): { shop: string; campaign: string } | undefined {
	const text = (name: string): string => String(context.getCurrentNodeParameter(name, { extractValue: true }) ?? '').trim();
	const [shop, campaign] = [text('shop'), text('campaign')];
	return shop && campaign && !campaign.startsWith('=') && !shop.startsWith('=') ? { shop, campaign } : undefined;
}
