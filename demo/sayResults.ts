import type { ExecutionItem } from './n8nExecution';

type Say = (line?: string) => void;

/** Cost and quota, as Send Campaign tells them. */
export function sayUsage(json: Record<string, unknown>, say: Say): void {
	const usage = (json.campaign as { usage?: Record<string, number> } | undefined)?.usage;
	if (usage) say(`  Cost: ${((usage.costMicroUsd ?? 0) / 1e6).toFixed(4)} USD this month for ${(usage.billableThisMonth ?? 0).toLocaleString('en')} billable mails (5,000 are free).`);
}

/** One line a site, as Evaluate Health tells them. */
export function sayHealth(items: ExecutionItem[], say: Say): void {
	if (items.length === 0) return;
	say('  Health   site  attempted  delivered  unsubscribed  complained');
	for (const { json } of items) {
		const { site, total } = json.health as { site: string; total?: Record<string, number | null> };
		if (!total) continue;
		const percent = (rate: number | null | undefined): string => (rate === null || rate === undefined ? '–' : `${(rate * 100).toFixed(2)} %`);
		say(`           ${site.padEnd(5)} ${String(total.attempted).padStart(9)}  ${percent(total.deliveryRate).padStart(9)}  ${percent(total.unsubscribeRate).padStart(12)}  ${percent(total.complaintRate).padStart(10)}`);
	}
}
