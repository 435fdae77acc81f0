import { NodeConnectionTypes, type IExecuteFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { testAliExpress, testSender, testStore } from '../shared/credentialTests';
import { searchShops } from '../shared/searchShops';
import { operations } from './actions/operations';
import { runOperation } from './actions/router';
import * as resourceMapping from './methods/recordFields';
import { searchAudiences } from './methods/searchAudiences';

/** What the shop knows: shops, sites, buyers, orders, events and suppressions, by webhook, workflow or file. */
export class SellerMailRecords implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Seller Mail Records',
		name: 'sellerMailRecords',
		icon: { light: 'file:sellerMailRecords.svg', dark: 'file:sellerMailRecords.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["resource"] + ": " + $parameter["operation"].replace(/([A-Z])/g, " $1").toLowerCase() }}',
		description: 'Keep shops, buyers, orders, carts and suppressions in the store',
		defaults: { name: 'Seller Mail Records' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Done', 'Rejected'],
		usableAsTool: true,
		credentials: [
			{ name: 'sellerMailStoreApi', required: true, testedBy: 'testStore' },
			// with the slash: the editor takes a parameter whose every value a credential names for a choice of authentication, and hides it
			{ name: 'sellerMailSenderApi', required: true, testedBy: 'testSender', displayOptions: { show: { resource: ['consent', 'shop'], '/operation': ['requestDoubleOptIn', 'setUpSending'] } } },
			{ name: 'sellerMailAliExpressApi', required: true, testedBy: 'testAliExpress', displayOptions: { show: { resource: ['order'], '/operation': ['syncAliExpress'] } } },
			{ name: 'mailchimpApi', required: true, displayOptions: { show: { resource: ['suppression'], '/operation': ['syncMailchimp'] } } },
		],
		properties: operations,
	};

	methods = { credentialTest: { testAliExpress, testSender, testStore }, listSearch: { searchAudiences, searchShops }, resourceMapping };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runOperation.call(this);
	}
}
