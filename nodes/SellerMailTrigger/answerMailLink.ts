import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import type { LinkBuyer } from '../../core/link/ports';
import { renderInvalidPage, renderUnsubscribePage, renderUnsubscribedPage } from '../../core/link/pages';
import { withCore } from '../shared/withCore';

/** GET shows a page and changes nothing (scanners follow links); POST acts at once, in both encodings of RFC 8058. */
export async function answerMailLink(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const request = context.getRequestObject();
	if (request.path.endsWith('/e')) return answer(context, 501, 'text/plain; charset=utf-8', 'This version does not read provider events.\n');
	return await withCore(context, async (core) => {
		const query = context.getQueryData() as IDataObject;
		const buyer = await core.links.resolve(query.t);
		if (!buyer) return page(context, 404, renderInvalidPage(String(request.headers['accept-language'] ?? 'en')));
		if (request.method !== 'POST') return page(context, 200, renderUnsubscribePage(buyer));
		const { wasAlready } = await core.consent.unsubscribe(buyer.shopId, buyer.buyerId, {
			source: isOneClick(context.getBodyData() as IDataObject | undefined) ? 'one-click' : 'unsubscribe-page', deliveryId: buyer.deliveryId, at: core.clock.now(),
		});
		page(context, 200, renderUnsubscribedPage(buyer));
		return wasAlready ? { noWebhookResponse: true } : { noWebhookResponse: true, workflowData: [[{ json: toEvent(buyer, core.clock.now()) }]] };
	});
}

/** `List-Unsubscribe=One-Click`, urlencoded or multipart (n8n puts a multipart body under `data`). A page's button sends no body at all. */
function isOneClick(body: IDataObject | undefined): boolean {
	const fields = (typeof body?.data === 'object' && body.data !== null ? body.data : body) as IDataObject | undefined;
	return fields?.['List-Unsubscribe'] === 'One-Click';
}

function toEvent(buyer: LinkBuyer, at: number): IDataObject {
	return { event: 'unsubscribed', shop: buyer.shopId, buyerId: buyer.buyerId, deliveryId: buyer.deliveryId ?? null, campaign: buyer.campaign ?? null, at };
}

function page(context: IWebhookFunctions, status: number, html: string): IWebhookResponseData {
	return answer(context, status, 'text/html; charset=utf-8', html);
}

function answer(context: IWebhookFunctions, status: number, type: string, body: string): IWebhookResponseData {
	context.getResponseObject().status(status).set({
		'Content-Type': type,
		'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
		'Referrer-Policy': 'no-referrer',
		'X-Robots-Tag': 'noindex',
		'Cache-Control': 'no-store',
	}).send(body);
	return { noWebhookResponse: true };
}
