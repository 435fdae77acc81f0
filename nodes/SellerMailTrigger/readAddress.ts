import type { IHookFunctions, ITriggerFunctions } from 'n8n-workflow';
import type { PublicAddress } from '../../core/link/ports';
import { ownPortUrl, publicUrl } from './publicUrl';

export interface PublishedAddress {
	shop: string;
	address: PublicAddress;
}

export function isOnOwnPort(context: IHookFunctions | ITriggerFunctions): boolean {
	return context.getNodeParameter('serveOn', 'webhook') === 'ownPort';
}

export function readShop(context: IHookFunctions | ITriggerFunctions): string {
	return String(context.getNodeParameter('shop', '', { extractValue: true }));
}

/** Where links in the shop's mails lead while this workflow is published. @throws SellerMailError INPUT_INVALID */
export function readAddress(context: IHookFunctions | ITriggerFunctions): PublishedAddress {
	const given = String(context.getNodeParameter('publicAddress', ''));
	const url = isOnOwnPort(context) ? ownPortUrl(given) : publicUrl(webhookUrl(context), given);
	return { shop: readShop(context), address: { url, workflowId: context.getWorkflow().id ?? '' } };
}

/** n8n ends a test run with the same call as unpublishing, and only the address of the webhook tells: the published one must stay then. */
export function isTestRun(context: IHookFunctions): boolean {
	return context.getMode() === 'manual' || new URL(webhookUrl(context)).pathname.includes(`/${process.env.N8N_ENDPOINT_WEBHOOK_TEST ?? 'webhook-test'}/`);
}

function webhookUrl(context: IHookFunctions | ITriggerFunctions): string {
	return 'getNodeWebhookUrl' in context ? String(context.getNodeWebhookUrl('default') ?? '') : '';
}
