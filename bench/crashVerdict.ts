/** A delivery as it stands in the ledger. */
export interface LedgerRow {
	id: string;
	state: string;
}

export interface Verdict {
	/** recipients that are neither accepted nor listed as uncertain when everything is through */
	lost: number;
	/** mails that arrived more than once */
	doubled: number;
	/** arrived, and the ledger would send them again */
	resendable: number;
	/** the ledger says accepted, and they never arrived */
	phantom: number;
	/** recipients without exactly one delivery in a state that exists, once planning has ended */
	unbalanced: number;
}

const STATES: ReadonlySet<string> = new Set(['planned', 'claimed', 'sending', 'accepted', 'deferred', 'failed', 'uncertain', 'blocked', 'canceled']);
const WILL_BE_SENT: ReadonlySet<string> = new Set(['planned', 'claimed', 'deferred']);

/** What can be said after any kill: `arrived` counts mails by delivery; `recipients` is left out while they are still being planned. */
export function judgeMoment(rows: readonly LedgerRow[], arrived: ReadonlyMap<string, number>, recipients?: number): Omit<Verdict, 'lost'> {
	const own = rows.map(({ id, state }) => ({ state, times: arrived.get(id) ?? 0 }));
	const known = rows.filter(({ state }) => STATES.has(state)).length;
	return {
		doubled: own.filter(({ times }) => times > 1).length,
		resendable: own.filter(({ state, times }) => times > 0 && WILL_BE_SENT.has(state)).length,
		phantom: own.filter(({ state, times }) => times === 0 && state === 'accepted').length,
		unbalanced: rows.length - known + (recipients === undefined ? 0 : Math.abs(recipients - known)),
	};
}

/** The same when a last run went through: nobody may be left anywhere but in accepted and uncertain. */
export function judgeEnd(rows: readonly LedgerRow[], arrived: ReadonlyMap<string, number>, recipients: number): Verdict {
	const settled = rows.filter(({ state }) => state === 'accepted' || state === 'uncertain').length;
	return { ...judgeMoment(rows, arrived, recipients), lost: recipients - settled };
}
