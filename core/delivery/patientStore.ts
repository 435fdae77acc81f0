import { SECOND_MS } from '../shared/clock';
import { SellerMailError } from '../shared/errors';

/** A store that is locked, full or gone for a minute must not turn answers that are known into uncertain ones. */
const PATIENCE_TRIES = 75;
const PAUSE_MS = SECOND_MS;

/** Tries again while the store says that it will be back. Safe for what is idempotent, or is found and mended by the next run. */
export async function withPatience<Result>(work: () => Promise<Result>, mayGoOn: () => boolean = () => true): Promise<Result> {
	for (let tries = 1; ; tries += 1) {
		try {
			return await work();
		} catch (error) {
			if (!(error instanceof SellerMailError && error.isRetryable) || tries >= PATIENCE_TRIES || !mayGoOn()) throw error;
			await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
		}
	}
}
