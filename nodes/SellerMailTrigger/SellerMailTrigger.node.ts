import {
	NodeConnectionTypes,
	type IHookFunctions, type INodeType, type INodeTypeDescription, type IWebhookFunctions, type IWebhookResponseData,
} from 'n8n-workflow';
import { testStore } from '../shared/credentialTests';
import { shopField } from '../shared/fields';
import { searchShops } from '../shared/searchShops';
import { withCore } from '../shared/withCore';
import { answerMailLink } from './answerMailLink';
import { publicUrl } from './publicUrl';

/**
 * The public addresses behind links in mails. n8n keeps webhook rows and does not renew them on an update, so the list of
 * paths is final: `m` serves every link by its token, `e` is for provider events. Expressions are avoided and the first
 * version is 2, because n8n evaluates parameters of version-1 webhooks on every request.
 */
export class SellerMailTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Seller Mail Trigger',
		name: 'sellerMailTrigger',
		icon: { light: 'file:sellerMailTrigger.svg', dark: 'file:sellerMailTrigger.dark.svg' },
		group: ['trigger'],
		version: 2,
		subtitle: 'Unsubscribe page',
		description: 'Starts the workflow when a buyer unsubscribes, and serves the unsubscribe page and one-click requests',
		eventTriggerDescription: 'Waiting for a buyer to unsubscribe',
		activationMessage: 'The unsubscribe page is public now, and the links in mails lead to it.',
		defaults: { name: 'Seller Mail Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: undefined,
		credentials: [{ name: 'sellerMailStoreApi', required: true, testedBy: 'testStore' }],
		webhooks: [
			{ name: 'default', httpMethod: 'GET,HEAD' as never, responseMode: 'onReceived', responseData: 'noData', path: 'm' },
			{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', responseData: 'noData', path: 'm' },
			{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', responseData: 'noData', path: 'e' },
		],
		properties: [
			{
				displayName: 'When this workflow is published, its address is entered into the shop by itself: links in mails lead there. Until then nothing is sent.',
				name: 'notice',
				type: 'notice',
				default: '',
			},
			{ ...shopField(), noDataExpression: true },
			{
				displayName: 'Public Address',
				name: 'publicAddress',
				type: 'string',
				noDataExpression: true,
				default: '',
				placeholder: 'https://mail.lumen-home.com',
				description: 'Only when buyers reach n8n by another address than n8n knows (a reverse proxy). Scheme and host; the path stays.',
			},
		],
	};

	methods = { credentialTest: { testStore }, listSearch: { searchShops } };

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				const { shop, address } = readAddress(this);
				const known = await withCore(this, async (core) => await core.links.publicAddress(shop));
				return known?.url === address.url && known.workflowId === address.workflowId;
			},
			async create(this: IHookFunctions): Promise<boolean> {
				const { shop, address } = readAddress(this);
				// n8n calls this for a test run too; only the published address may go into mails
				if (this.getMode() === 'manual') return true;
				await withCore(this, async (core) => await core.links.publish(shop, address));
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				if (this.getMode() === 'manual') return true;
				const { shop, address } = readAddress(this);
				await withCore(this, async (core) => await core.links.unpublish(shop, address.workflowId));
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await answerMailLink(this);
	}
}

function readAddress(context: IHookFunctions): { shop: string; address: { url: string; workflowId: string } } {
	const shop = String(context.getNodeParameter('shop', '', { extractValue: true }));
	const url = publicUrl(String(context.getNodeWebhookUrl('default') ?? ''), String(context.getNodeParameter('publicAddress', '')));
	return { shop, address: { url, workflowId: context.getWorkflow().id ?? '' } };
}
