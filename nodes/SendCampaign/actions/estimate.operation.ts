import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { explainCause } from '../../../core/campaign/causes';
import type { Estimate } from '../../../core/billing/estimate';
import { formatMicroUsd } from '../../../core/campaign/usage';
import { addHintLines } from '../../shared/hint';
import { withCore } from '../../shared/withCore';
import { estimateAudiences, estimateItems } from './estimateInput';
import { description as sendFields } from './send.operation';

/** What of *Send* decides who is mailed when; the rest decides nothing about quota and cost. */
const OPTIONS = ['notAfter', 'sendOncePer'];
/** In the hint; all of them are in the item. */
const MOST_DAYS = 7;

export const description: INodeProperties[] = sendFields.filter(({ name }) => ['campaign', 'when', 'from', 'options'].includes(name)).map((field) => ({
	...field,
	...(field.name === 'options' ? { options: (field.options as INodeProperties[]).filter(({ name }) => OPTIONS.includes(name)) } : {}),
	displayOptions: { show: { ...field.displayOptions?.show, operation: ['estimate'] } },
}));

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await withCore(this, async (core) => {
		const isAudience = this.getInputData().some((item) => item.json.audience !== undefined);
		const estimates: Estimate[] = [];
		const output = isAudience ? await estimateAudiences(this, core, estimates) : await estimateItems(this, core, estimates);
		for (const estimate of estimates) hintEstimate(this, estimate);
		return output;
	});
}

/** "carts: 1,200 of 1,320 mails, 2026-11-20 to 2026-11-21, 0.25 USD; left out: …" */
function hintEstimate(context: IExecuteFunctions, estimate: Estimate): void {
	const { campaign, mails, recipients, days, lastDay, costMicroUsd, leftOut, budgetStop, neverLeave, campaignState } = estimate;
	const first = days.find((day) => day.mails > 0);
	const time = first && lastDay ? (first.day === lastDay ? ` on ${lastDay}` : ` from ${first.day} to ${lastDay}`) : '';
	const lines = [`${campaign}: ${mails.toLocaleString('en')} of ${recipients.toLocaleString('en')} recipients get a mail${time}; it adds ${formatMicroUsd(costMicroUsd)} to the bill. Nothing was planned or sent.`];
	if (first && first.day !== lastDay) lines.push(`By day: ${sayDays(days.filter((day) => day.mails > 0))}`);
	const causes = Object.entries(leftOut).sort((a, b) => b[1] - a[1]).map(([cause, count]) => `${count.toLocaleString('en')} ${sayCause(cause)}`);
	if (causes.length > 0) lines.push(`Left out: ${causes.slice(0, 6).join('; ')}${causes.length > 6 ? '; …' : ''}`);
	if (budgetStop) lines.push(`The budget of ${budgetStop.month} is used up on ${budgetStop.day}; the rest waits for the next month.`);
	if (neverLeave > 0) lines.push(`${neverLeave.toLocaleString('en')} would never leave: the shop's quota or budget has no room for them.`);
	if (campaignState !== null && campaignState !== 'active') lines.push(`The campaign is ${campaignState}: a send would be refused.`);
	addHintLines(context, lines, budgetStop || neverLeave > 0 || (campaignState ?? 'active') !== 'active' ? 'warning' : 'info');
}

/** "3,515 on 2026-11-20, 1,055 on 2026-11-21" */
function sayDays(days: Estimate['days']): string {
	const said = days.slice(0, MOST_DAYS).map(({ day, mails }) => `${mails.toLocaleString('en')} on ${day}`).join(', ');
	return days.length > MOST_DAYS ? `${said} and ${days.length - MOST_DAYS} more days` : said;
}

const WORDS: Readonly<Record<string, string>> = {
	holdout: 'in the hold-out', rest: 'waiting for the winner of the test', 'already-planned': 'planned already', 'already-failed': 'failed in this campaign', 'already-blocked': 'blocked in this campaign',
	'already-canceled': 'canceled in this campaign', 'already-uncertain': 'uncertain in this campaign',
};

function sayCause(cause: string): string {
	return WORDS[cause] ?? `(${cause}) ${explainCause(cause).message.replace(/\.$/, '').replace(/\. \(/, ' (')}`;
}
