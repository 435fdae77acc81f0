import { NodeConnectionTypes, type IExecuteFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { testSender, testStore } from '../shared/credentialTests';
import { searchCampaigns } from '../shared/searchCampaigns';
import { searchShops } from '../shared/searchShops';
import * as estimate from './actions/estimate.operation';
import * as diagnose from './actions/diagnose.operation';
import * as cancel from './actions/cancel.operation';
import * as getSendLog from './actions/getSendLog.operation';
import * as getStatus from './actions/getStatus.operation';
import * as pickWinner from './actions/pickWinner.operation';
import * as pause from './actions/pause.operation';
import * as resendFailed from './actions/resendFailed.operation';
import * as resume from './actions/resume.operation';
import * as send from './actions/send.operation';
import * as sendDue from './actions/sendDue.operation';
import * as settleUncertain from './actions/settleUncertain.operation';
import * as testSend from './actions/testSend.operation';

const OPERATIONS = { estimate, send, sendDue, testSend, pause, resume, cancel, getStatus, getSendLog, diagnose, pickWinner, resendFailed, settleUncertain } as const;

/** Sends a campaign through the delivery ledger: planned before it is sent, nobody lost, nobody twice. */
export class SendCampaign implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Send Campaign',
		name: 'sendCampaign',
		icon: { light: 'file:sendCampaign.svg', dark: 'file:sendCampaign.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ {estimate: "Estimate", send: "Send", sendDue: "Send due", getStatus: "Get status", getSendLog: "Get send log", diagnose: "Diagnose", pickWinner: "Pick A/B winner", testSend: "Test send", pause: "Pause", resume: "Resume", cancel: "Cancel", resendFailed: "Resend failed", settleUncertain: "Settle uncertain"}[$parameter["operation"]] }}',
		description: 'Send checked mails or an audience exactly once, in each buyer\'s own hours',
		defaults: { name: 'Send Campaign' },
		inputs: [NodeConnectionTypes.Main],
		outputs: `={{ $parameter["operation"] === "send" ? [{type: "main", displayName: "Accepted"}, {type: "main", displayName: "Scheduled"}, {type: "main", displayName: "Not Sent"}] : [{type: "main"}] }}`,
		usableAsTool: true,
		credentials: [
			{ name: 'sellerMailStoreApi', required: true, testedBy: 'testStore' },
			{ name: 'sellerMailSenderApi', required: true, testedBy: 'testSender', displayOptions: { show: { operation: ['send', 'sendDue', 'testSend'] } } },
		],
		properties: [
			// one list: all of them are about one campaign, and a resource above it would have one entry
			// eslint-disable-next-line @n8n/community-nodes/resource-operation-pattern
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Cancel', value: 'cancel', action: 'Cancel a campaign', description: 'What has not left never will; can\'t be undone' },
					{ name: 'Diagnose', value: 'diagnose', action: 'Diagnose a delivery a campaign or a reply', description: 'Why something does not go out or did not arrive: cause, evidence, next step' },
					{ name: 'Estimate', value: 'estimate', action: 'Estimate a send', description: 'Who would get a mail, on which days and at what cost; plans and sends nothing' },
					{ name: 'Get Send Log', value: 'getSendLog', action: 'Get the send log', description: 'Who got what, and why somebody did not' },
					{ name: 'Get Status', value: 'getStatus', action: 'Get the status of campaigns', description: 'How many are planned, accepted, put off, not sent; how far a running one is' },
					{ name: 'Pause', value: 'pause', action: 'Pause a campaign', description: 'Stop it for a while, also in a run that is sending right now' },
					{ name: 'Pick A/B Winner', value: 'pickWinner', action: 'Pick the winner of an A/B test', description: 'Give the rest of a test the variant that won; says when there is no winner yet' },
					{ name: 'Resend Failed', value: 'resendFailed', action: 'Resend what failed', description: 'Plan again what failed for something that was mended since' },
					{ name: 'Resume', value: 'resume', action: 'Resume a campaign', description: 'Let a paused campaign go on; says first to how many people' },
					{ name: 'Send', value: 'send', action: 'Send a campaign', description: 'Plan the mails that come in and send those that are due' },
					{ name: 'Send Due', value: 'sendDue', action: 'Send what is due', description: 'Send what was planned earlier and is due now; for a schedule' },
					{ name: 'Settle Uncertain', value: 'settleUncertain', action: 'Settle uncertain mails', description: 'Mails that may have arrived or not: list them, leave them, or send them again' },
					{ name: 'Test Send', value: 'testSend', action: 'Send a test mail', description: 'One rendered mail to your own address; not counted anywhere' },
				],
				default: 'send',
			},
			...estimate.description,
			...send.description,
			...sendDue.description,
			...testSend.description,
			...pause.description,
			...resume.description,
			...cancel.description,
			...getStatus.description,
			...getSendLog.description,
			...diagnose.description,
			...pickWinner.description,
			...resendFailed.description,
			...settleUncertain.description,
		],
	};

	methods = { credentialTest: { testStore, testSender }, listSearch: { searchShops, searchCampaigns }, loadOptions: { getResumeActions: resume.getResumeActions } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const operation = this.getNodeParameter('operation', 0) as keyof typeof OPERATIONS;
		return await OPERATIONS[operation].execute.call(this);
	}
}
