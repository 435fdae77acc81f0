import type { StaffLanguage } from './diagnosis';

interface Said {
	message: string;
	nextStep: string;
}

interface CampaignWords {
	runDied: Said;
	paused(reason: string | null): Said;
	canceled: Said;
	hours: Said;
	running: Said;
	nobodySends(since: string, last: string | null): Said;
	fine: { summary: string; nextStep: string };
	mostlyAt(percent: number, provider: string, code: string | null): string;
	states(states: Readonly<Record<string, number>>): string;
	problem(count: number, percent: number, cause: string): string;
	reply(reply: string): string;
	waits(count: number, message: string, until: string | null): string;
	neverSent: string;
	lastSent(at: string): string;
}

const number = (count: number): string => count.toLocaleString('en');
const list = (states: Readonly<Record<string, number>>, separator: string): string =>
	Object.entries(states).sort(([, a], [, b]) => b - a).map(([state, count]) => `${number(count)} ${state}`).join(separator);

/** The sentences of a campaign's diagnosis. */
export const sayCampaign: Readonly<Record<StaffLanguage, CampaignWords>> = {
	en: {
		runDied: { message: 'A run that held mails has died.', nextStep: 'Run Send Due: it takes them over. What was on its way becomes uncertain and is listed.' },
		paused: (reason) => ({ message: `The campaign is paused${reason ? `: ${reason}` : ''}.`, nextStep: 'Deal with the reason, then resume the campaign.' }),
		canceled: { message: 'The campaign is canceled.', nextStep: 'Send what is left under a new campaign name, if it still makes sense.' },
		hours: { message: 'They wait for the buyers\' hours, or for the time that was set.', nextStep: 'Nothing, if a schedule runs Send Due then.' },
		running: { message: 'A run is at it.', nextStep: 'Wait and look again.' },
		nobodySends: (since, last) => ({
			message: `Mails are due since ${since} and nobody sends them${last ? `; the last one left at ${last}` : ''}.`,
			nextStep: 'Run Send Due, and publish a workflow with a schedule that runs it every few minutes.',
		}),
		fine: { summary: 'Nothing is wrong and nothing waits.', nextStep: 'Nothing.' },
		mostlyAt: (percent, provider, code) => ` ${percent} % of it at ${provider}${code ? ` (${code})` : ''}.`,
		states: (states) => (Object.keys(states).length === 0 ? 'Nothing was planned.' : `Deliveries: ${list(states, ', ')}.`),
		problem: (count, percent, cause) => `Most frequent: ${cause}, ${number(count)} (${percent} % of what did not go out).`,
		reply: (reply) => `A server's words: ${reply}`,
		waits: (count, message, until) => `${number(count)} wait${count === 1 ? 's' : ''}: ${message}${until ? ` From ${until}.` : ''}`,
		neverSent: 'This shop has sent nothing yet.',
		lastSent: (at) => `A mail server last answered this shop at ${at}.`,
	},
	zh: {
		runDied: { message: '占用邮件的某次运行已中断。', nextStep: '运行 Send Due 即可接管；发送途中的邮件会列为 uncertain。' },
		paused: (reason) => ({ message: `该活动已暂停${reason ? `：${reason}` : ''}。`, nextStep: '处理原因后恢复活动。' }),
		canceled: { message: '该活动已取消。', nextStep: '如仍有意义，请用新的活动名称发送剩余部分。' },
		hours: { message: '等待买家的发送时段或设定的时间。', nextStep: '如届时有定时运行 Send Due，则无需操作。' },
		running: { message: '正在发送。', nextStep: '稍后再看。' },
		nobodySends: (since, last) => ({
			message: `自 ${since} 起有邮件到期但无人发送${last ? `；最近一次发送于 ${last}` : ''}。`,
			nextStep: '运行 Send Due，并发布每隔几分钟运行它的定时工作流。',
		}),
		fine: { summary: '一切正常，没有等待发送的邮件。', nextStep: '无需操作。' },
		mostlyAt: (percent, provider, code) => `其中 ${percent} % 发生在 ${provider}${code ? `（${code}）` : ''}。`,
		states: (states) => (Object.keys(states).length === 0 ? '尚无计划。' : `邮件：${list(states, '，')}。`),
		problem: (count, percent, cause) => `最常见：${cause}，${number(count)} 封（占未发出邮件的 ${percent} %）。`,
		reply: (reply) => `服务器原话：${reply}`,
		waits: (count, message, until) => `${number(count)} 封等待：${message}${until ? `从 ${until} 起。` : ''}`,
		neverSent: '该店铺尚未发送过邮件。',
		lastSent: (at) => `邮件服务器最近一次答复该店铺：${at}。`,
	},
};
