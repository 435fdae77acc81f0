import { setImmediate } from 'node:timers/promises';
import type { Sleep } from '../../core/shared/sleep';

/** Moves the clock on instead of waiting, and lets whatever is under way go on meanwhile. */
export function quickSleep(clock: { advance(ms: number): void }): Sleep {
	return async (ms) => {
		await setImmediate();
		clock.advance(ms);
	};
}
