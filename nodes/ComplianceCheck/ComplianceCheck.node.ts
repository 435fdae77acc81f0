import { NodeConnectionTypes, type IExecuteFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { testSender, testStore } from '../shared/credentialTests';
import * as check from './actions/check.operation';

/** Checks rendered mails against law and content rules and sorts them: pass, a person looks, blocked. */
export class ComplianceCheck implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Compliance Check',
		name: 'complianceCheck',
		icon: { light: 'file:complianceCheck.svg', dark: 'file:complianceCheck.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ {review: "Needs review: own output", pass: "Needs review: pass", block: "Needs review: blocked"}[$parameter["options"]["needsReviewAs"] || "review"] }}',
		description: 'Check rendered mails against the law of each buyer\'s country and the rules for good content',
		defaults: { name: 'Compliance Check' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Pass', 'Needs Review', 'Blocked'],
		usableAsTool: true,
		credentials: [
			{ name: 'sellerMailStoreApi', required: true, testedBy: 'testStore' },
			{ name: 'sellerMailSenderApi', required: true, testedBy: 'testSender' },
		],
		properties: check.description,
	};

	methods = { credentialTest: { testStore, testSender } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await check.execute.call(this);
	}
}
