import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { CheckedItem } from '../../../core/compliance/report/complianceReport';
import { toEnvelope } from '../../../core/compliance/senderEnvelope';
import type { Outcome } from '../../../core/contract/items';
import type { Core } from '../../../core/openCore';
import { readSender } from '../../shared/readSender';
import { toErrorItem } from '../../shared/runPerItem';
import { toNodeError } from '../../shared/toNodeError';
import { withCore } from '../../shared/withCore';
import { hintChecks } from './hintChecks';
import { readSettings, type CheckSettings } from './readSettings';
import { readMailTask, readReplyTask, type CheckTask } from './readTask';
import { toReportItem } from './reportItem';
import { checkMailTasks, checkReplyTasks, type CheckResults } from './runChecks';

export { checkFields as description } from './fields';

const PASS = 0;
const NEEDS_REVIEW = 1;
const BLOCKED = 2;
const REPORT = 3;
const OUTPUT_OF_REVIEW: Readonly<Record<string, number>> = { review: NEEDS_REVIEW, pass: PASS, block: BLOCKED };

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const settings = inNode(this, () => readSettings(this));
	const outputs: INodeExecutionData[][] = [[], [], [], ...(settings.hasReport ? [[]] : [])];
	const tasks = readTasks(this, settings, outputs);
	await withCore(this, async (core) => {
		const results = await runChecks(this, core, tasks, settings);
		const checked = tasks.flatMap((task) => sortOut(this, outputs, task, results, settings));
		const { report, html } = await core.compliance.makeReport(checked, this.getInputData().length - checked.length);
		hintChecks(this, report, { emptyAudiences: tasks.filter(isEmptyAudience).length, freed: countFreed(tasks, settings) });
		outputs[REPORT]?.push(await toReportItem(this, report, html));
	});
	return outputs;
}

/** A wrong setting is the node's fault, not an item's. */
function inNode<Result>(context: IExecuteFunctions, read: () => Result): Result {
	try {
		return read();
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}

/** Reads every item before anything is checked: without Continue On Fail one bad item stops the node. */
function readTasks(context: IExecuteFunctions, { isAmazon }: CheckSettings, outputs: INodeExecutionData[][]): CheckTask[] {
	return context.getInputData().flatMap((item, itemIndex) => {
		try {
			return [isAmazon ? readReplyTask(item, itemIndex) : readMailTask(item, itemIndex)];
		} catch (error) {
			pushError(context, outputs, { item, itemIndex }, error);
			return [];
		}
	});
}

/** Ends the node, or with Continue On Fail hands the item on with its error. */
function pushError(context: IExecuteFunctions, outputs: INodeExecutionData[][], { item, itemIndex }: Pick<CheckTask, 'item' | 'itemIndex'>, error: unknown): void {
	if (!context.continueOnFail()) throw toNodeError(context.getNode(), error, itemIndex);
	outputs[PASS]?.push(toErrorItem(context, item, error, itemIndex));
}

async function runChecks(context: IExecuteFunctions, core: Core, tasks: readonly CheckTask[], { isAmazon, purpose, switchedOff }: CheckSettings): Promise<CheckResults> {
	const signal = context.getExecutionCancelSignal();
	if (isAmazon) return await checkReplyTasks(core, tasks, signal);
	const sender = await readSender(context).catch((error: unknown) => { throw toNodeError(context.getNode(), error); });
	return await checkMailTasks(core, tasks, sender.brand, { purpose, switchedOff, signal, envelope: toEnvelope(sender) });
}

/** Puts a task's item on its output; answers with what the report has to know of it. */
function sortOut(context: IExecuteFunctions, outputs: INodeExecutionData[][], task: CheckTask, results: CheckResults, { needsReviewAs }: CheckSettings): CheckedItem[] {
	const { item, itemIndex, shop, language, country } = task;
	const result = results.get(task);
	if (!result) return [];
	if ('error' in result) {
		pushError(context, outputs, task, result.error);
		return [];
	}
	const { compliance } = result;
	const json = { ...item.json, compliance } as INodeExecutionData['json'];
	outputs[outputOf(compliance.outcome, needsReviewAs)]?.push({ json, pairedItem: { item: itemIndex }, ...(item.binary ? { binary: item.binary } : {}) });
	return [{ itemIndex, shop, language, country, compliance }];
}

function outputOf(outcome: Outcome, needsReviewAs: string): number {
	if (outcome === 'violation') return BLOCKED;
	return outcome === 'needsReview' ? (OUTPUT_OF_REVIEW[needsReviewAs] ?? NEEDS_REVIEW) : PASS;
}

function isEmptyAudience({ subject }: CheckTask): boolean {
	return subject.kind === 'samples' && subject.samples.length === 0;
}

/** Marketing that was judged as order mail: sending will judge it as what it is. */
function countFreed(tasks: readonly CheckTask[], { purpose }: CheckSettings): number {
	if (purpose !== 'transactional') return 0;
	return tasks.filter(({ subject }) => (subject.kind === 'mail' ? subject.mail.mail.purpose === 'marketing' : subject.kind === 'samples' && subject.samples.some(({ mail }) => mail.purpose === 'marketing'))).length;
}
