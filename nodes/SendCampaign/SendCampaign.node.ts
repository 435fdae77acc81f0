import { NodeConnectionTypes, type IExecuteFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { testSender, testStore } from '../shared/credentialTests';
import { searchCampaigns } from '../shared/searchCampaigns';
import { searchShops } from '../shared/searchShops';
import * as estimate from './actions/estimate.operation';
import * as diagnose from './actions/diagnose.operation';
import * as getSendLog from './actions/getSendLog.operation';
import * as getStatus from './actions/getStatus.operation';
import * as pickWinner from './actions/pickWinner.operation';
import * as send from './actions/send.operation';
import * as sendDue from './actions/sendDue.operation';

const OPERATIONS = { estimate, send, sendDue, getStatus, getSendLog, diagnose, pickWinner } as const;

/** Sends a campaign through the delivery ledger: planned before it is sent, nobody lost, nobody twice. */
export class SendCampaign implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Send Campaign',
		name: 'sendCampaign',
		icon: { light: 'file:sendCampaign.svg', dark: 'file:sendCampaign.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ {estimate: "Estimate", send: "Send", sendDue: "Send due", getStatus: "Get status", getSendLog: "Get send log", diagnose: "Diagnose", pickWinner: "Pick A/B winner"}[$parameter["operation"]] }}',
		description: 'Send checked mails or an audience exactly once, in each buyer\'s own hours',
		defaults: { name: 'Send Campaign' },
		inputs: [NodeConnectionTypes.Main],
		outputs: `={{ $parameter["operation"] === "send" ? [{type: "main", displayName: "Accepted"}, {type: "main", displayName: "Scheduled"}, {type: "main", displayName: "Not Sent"}] : [{type: "main"}] }}`,
		usableAsTool: true,
		credentials: [
			{ name: 'sellerMailStoreApi', required: true, testedBy: 'testStore' },
			{ name: 'sellerMailSenderApi', required: true, testedBy: 'testSender', displayOptions: { show: { operation: ['send', 'sendDue'] } } },
		],
		properties: [
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Estimate', value: 'estimate', action: 'Estimate a send', description: 'Who would get a mail, on which days and at what cost; plans and sends nothing' },
					{ name: 'Diagnose', value: 'diagnose', action: 'Diagnose a delivery a campaign or a reply', description: 'Why something does not go out or did not arrive: cause, evidence, next step' },
					{ name: 'Get Send Log', value: 'getSendLog', action: 'Get the send log', description: 'Who got what, and why somebody did not' },
					{ name: 'Get Status', value: 'getStatus', action: 'Get the status of campaigns', description: 'How many are planned, accepted, put off, not sent' },
					{ name: 'Pick A/B Winner', value: 'pickWinner', action: 'Pick the winner of an A/B test', description: 'Give the rest of a test the variant that won; says when there is no winner yet' },
					{ name: 'Send', value: 'send', action: 'Send a campaign', description: 'Plan the mails that come in and send those that are due' },
					{ name: 'Send Due', value: 'sendDue', action: 'Send what is due', description: 'Send what was planned earlier and is due now; for a schedule' },
				],
				default: 'send',
			},
			...estimate.description,
			...send.description,
			...sendDue.description,
			...getStatus.description,
			...getSendLog.description,
			...diagnose.description,
			...pickWinner.description,
		],
	};

	methods = { credentialTest: { testStore, testSender }, listSearch: { searchShops, searchCampaigns } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const operation = this.getNodeParameter('operation', 0) as keyof typeof OPERATIONS;
		return await OPERATIONS[operation].execute.call(this);
	}
}
