import type { StaffLanguage } from './diagnosis';

interface Ending {
	message: string;
	nextStep: string;
}

interface DeliveryWords {
	ended: Readonly<Record<string, Ending>> & { readonly accepted: Ending };
	onItsWay(until: string): string;
	waitAMinute: string;
	leaseEnded(at: string): string;
	runSendDue: string;
	runSendDueThen: string;
	canceledCampaign: string;
	newCampaign: string;
	pausedCampaign(reason: string | null): string;
	resume: string;
	willBeRefused: string;
	againAt(at: string): string;
	dueLater(at: string): string;
	windowClosed(at: string): string;
	nobodyRuns(since: string): string;
	wouldGo: string;
	state(state: string, attempts: number): string;
	erased: string;
	mailbox(domain: string, provider: string | undefined): string;
	lastReply(reply: string): string;
	finding(rule: string, evidence: string | undefined): string;
	steps: {
		planned: string;
		attempt(outcome: string, code: string | null, enhancedCode: string | null, reply: string | null): string;
		event(kind: string, source: string): string;
		finding(rule: string, outcome: string): string;
		suppression(reason: string, scope: string, until: string | null): string;
		settled(state: string): string;
	};
}

const codes = (code: string | null, enhancedCode: string | null): string => [code, enhancedCode].filter(Boolean).join(' ');

/** The sentences of a delivery's diagnosis. */
export const sayDelivery: Readonly<Record<StaffLanguage, DeliveryWords>> = {
	en: {
		ended: {
			accepted: { message: 'The mail server took the mail. Nothing says that it came back.', nextStep: 'Nothing. If the buyer does not find it: look in his spam folder, or ask the mail server\'s log for the Message-ID.' },
			delivered: { message: 'The mail was delivered to the mailbox.', nextStep: 'Nothing. If the buyer does not find it, look in his spam folder.' },
			bounced: { message: 'The mail was taken first and came back later.', nextStep: 'Ask the buyer for another address at the next order.' },
			complained: { message: 'The buyer marked the mail as spam.', nextStep: 'Never mail him advertising again.' },
			canceled: { message: 'The delivery was canceled.', nextStep: 'Nothing. A new mail needs a new campaign name.' },
		},
		onItsWay: (until) => `A run is at it right now, until ${until} at the latest.`,
		waitAMinute: 'Wait a minute and look again.',
		leaseEnded: (at) => `A run held this mail and has given no sign of life since ${at}.`,
		runSendDue: 'Run Send Due, or publish a workflow with a schedule that does.',
		runSendDueThen: 'Nothing, if a schedule runs Send Due then.',
		canceledCampaign: 'The campaign is canceled.',
		newCampaign: 'Send again under a new campaign name.',
		pausedCampaign: (reason) => `The campaign is paused${reason ? `: ${reason}` : ''}.`,
		resume: 'Deal with the reason, then resume the campaign.',
		willBeRefused: 'It will not be sent: ',
		againAt: (at) => ` It is tried again from ${at}.`,
		dueLater: (at) => `It is planned for ${at}.`,
		windowClosed: (at) => `The buyer's hours are over for now; they open at ${at}.`,
		nobodyRuns: (since) => `It may go and is due since ${since}, but no run has taken it.`,
		wouldGo: 'A mail like this may go now.',
		state: (state, attempts) => `State ${state}, ${attempts} attempt${attempts === 1 ? '' : 's'}.`,
		erased: 'The buyer\'s data were erased.',
		mailbox: (domain, provider) => `Mailbox at ${domain}${provider ? ` (${provider})` : ''}.`,
		lastReply: (reply) => `The server's last words: ${reply}`,
		finding: (rule, evidence) => `Rule ${rule}${evidence ? `: ${evidence}` : ''}.`,
		steps: {
			planned: 'planned',
			attempt: (outcome, code, enhancedCode, reply) => `attempt: ${outcome} ${codes(code, enhancedCode)}${reply ? ` — ${reply}` : ''}`.trimEnd(),
			event: (kind, source) => `event: ${kind} (${source})`,
			finding: (rule, outcome) => `rule ${rule}: ${outcome}`,
			suppression: (reason, scope, until) => `the address is suppressed: ${reason} (${scope})${until ? ` until ${until}` : ''}`,
			settled: (state) => `ended: ${state}`,
		},
	},
	zh: {
		ended: {
			accepted: { message: '邮件服务器已接收，没有退信记录。', nextStep: '无需操作。若买家找不到邮件，请查看其垃圾箱，或在邮件服务器日志中按 Message-ID 查询。' },
			delivered: { message: '邮件已送达邮箱。', nextStep: '无需操作。若买家找不到，请查看其垃圾箱。' },
			bounced: { message: '邮件先被接收，随后退回。', nextStep: '在买家下次下单时请其提供其他邮箱。' },
			complained: { message: '买家将邮件标记为垃圾邮件。', nextStep: '不要再向其发送营销邮件。' },
			canceled: { message: '该邮件已取消。', nextStep: '无需操作。新的邮件需要新的活动名称。' },
		},
		onItsWay: (until) => `有运行正在处理，最迟到 ${until}。`,
		waitAMinute: '请等一分钟后再看。',
		leaseEnded: (at) => `某次运行占用了该邮件，但自 ${at} 起没有响应。`,
		runSendDue: '运行 Send Due，或发布带定时的工作流来运行它。',
		runSendDueThen: '如届时有定时运行 Send Due，则无需操作。',
		canceledCampaign: '该活动已取消。',
		newCampaign: '请用新的活动名称重新发送。',
		pausedCampaign: (reason) => `该活动已暂停${reason ? `：${reason}` : ''}。`,
		resume: '处理原因后恢复活动。',
		willBeRefused: '不会发送：',
		againAt: (at) => `将于 ${at} 起重试。`,
		dueLater: (at) => `计划于 ${at} 发送。`,
		windowClosed: (at) => `买家的发送时段已结束，下次开放：${at}。`,
		nobodyRuns: (since) => `可以发送，自 ${since} 起已到期，但没有运行来处理。`,
		wouldGo: '现在可以发送这样的邮件。',
		state: (state, attempts) => `状态 ${state}，已尝试 ${attempts} 次。`,
		erased: '该买家的数据已被删除。',
		mailbox: (domain, provider) => `邮箱域名 ${domain}${provider ? `（${provider}）` : ''}。`,
		lastReply: (reply) => `服务器最后的原话：${reply}`,
		finding: (rule, evidence) => `规则 ${rule}${evidence ? `：${evidence}` : ''}。`,
		steps: {
			planned: '已计划',
			attempt: (outcome, code, enhancedCode, reply) => `尝试：${outcome} ${codes(code, enhancedCode)}${reply ? ` — ${reply}` : ''}`.trimEnd(),
			event: (kind, source) => `事件：${kind}（${source}）`,
			finding: (rule, outcome) => `规则 ${rule}：${outcome}`,
			suppression: (reason, scope, until) => `地址被屏蔽：${reason}（${scope}）${until ? `，至 ${until}` : ''}`,
			settled: (state) => `结束：${state}`,
		},
	},
};
