import { MINUTE_MS } from '../shared/clock';

/** What a campaign's mails are at this moment, for those who watch it run. */
export interface CampaignActivity {
	/** workers that hold claims whose lease has not ended */
	workers: number;
	/** deliveries claimed or on the wire */
	underWay: number;
	/** accepted within the last minute */
	acceptedLastMinute: number;
	/** uncertain ones that nobody has decided about */
	undecided: number;
}

/** How far a campaign is: what a person wants to see while it runs. */
export interface CampaignProgress extends CampaignActivity {
	isRunning: boolean;
	total: number;
	/** over and done with, well or not */
	done: number;
	/** planned, put off, or on its way */
	waiting: number;
	/** 0..1; 1 for an empty campaign */
	doneRate: number;
	/** at the pace of the last minute, if all that waits were due; null: nobody is at it, nothing went out in it, or nothing waits */
	endsAt: number | null;
}

const OPEN_STATES = new Set(['planned', 'deferred', 'claimed', 'sending']);

export function makeProgress(states: Readonly<Record<string, number>>, activity: CampaignActivity, now: number): CampaignProgress {
	const counts = Object.entries(states);
	const total = counts.reduce((sum, [, count]) => sum + count, 0);
	const waiting = counts.reduce((sum, [state, count]) => sum + (OPEN_STATES.has(state) ? count : 0), 0);
	const minutesLeft = activity.workers > 0 && activity.acceptedLastMinute > 0 && waiting > 0 ? waiting / activity.acceptedLastMinute : undefined;
	return {
		...activity, isRunning: activity.workers > 0, total, done: total - waiting, waiting,
		doneRate: total === 0 ? 1 : (total - waiting) / total,
		endsAt: minutesLeft === undefined ? null : now + Math.round(minutesLeft * MINUTE_MS),
	};
}
