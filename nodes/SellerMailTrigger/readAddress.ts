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

/** Where links in the shop's mails lead while this workflow is published. @throws SellerMailError INPUT_INVALID */
export function readAddress(context: IHookFunctions | ITriggerFunctions): PublishedAddress {
	const shop = String(context.getNodeParameter('shop', '', { extractValue: true }));
	const given = String(context.getNodeParameter('publicAddress', ''));
	const url = isOnOwnPort(context) ? ownPortUrl(given) : publicUrl(webhookUrl(context), given);
	return { shop, address: { url, workflowId: context.getWorkflow().id ?? '', webhookPath: new URL(webhookUrl(context) || url).pathname } };
}

/** Whether two addresses are the same workflow's, published the same way: a test run's webhook has another path. */
export function isSameAddress(known: PublicAddress | undefined, address: PublicAddress): boolean {
	return known?.url === address.url && known.workflowId === address.workflowId && (known.webhookPath ?? address.webhookPath) === address.webhookPath;
}

function webhookUrl(context: IHookFunctions | ITriggerFunctions): string {
	return 'getNodeWebhookUrl' in context ? String(context.getNodeWebhookUrl('default') ?? '') : '';
}
