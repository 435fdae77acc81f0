import type { UsagePlan } from '../campaign/usage';
import type { Clock } from '../shared/clock';
import type { Sleep } from '../shared/sleep';
import type { SenderProfile } from '../shop/senderProfile';
import type { StoredContent } from '../template/ports';
import type { DeliveryLedger, Mailer, MailMaker, NextInWindow, WorkerRegistry } from './ports';

export interface SendRunDeps {
	clock: Clock;
	ledger: DeliveryLedger;
	mailer: Pick<Mailer, 'connect'>;
	beginMaking: (sender: SenderProfile) => MailMaker;
	workers: WorkerRegistry;
	contents: { getMany(ids: string[]): Promise<Map<string, StoredContent>> };
	sleep: Sleep;
}

export interface SendRunRequest {
	shopId: string;
	/** all campaigns of the shop when left out */
	campaignId?: string;
	sender: SenderProfile;
	usage: UsagePlan;
	/** send windows as they stand at an instant */
	windowsAt: (now: number) => NextInWindow;
	/** of one delivery; left out while the shop has no public address: marketing then ends the run unsent */
	unsubscribeUrl?: (deliveryId: string) => string;
	/** of one delivery: shows its mail in the browser */
	viewUrl?: (deliveryId: string) => string;
	signal?: AbortSignal;
	/** no new mail is begun after this instant */
	stopAt?: number;
}

export interface SendRunSummary {
	accepted: number;
	deferred: number;
	failed: number;
	uncertain: number;
	blocked: number;
	/** due, but the buyer's window has closed */
	postponed: number;
	/** given back unsent: no connection, or stopped */
	released: number;
	/** what a run that died had left */
	recovered: { replanned: number; uncertain: number };
	/** throttled: what is left waits for rates, or for domains that rest */
	stoppedBy?: 'signal' | 'time' | 'daily-quota' | 'monthly-budget' | 'throttled';
	/** why the server could not be used; what was planned stays planned */
	error?: unknown;
}
