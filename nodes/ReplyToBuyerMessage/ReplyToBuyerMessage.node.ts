import { NodeConnectionTypes, type IExecuteFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { testSender, testStore } from '../shared/credentialTests';
import { searchShops } from '../shared/searchShops';
import * as close from './actions/conversation/close.operation';
import * as getMany from './actions/conversation/getMany.operation';
import * as check from './actions/message/check.operation';
import * as draft from './actions/message/draft.operation';
import * as markNoResponseNeeded from './actions/message/markNoResponseNeeded.operation';
import * as receive from './actions/message/receive.operation';
import * as reply from './actions/message/reply.operation';

const OPERATIONS = { close, getMany, check, draft, markNoResponseNeeded, receive, reply } as const;

/** Amazon's buyer messages: received, sorted, answered in time and within Amazon's rules. */
export class ReplyToBuyerMessage implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Reply to Buyer Message',
		name: 'replyToBuyerMessage',
		icon: { light: 'file:replyToBuyerMessage.svg', dark: 'file:replyToBuyerMessage.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ {receive: "Receive", draft: "Draft", check: "Check", reply: "Reply by mail", markNoResponseNeeded: "No response needed", getMany: "Get many conversations", close: "Close conversation"}[$parameter["operation"]] }}',
		description: 'Receive, sort and answer the messages of Amazon buyers by mail, within their deadlines and Amazon\'s rules',
		defaults: { name: 'Reply to Buyer Message' },
		inputs: [NodeConnectionTypes.Main],
		outputs: '={{ $parameter["operation"] === "receive" ? [{type: "main", displayName: "To Answer"}, {type: "main", displayName: "Other"}] : [{type: "main"}] }}',
		usableAsTool: true,
		credentials: [
			{ name: 'sellerMailStoreApi', required: true, testedBy: 'testStore' },
			{ name: 'sellerMailSenderApi', required: true, testedBy: 'testSender', displayOptions: { show: { resource: ['message'], operation: ['reply'] } } },
		],
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [{ name: 'Conversation', value: 'conversation' }, { name: 'Message', value: 'message' }],
				default: 'message',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['message'] } },
				options: [check.option, draft.option, markNoResponseNeeded.option, receive.option, reply.option],
				default: 'receive',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['conversation'] } },
				options: [close.option, getMany.option],
				default: 'getMany',
			},
			...receive.description,
			...draft.description,
			...check.description,
			...reply.description,
			...markNoResponseNeeded.description,
			...getMany.description,
			...close.description,
		],
	};

	methods = { credentialTest: { testStore, testSender }, listSearch: { searchShops } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const operation = this.getNodeParameter('operation', 0) as keyof typeof OPERATIONS;
		return await OPERATIONS[operation].execute.call(this);
	}
}
