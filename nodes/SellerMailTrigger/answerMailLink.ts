import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { answerText, type PageAnswer, type PageRequest } from '../../core/link/pageAnswer';
import { withCore } from '../shared/withCore';
import { toItems } from './startOn';

/** A request that n8n's webhook took: the answer is sent at once, and what changed may start the workflow. */
export async function answerMailLink(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const request = context.getRequestObject();
	if (request.path.endsWith('/e')) return send(context, answerText(501, 'This version does not read provider events.'));
	return await withCore(context, async (core) => send(context, await core.pages.answer(toPageRequest(context))));
}

function toPageRequest(context: IWebhookFunctions): PageRequest {
	const request = context.getRequestObject();
	const body = context.getBodyData() as IDataObject | undefined;
	// n8n puts the fields of a multipart body under `data`
	const fields = typeof body?.data === 'object' && body.data !== null ? (body.data as IDataObject) : body;
	return {
		method: request.method,
		token: (context.getQueryData() as IDataObject).t,
		fields: Object.fromEntries(Object.entries(fields ?? {}).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []))),
		acceptLanguage: String(request.headers['accept-language'] ?? 'en'),
		ip: request.ip ?? null,
	};
}

function send(context: IWebhookFunctions, { status, headers, body, event }: PageAnswer): IWebhookResponseData {
	context.getResponseObject().status(status).set(headers).send(body);
	const items = event ? toItems(context, event) : undefined;
	return items ? { noWebhookResponse: true, workflowData: [items] } : { noWebhookResponse: true };
}
