import { placeLinks } from '../delivery/prepareDelivery';
import { SellerMailError } from '../shared/errors';
import { compileContent } from '../template/compileContent';
import { mergeData } from '../template/mergeData';
import type { StoredContent } from '../template/ports';
import type { CompiledTemplate, TemplateBody } from '../template/templateSource';
import type { LinkFlow } from './link.flow';
import type { LinkStore, SentMail } from './ports';

export interface ViewDeps {
	store: Pick<LinkStore, 'findSentMail'>;
	links: Pick<LinkFlow, 'forDeliveries' | 'viewsForDeliveries' | 'publicAddress'>;
	contents: { getMany(ids: string[]): Promise<Map<string, StoredContent>> };
}

/** Compiled templates that are kept: people open the mails of the last campaigns. */
const MAX_KEPT = 20;

/** Makes a delivery's mail again, as it was sent; `undefined` when its content or its buyer's data are gone. Changes nothing. */
export function makeMailViewer(deps: ViewDeps): (deliveryId: string) => Promise<string | undefined> {
	const compiled = new Map<string, CompiledTemplate>();
	return async (deliveryId) => {
		const sent = await deps.store.findSentMail(deliveryId);
		const content = sent && (await deps.contents.getMany([sent.contentId])).get(sent.contentId);
		if (!content || !(await deps.links.publicAddress(sent.shopId))) return undefined;
		const urls = { unsubscribeUrl: (await deps.links.forDeliveries(sent.shopId))(deliveryId), viewUrl: (await deps.links.viewsForDeliveries(sent.shopId))(deliveryId) };
		if (content.kind === 'mail') return placeLinks(content.body, sent.buyer.id, urls).html;
		return render(templateOf(compiled, content.id, content.body), { ...sent, data: mergeData(content.body.sharedData, sent.data) }, urls);
	};
}

function templateOf(compiled: Map<string, CompiledTemplate>, contentId: string, body: TemplateBody): CompiledTemplate {
	const known = compiled.get(contentId);
	if (known) return known;
	if (compiled.size >= MAX_KEPT) compiled.clear();
	const made = compileContent(body, body.brand);
	compiled.set(contentId, made);
	return made;
}

/** What could be rendered when it was sent can be rendered now, unless the buyer's data have changed since. */
function render(template: CompiledTemplate, { buyer, data, variant }: SentMail, urls: { unsubscribeUrl: string; viewUrl: string }): string | undefined {
	try {
		return template.render({ buyer, data, variant, ...urls }).html;
	} catch (error) {
		if (error instanceof SellerMailError) return undefined;
		throw error;
	}
}
