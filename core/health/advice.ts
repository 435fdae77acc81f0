import type { SiteHealth } from './evaluateHealth';
import { THRESHOLDS, type MetricName } from './thresholds';

export interface FailureCause {
	site: string;
	cause: string;
	count: number;
}

const LIMITS: Readonly<Record<MetricName, string>> = {
	deliveryRate: `at least ${THRESHOLDS.minDeliveryRate * 100} %`,
	unsubscribeRate: `at most ${THRESHOLDS.maxUnsubscribeRate * 100} %`,
	complaintRate: `at most ${THRESHOLDS.maxComplaintRate * 100} %`,
};

/** What to change, from what was measured: the metric with its figure and limit, and the most frequent cause of lost mails. */
export function adviseOn(health: SiteHealth, causes: FailureCause[]): string[] {
	const advice = health.breached.map((metric) => `${sayMetric(metric)} is ${sayRate(health.total[metric])} on ${health.site}; allowed is ${LIMITS[metric]}.`);
	const worst = causes.filter((cause) => cause.site === health.site).sort((a, b) => b.count - a.count)[0];
	if (worst && health.breached.includes('deliveryRate')) {
		advice.push(`Most mails were lost to “${worst.cause}” (${worst.count}). ${NEXT_STEP[worst.cause] ?? 'See the send log for the server\'s words.'}`);
	}
	return advice;
}

const NEXT_STEP: Readonly<Record<string, string>> = {
	'mailbox-does-not-exist': 'Send only to buyers with a recent order; these addresses rest for 30 days by themselves.',
	'sending-domain-not-verified': 'Check SPF, DKIM and DMARC of the sending domain.',
	'refused-by-policy': 'Slow down and check the sending domain\'s reputation before the next campaign.',
	'mailbox-full': 'Nothing to change: these mailboxes are full.',
};

/** `0.0123` → "1.23 %" */
export function sayRate(rate: number | null): string {
	return rate === null ? '–' : `${(rate * 100).toFixed(2)} %`;
}

function sayMetric(metric: MetricName): string {
	return { deliveryRate: 'Delivery rate', unsubscribeRate: 'Unsubscribe rate', complaintRate: 'Complaint rate' }[metric];
}
