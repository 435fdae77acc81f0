import type { DemoEnvironment, DemoOptions } from './demoEnvironment';

/** What the demo does with the shop once everything runs. */
export interface Story {
	/** the shop's clock at the start; the machine's when left out */
	startAt?: number;
	load: DemoOptions['load'];
	/** Runs the workflow, prints what happened; throws an Error that says what is wrong. */
	tell(environment: DemoEnvironment): Promise<void>;
}
