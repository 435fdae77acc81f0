import { DateTime } from 'luxon';
import type { IExecuteFunctions } from 'n8n-workflow';

/** One sentence on top of the output pane: the only channel on which a node speaks to people. Text only; markup is escaped. */
export function addHint(context: IExecuteFunctions, message: string, type: 'info' | 'warning' | 'danger' = 'info'): void {
	addHintLines(context, [message], type);
}

/** The same in several lines. */
export function addHintLines(context: IExecuteFunctions, lines: readonly string[], type: 'info' | 'warning' | 'danger' = 'info'): void {
	const message = lines.map((line) => line.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')).join('<br>');
	context.addExecutionHints({ type, location: 'outputPane', message });
}

/** `{unsubscribed: 120, noConsent: 68}` → "120 unsubscribed, 68 no consent", biggest first. */
export function sayCounts(counts: Record<string, number>): string {
	const words = (key: string): string => key.replace(/([A-Z])/g, ' $1').replace(/[-_]/g, ' ').toLowerCase();
	return Object.entries(counts)
		.filter(([, count]) => count > 0)
		.sort((a, b) => b[1] - a[1])
		.map(([key, count]) => `${count.toLocaleString('en')} ${words(key)}`)
		.join(', ');
}

/** "1 mail", "1,204 mails" */
export function sayCount(count: number, one: string, many = `${one}s`): string {
	return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** An instant as staff read it: in the workflow's time zone, which is named. */
export function sayInstant(context: Pick<IExecuteFunctions, 'getTimezone'>, at: number): string {
	const zone = context.getTimezone();
	return `${DateTime.fromMillis(at, { zone }).toFormat('yyyy-MM-dd HH:mm')} (${zone})`;
}

/** "1 person", "3,204 people" */
export function sayPeople(count: number): string {
	return sayCount(count, 'person', 'people');
}
