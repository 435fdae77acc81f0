import { NodeConnectionTypes, type IExecuteFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { testSender, testStore } from '../shared/credentialTests';
import { description } from './actions/panel';
import * as render from './actions/render.operation';

/** Makes each buyer's mail, or the content of an audience, from a library template or own source. */
export class RenderTemplate implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Render Template',
		name: 'renderTemplate',
		icon: { light: 'file:renderTemplate.svg', dark: 'file:renderTemplate.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ ($parameter["output"] === "preview" ? "Preview: " : "") + ($parameter["templateFrom"] === "library" ? $parameter["templateName"] : "Own: " + $parameter["purpose"]) }}',
		description: 'Make each buyer\'s mail in his language, with the footer that the law wants',
		defaults: { name: 'Render Template' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [
			{ name: 'sellerMailStoreApi', required: true, testedBy: 'testStore' },
			{ name: 'sellerMailSenderApi', required: true, testedBy: 'testSender' },
		],
		properties: description,
	};

	methods = { credentialTest: { testStore, testSender } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await render.execute.call(this);
	}
}
