import {
	NodeConnectionTypes,
	type IExecuteFunctions, type IHookFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription, type ITriggerFunctions, type ITriggerResponse,
	type IWebhookFunctions, type IWebhookResponseData,
} from 'n8n-workflow';
import { testStore } from '../shared/credentialTests';
import { searchShops } from '../shared/searchShops';
import { withCore } from '../shared/withCore';
import { answerMailLink } from './answerMailLink';
import { properties } from './panel';
import { isOnOwnPort, isTestRun, readAddress, readShop } from './readAddress';
import { servePages } from './servePages';

/**
 * The public addresses behind links in mails. n8n keeps webhook rows and does not renew them on an update, so the list of
 * paths is final: `m` serves every link by its token, `e` is for provider events. Expressions are avoided and the first
 * version is 2, because n8n evaluates parameters of version-1 webhooks on every request. For volume the same pages are served
 * on a port of their own; n8n's addresses stay, because links in older mails lead there.
 */
export class SellerMailTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Seller Mail Trigger',
		name: 'sellerMailTrigger',
		icon: { light: 'file:sellerMailTrigger.svg', dark: 'file:sellerMailTrigger.dark.svg' },
		group: ['trigger'],
		version: 2,
		subtitle: 'Unsubscribe, preferences, double opt-in',
		description: 'Serves the pages behind links in mails (unsubscribe, preferences, double opt-in, view in browser) and starts the workflow when a buyer changes something',
		eventTriggerDescription: 'Waiting for a buyer to change something',
		activationMessage: 'The pages are public now, and the links in mails lead to them.',
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
		properties,
	};

	methods = { credentialTest: { testStore }, listSearch: { searchShops } };

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				// the port's address is entered when the port is open
				if (isOnOwnPort(this)) return true;
				const { shop, address } = readAddress(this);
				const known = await withCore(this, async (core) => await core.links.publicAddress(shop));
				return known?.url === address.url && known.workflowId === address.workflowId;
			},
			async create(this: IHookFunctions): Promise<boolean> {
				// n8n calls this for a test run too; only the published address may go into mails
				if (isTestRun(this) || isOnOwnPort(this)) return true;
				const { shop, address } = readAddress(this);
				await withCore(this, async (core) => await core.links.publish(shop, address));
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				if (isTestRun(this)) return true;
				await withCore(this, async (core) => await core.links.unpublish(readShop(this), this.getWorkflow().id ?? ''));
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await answerMailLink(this);
	}

	async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
		return await servePages(this);
	}

	/** What a page gave goes on as it is. Without this method n8n would call `trigger` in test runs and drop what the webhook took. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await Promise.resolve([this.getInputData()]);
	}
}
