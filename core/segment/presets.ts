import { cartAbandoned } from './cartAbandoned.preset';
import { fulfilmentState } from './fulfilmentState.preset';
import type { SegmentPreset } from './preset';
import { repurchaseDue } from './repurchaseDue.preset';

/** All presets by id; a new one is a new file and one line here. */
export const PRESETS: ReadonlyMap<string, SegmentPreset> = new Map<string, SegmentPreset>(
	[cartAbandoned, fulfilmentState, repurchaseDue].map((preset) => [preset.id, preset as SegmentPreset]),
);
