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
		subtitle: '={{ {mail: "From the mail", marketing: "As marketing", transactional: "As transactional", amazonMessage: "Amazon message"}[$parameter["profile"]] }}',
		description: 'Check rendered mails against the law of each buyer\'s country and the rules for good content, and Amazon messages against Amazon\'s rules',
		defaults: { name: 'Compliance Check' },
		inputs: [NodeConnectionTypes.Main],
		outputs: `={{ [{type: "main", displayName: "Pass"}, {type: "main", displayName: "Needs Review"}, {type: "main", displayName: "Blocked"}].concat($parameter["options"]["reportFile"] ? [{type: "main", displayName: "Report"}] : []) }}`,
		usableAsTool: true,
		credentials: [
			{ name: 'sellerMailStoreApi', required: true, testedBy: 'testStore' },
			{ name: 'sellerMailSenderApi', required: true, testedBy: 'testSender', displayOptions: { hide: { profile: ['amazonMessage'] } } },
		],
		properties: check.description,
	};

	methods = { credentialTest: { testStore, testSender } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await check.execute.call(this);
	}
}
