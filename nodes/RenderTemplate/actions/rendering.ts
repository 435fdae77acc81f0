import type { IExecuteFunctions } from 'n8n-workflow';
import type { BuyerItem, MailItem } from '../../../core/contract/items';
import type { Core } from '../../../core/openCore';
import type { Brand } from '../../../core/shop/senderProfile';
import { checkVariables } from '../../../core/template/checkVariables';
import { compileContent } from '../../../core/template/compileContent';
import type { CompiledTemplate, NewTemplateBody } from '../../../core/template/templateSource';
import { readSender } from '../../shared/readSender';
import { toNodeError } from '../../shared/toNodeError';
import { readTemplate, type TemplateRequest } from './readTemplate';
import { settleDefault } from './shopDefault';

export interface MailUrls {
	unsubscribeUrl: string;
	viewUrl: string;
}

/** A mail and whom it is for, as far as the hint needs it. */
export interface RenderedMail {
	mail: MailItem;
	variant?: string;
}

/** One run of the node. */
export interface Rendering {
	core: Core;
	request: TemplateRequest;
	brand: Brand;
	/** as chosen in the panel; compiled first, so that a wrong one stops the node */
	template: CompiledTemplate;
	/** with the choices that the shop has made for its sites */
	templateOf(shop: string): Promise<CompiledTemplate>;
	/** what a shop's mails are made of, kept in the store: for mails that are made again later */
	contentIdOf(shop: string): Promise<string>;
	/** site → template, where the shop has chosen another one */
	choicesOf(shop: string): Promise<Record<string, string>>;
	/** the addresses in each buyer's mail, one look-up a shop */
	urlsOf(shop: string): Promise<(buyerId: string) => MailUrls>;
	rendered: RenderedMail[];
	/** audiences without anybody to try the template on */
	emptyAudienceCount: number;
	/** sites with a template of their own that no sample shows */
	unseenSites: string[];
}

/** A template that can't be compiled stops the node: it is nobody's item that is wrong. */
export async function beginRendering(context: IExecuteFunctions, core: Core): Promise<Rendering> {
	try {
		const { brand } = await readSender(context);
		const request = await settleDefault(context, core, readTemplate(context));
		const template = compileContent(request, brand);
		checkVariables(request.source, request.overrides);
		const choicesOf = once(async (shop) => (request.followsSites ? await readChoices(core, shop, template.name) : {}));
		const templateOf = once(async (shop) => {
			const templatesBySite = await choicesOf(shop);
			return Object.keys(templatesBySite).length === 0 ? template : compileContent({ ...request, templatesBySite }, brand);
		});
		const contentIdOf = once(async (shop) => await core.templates.saveTemplate(shop, { ...bodyOf(request, await choicesOf(shop)), brand }));
		return { core, request, brand, template, templateOf, contentIdOf, choicesOf, urlsOf: once(async (shop) => await makeUrls(core, shop)), rendered: [], emptyAudienceCount: 0, unseenSites: [] };
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}

/** A template as it is kept; `choices` are those of the shop's sites. */
export function bodyOf({ source, overrides, sharedData }: TemplateRequest, choices: Record<string, string>): Pick<NewTemplateBody, 'source' | 'overrides' | 'sharedData' | 'templatesBySite'> {
	return { source, overrides, ...(sharedData ? { sharedData } : {}), ...(Object.keys(choices).length > 0 ? { templatesBySite: choices } : {}) };
}

/** Renders one mail and remembers it for the hint. */
export async function renderOne(rendering: Rendering, template: CompiledTemplate, { buyer, data, variant }: { buyer: BuyerItem; data: Record<string, unknown>; variant?: string }): Promise<MailItem> {
	const urlOf = await rendering.urlsOf(buyer.shop);
	const mail = template.render({ buyer, data, variant, ...urlOf(buyer.id) });
	rendering.rendered.push({ mail, variant });
	return mail;
}

function once<Answer>(ask: (shop: string) => Promise<Answer>): (shop: string) => Promise<Answer> {
	const answers = new Map<string, Promise<Answer>>();
	return async (shop) => {
		const found = answers.get(shop) ?? ask(shop);
		answers.set(shop, found);
		return await found;
	};
}

async function readChoices(core: Core, shop: string, template: string): Promise<Record<string, string>> {
	const sites = await core.shops.sitesOf(shop);
	return Object.fromEntries([...sites.values()].flatMap(({ key, templates }) => {
		const choice = templates[template];
		return choice && choice !== template ? [[key, choice]] : [];
	}));
}

async function makeUrls(core: Core, shop: string): Promise<(buyerId: string) => MailUrls> {
	const [unsubscribe, view] = [await core.links.forBuyers(shop), await core.links.viewsForBuyers(shop)];
	return (buyerId) => ({ unsubscribeUrl: unsubscribe(buyerId), viewUrl: view(buyerId) });
}
